import { gateOf } from './gate-of.ts';
import type { ValueRule } from './rules.ts';
import { bothGates, createPrefilter, type Gate, type Prefilter, parseClasses } from './signature.ts';
import type { ColumnView } from './views.ts';

/** How many of a column's values each value rule met, by position. */
export interface MatchCounts {
  /** Values that match and pass the check. */
  readonly matches: Uint32Array;
  /** Values that match and fail the check. */
  readonly failures: Uint32Array;
}

/** Values with their {@link ColumnView.classes}. */
export type MatchedValues = Pick<ColumnView, 'values' | 'classes'>;

/** Counts what rules match, of those whose entry in `active` is not 0. */
export type MatchCounter = (column: MatchedValues, active: Uint8Array) => MatchCounts;

/** What a rule declares of its values, and what its expression tells besides. */
export function gateOfRule(rule: ValueRule): Gate {
  const required = parseClasses(rule.requires ?? '');
  const declared: Gate = {
    allowed: rule.alphabet === undefined ? 0xffffffff : parseClasses(rule.alphabet) | required,
    required,
    minLength: rule.minLength,
    maxLength: rule.maxLength,
  };
  return typeof rule.matches === 'function' ? declared : bothGates(declared, gateOf(rule.matches));
}

/**
 * Compiles the value rules of a classifier. The prefilter is made at the first column, so that classifiers that are never
 * asked cost nothing, and kept for the next ones: what it remembers are signatures, never values.
 * @throws TypeError when a rule names a character class that there is not
 */
export function createMatchCounter(rules: readonly ValueRule[]): MatchCounter {
  for (const rule of rules) parseClasses(`${rule.requires ?? ''} ${rule.alphabet ?? ''}`);
  let prefilter: Prefilter | null = null;
  return (column, active) => {
    const matches = new Uint32Array(rules.length);
    const failures = new Uint32Array(rules.length);
    if (!active.includes(1)) return { matches, failures };
    prefilter ??= createPrefilter(rules.map(gateOfRule));
    const { values } = column;
    const classes = column.classes();
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? '';
      for (const position of prefilter(value, classes[index] ?? 0)) {
        const rule = rules[position];
        if (rule === undefined || active[position] === 0) continue;
        const hit = typeof rule.matches === 'function' ? rule.matches(value) : rule.matches.test(value);
        if (!hit) continue;
        const counts = rule.validate === undefined || rule.validate(value) ? matches : failures;
        counts[position] = (counts[position] ?? 0) + 1;
      }
    }
    return { matches, failures };
  };
}
