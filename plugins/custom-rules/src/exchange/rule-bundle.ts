import { stringify } from 'yaml';
import type { Rule } from '../rules/rule.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { parseYaml } from './parse-yaml.ts';
import { orderRule } from './rule-order.ts';
import { unreadable } from './unreadable.ts';

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
  return parseYaml(text);
}
