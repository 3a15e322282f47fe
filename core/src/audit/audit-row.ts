import type { AuditEntry, AuditRecord, ExecutionScope, Json } from '@datawave/plugin-sdk';
import { DataWaveError, storableJson } from '@datawave/plugin-sdk';
import { redact, redactText } from '../telemetry/redaction.ts';

/** Characters. What a plugin itself makes up must fit; what people and sources have named is cut, with an ellipsis. */
const LONGEST = { action: 100, type: 100, id: 2_048, name: 300, reason: 1_000, other: 200 } as const;
/** Of `before` and of `after` each, as JSON, after redaction. */
const MAX_STATE_BYTES = 16 * 1024;
const MAX_NAMED_FIELDS = 50;
const ACTION = /^[a-z0-9][a-z0-9_-]*(\.[a-z0-9][a-z0-9_-]*){1,5}$/;
const TYPE = /^[a-z0-9][a-z0-9._-]*$/;

/** Columns in the order of {@link auditParameters}. */
export const AUDIT_COLUMNS =
  'workspace_id, plugin, request_id, address, principal_id, principal_kind, principal_name, session_id, action, object_type, object_id, object_name, outcome, reason, before, after';

/**
 * What is stored of an entry: cut to size, without secrets and without what the database cannot keep.
 * @throws DataWaveError DW_AUDIT_ENTRY for what only the plugin's code can mend
 */
export function auditParameters(
  plugin: string,
  scope: ExecutionScope,
  { action, object, outcome = 'succeeded', reason, before, after }: AuditEntry,
): readonly unknown[] {
  const fault = faultOf(action, object);
  if (fault !== null) throw invalidEntry(plugin, fault);
  const { principal, session } = scope;
  return [
    scope.workspace,
    plugin,
    cut(scope.requestId, LONGEST.other),
    scope.address === undefined ? null : cut(scope.address, LONGEST.other),
    cut(principal.id, LONGEST.name),
    principal.kind,
    cut(principal.displayName, LONGEST.name),
    session === undefined ? null : cut(session.id, LONGEST.other),
    action,
    object.type,
    storable(object.id),
    object.name === undefined ? null : cut(redactText(object.name), LONGEST.name),
    outcome,
    reason === undefined ? null : cut(redactText(reason), LONGEST.reason),
    stateOf(before),
    stateOf(after),
  ];
}

function faultOf(action: string, object: AuditEntry['object']): string | null {
  if (action.length > LONGEST.action || !ACTION.test(action))
    return `its action "${action.slice(0, LONGEST.action)}" is not PLUGIN.THING.PAST_PARTICIPLE in lower case`;
  if (object.type.length > LONGEST.type || !TYPE.test(object.type))
    return 'the type of its object is not a short name in lower case';
  if (object.id === '' || object.id.length > LONGEST.id)
    return `the id of its object is empty or longer than ${LONGEST.id} characters`;
  return null;
}

const invalidEntry = (plugin: string, fault: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_AUDIT_ENTRY',
    message: `An audit entry of plugin "${plugin}" cannot be kept: ${fault}.`,
    hint: `Correct the call in "${plugin}".`,
    where: `plugin ${plugin}`,
  });

/**
 * A state that is too large is replaced by its size and the names of its fields rather than refused: nobody may keep an act out of
 * the trail by making it large.
 */
function stateOf(state: Json | undefined): string | null {
  if (state === undefined) return null;
  const json = storableJson(redact(state));
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_STATE_BYTES) return json;
  const fields =
    typeof state === 'object' && state !== null && !Array.isArray(state)
      ? Object.keys(state)
          .slice(0, MAX_NAMED_FIELDS)
          .map((name) => cut(name, LONGEST.type))
      : [];
  return JSON.stringify({ omitted: `${bytes} bytes`, fields });
}

function cut(text: string, longest: number): string {
  return storable(text.length > longest ? `${text.slice(0, longest - 1)}…` : text);
}

/** PostgreSQL keeps neither U+0000 nor half of a surrogate pair. */
const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/** A row as it is read. */
export interface AuditRow {
  readonly position: string;
  readonly occurred_at: string;
  readonly plugin: string;
  readonly request_id: string;
  readonly address: string | null;
  readonly principal_id: string;
  readonly principal_kind: AuditRecord['principal']['kind'];
  readonly principal_name: string;
  readonly session_id: string | null;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: string;
  readonly object_name: string | null;
  readonly outcome: AuditRecord['outcome'];
  readonly reason: string | null;
  readonly before: Json;
  readonly after: Json;
}

/** Answers a row as plugins see it. */
export function auditRecord(workspace: string, row: AuditRow): AuditRecord {
  return {
    position: row.position,
    workspace,
    occurredAt: row.occurred_at,
    plugin: row.plugin,
    requestId: row.request_id,
    address: row.address,
    principal: { id: row.principal_id, kind: row.principal_kind, displayName: row.principal_name },
    session: row.session_id,
    action: row.action,
    object: { type: row.object_type, id: row.object_id, name: row.object_name },
    outcome: row.outcome,
    reason: row.reason,
    before: row.before,
    after: row.after,
  };
}
