import { isIPv4, isIPv6 } from 'node:net';
import type { AuditRecord } from '@datawave/plugin-sdk';

/** 0 to 10, as CEF has it: what failed or was refused deserves a look. */
const SEVERITY = { succeeded: 3, denied: 6, failed: 5 } as const;
/** Most characters of a field, by the dictionary of the format. */
const LONGEST = {
  act: 63,
  outcome: 63,
  reason: 1_023,
  suid: 1_023,
  suser: 1_023,
  msg: 1_023,
  fname: 1_023,
  custom: 4_000,
} as const;

/**
 * An entry as a line of the Common Event Format (version 0). In the header `\` and `|` are escaped and there is no line break, in the
 * extension `\`, `=` and line breaks are.
 * @see ArcSight Common Event Format, implementation standard, "Character Encoding"
 */
export function cefLine(record: AuditRecord, version: string): string {
  const header = [
    'CEF:0',
    'DataWave',
    'DataWave',
    version,
    record.action,
    nameOf(record),
    String(SEVERITY[record.outcome]),
  ];
  const { address, principal, object } = record;
  const extension: readonly (readonly [name: string, value: string | null])[] = [
    ['rt', String(Date.parse(record.occurredAt))],
    ['externalId', record.position],
    ['act', cut(record.action, LONGEST.act)],
    ['outcome', record.outcome],
    ['reason', record.reason === null ? null : cut(record.reason, LONGEST.reason)],
    ['suid', cut(principal.id, LONGEST.suid)],
    ['suser', cut(principal.displayName, LONGEST.suser)],
    ['spriv', principal.kind],
    ['src', address !== null && isIPv4(address) ? address : null],
    ...labelled('c6a2', 'Source IPv6 Address', address !== null && isIPv6(address) ? address : null),
    ...labelled('cs1', 'Object type', object.type),
    ...labelled('cs2', 'Object id', cut(object.id, LONGEST.custom)),
    ...labelled('cs3', 'Request id', record.requestId),
    ...labelled('cs4', 'Before', stateOf(record.before)),
    ...labelled('cs5', 'After', stateOf(record.after)),
    ...labelled('cs6', 'Workspace', record.workspace),
    ['fname', object.name === null ? null : cut(object.name, LONGEST.fname)],
    ['deviceProcessName', record.plugin],
  ];
  const fields = extension.flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${escapeValue(value)}`],
  );
  return `${header.map((part, index) => (index === 0 ? part : escapeHeader(part))).join('|')}|${fields.join(' ')}`;
}

const nameOf = ({ principal, action, object }: AuditRecord): string =>
  cut(`${principal.displayName}: ${action} ${object.name ?? object.id}`, 512);

const labelled = (
  name: string,
  label: string,
  value: string | null,
): readonly (readonly [string, string | null])[] =>
  value === null
    ? []
    : [
        [`${name}Label`, label],
        [name, value],
      ];

const stateOf = (state: unknown): string | null =>
  state === null ? null : cut(JSON.stringify(state), LONGEST.custom);

const cut = (text: string, longest: number): string =>
  text.length > longest ? `${text.slice(0, longest - 1).toWellFormed()}…` : text;

const escapeHeader = (text: string): string => text.replace(/[\\|]/g, '\\$&').replace(LINE_BREAKS, ' ');

const escapeValue = (text: string): string =>
  text
    .replace(/[\\=]/g, '\\$&')
    .replace(/\r/g, '\\r')
    .replace(/\n/g, '\\n')
    // What else a reader may take for the end of a line.
    .replace(LINE_BREAKS, ' ');

const LINE_BREAKS = /[\r\n\v\f\u0085\u2028\u2029]+/g;
