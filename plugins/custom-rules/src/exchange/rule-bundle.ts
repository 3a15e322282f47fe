import { DataWaveError } from '@datawave/plugin-sdk';
import { parseDocument, stringify } from 'yaml';
import type { Rule } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { orderRule } from './rule-order.ts';

/** How rules are written to a file. */
export type BundleFormat = 'json' | 'yaml';

const KIND = 'datawave-classification-rules';

/** Writes rules to a text that {@link readBundle} reads back without loss. */
export function writeBundle(rules: readonly Rule[], format: BundleFormat): string {
  const bundle = { kind: KIND, version: 1, rules: rules.map(orderRule) };
  return format === 'json'
    ? `${JSON.stringify(bundle, undefined, 2)}\n`
    : stringify(bundle, { lineWidth: 0, aliasDuplicateObjects: false });
}

/**
 * Reads a text of rules, JSON or YAML, as far as that there are rules in it; each is checked by itself.
 * @throws DataWaveError DW_RULE_BUNDLE with the place, status 400
 */
export function readBundle(text: string): readonly unknown[] {
  if (Buffer.byteLength(text) > LIMITS.ruleBytes)
    throw unreadable(`is larger than ${LIMITS.ruleBytes / 1024 / 1024} MiB`);
  const bundle = parse(text);
  if (typeof bundle !== 'object' || bundle === null || !('rules' in bundle) || !Array.isArray(bundle.rules))
    throw unreadable('holds no list "rules"');
  if ('kind' in bundle && bundle.kind !== KIND) throw unreadable(`is of another kind than "${KIND}"`);
  if ('version' in bundle && bundle.version !== 1) throw unreadable('is of another version than 1');
  const unknown = Object.keys(bundle).find((key) => !['kind', 'version', 'rules'].includes(key));
  if (unknown !== undefined) throw unreadable(`holds "${unknown.slice(0, 60)}", which is not known here`);
  if (bundle.rules.length > LIMITS.rules) throw unreadable(`holds more than ${LIMITS.rules} rules`);
  return bundle.rules;
}

function parse(text: string): unknown {
  if (/^\s*\{/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      // YAML may begin so, too, and says better where it is wrong.
    }
  }
  // Aliases could unfold to any size; an export has none.
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    prettyErrors: true,
    uniqueKeys: true,
  });
  const [error] = document.errors;
  if (error !== undefined) {
    const [place] = error.linePos ?? [];
    // Only the first line: what follows quotes the text.
    const reason = error.message.split('\n')[0]?.replace(/ at line .*$/, '') ?? '';
    throw unreadable(
      `is neither JSON nor YAML${place === undefined ? '' : `, line ${place.line}, column ${place.col}`}: ${reason.slice(0, 200)}`,
    );
  }
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch {
    throw unreadable('uses aliases ("*name"), which are not taken');
  }
}

const unreadable = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_RULE_BUNDLE',
    message: `The file of rules ${what}.`,
    hint: 'Take one as GET /api/v1/classification-rules/export writes it.',
    status: 400,
    errors: [{ pointer: '/text', message: what }],
  });
