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
  /** Sums of what {@link WeighingRule.weigh} says over `matches`. */
  readonly weights: Float64Array;
  /** Values that the rule was asked about: all, or {@link PROBES} where none of those matched. */
  readonly asked: (position: number) => number;
}

/** Values with their {@link ColumnView.classes}. */
export type MatchedValues = Pick<ColumnView, 'values' | 'classes'>;

/** Counts what rules match, of those whose entry in `active` is not 0. */
export type MatchCounter = (column: MatchedValues, active: Uint8Array) => MatchCounts;

/** What a rule declares of its values, and what its expression tells besides. */
function gateOfRule(rule: ValueRule): Gate {
  const required = parseClasses(rule.requires ?? '');
  const declared: Gate = {
    allowed: rule.alphabet === undefined ? 0xffffffff : parseClasses(rule.alphabet) | required,
    required,
    minLength: rule.minLength,
    maxLength: rule.maxLength,
  };
  return rule.matches instanceof RegExp ? bothGates(declared, gateOf(rule.matches)) : declared;
}

/** Values, spread over the column, of which a rule must meet one to be asked about the others. */
const PROBES = 64;
/** In shorter columns every value counts. */
const LEAST_PROBED = 1.5 * PROBES;
/** Rules of which fewer values of a real column match might miss all probes by chance: 0.75 to the power of 64 is no chance. */
const LEAST_PRESENT = 0.25;

/** Whether a rule may be left after its probes: those that look for single values among others must see every one. */
const mayBeLeft = (rule: ValueRule): boolean =>
  rule.stray === undefined && (rule.present ?? 0.95) >= LEAST_PRESENT;

/** Lists that are kept narrowed for a column. */
const MOST_NARROWED = 1024;

/** Narrows lists of candidates. */
type Narrowed = (candidates: readonly number[]) => readonly number[];

/** Narrows lists to rules that are asked, each list once: the values of a column share few. */
function narrowTo(asked: Uint8Array): Narrowed {
  if (!asked.includes(0)) return (candidates) => candidates;
  const narrowed = new Map<readonly number[], readonly number[]>();
  let last: readonly number[] | null = null;
  let lastNarrowed: readonly number[] = [];
  return (candidates) => {
    if (candidates === last) return lastNarrowed;
    last = candidates;
    lastNarrowed = narrowed.get(candidates) ?? candidates.filter((position) => asked[position] === 1);
    // Lists of values too long to share one never come again.
    if (narrowed.size < MOST_NARROWED) narrowed.set(candidates, lastNarrowed);
    return lastNarrowed;
  };
}

/**
 * Compiles the value rules of a classifier. The prefilter is made at the first column, so that classifiers that are never
 * asked cost nothing, and kept for the next ones: what it remembers are signatures, never values.
 * @throws TypeError when a rule names a character class that there is not
 */
export function createMatchCounter(rules: readonly ValueRule[]): MatchCounter {
  for (const rule of rules) {
    parseClasses(`${rule.requires ?? ''} ${rule.alphabet ?? ''}`);
    if (rule.matches instanceof RegExp && (rule.matches.global || rule.matches.sticky))
      throw new TypeError(
        `The expression ${rule.matches} remembers where it stopped; leave out its flags g and y.`,
      );
  }
  const leavable = rules.map(mayBeLeft);
  let prefilter: Prefilter | null = null;
  return (column, active) => {
    const matches = new Uint32Array(rules.length);
    const failures = new Uint32Array(rules.length);
    const weights = new Float64Array(rules.length);
    const { values } = column;
    if (!active.includes(1)) return { matches, failures, weights, asked: () => values.length };
    prefilter ??= createPrefilter(rules.map(gateOfRule));
    const candidates = prefilter;
    const classes = column.classes();
    const step = values.length / PROBES;
    const ask = (asked: Uint8Array, which: 'all' | 'probes' | 'rest'): void => {
      const narrow = narrowTo(asked);
      let probe = 0;
      let nextProbe = which === 'all' ? -1 : 0;
      for (let index = 0; index < values.length; index++) {
        if (index === nextProbe) {
          probe++;
          nextProbe = Math.floor(probe * step);
          if (which === 'rest') continue;
        } else if (which === 'probes') {
          // Nothing between the probes is looked at.
          index = nextProbe - 1;
          continue;
        }
        const value = values[index] ?? '';
        for (const position of narrow(candidates(value, classes[index] ?? 0))) {
          const rule = rules[position];
          if (rule === undefined) continue;
          if (rule.weigh !== undefined) {
            const weight = rule.weigh(value);
            if (weight === null) continue;
            matches[position] = (matches[position] ?? 0) + 1;
            weights[position] = (weights[position] ?? 0) + weight;
            continue;
          }
          const hit = typeof rule.matches === 'function' ? rule.matches(value) : rule.matches.test(value);
          if (!hit) continue;
          const isMatch = rule.validate === undefined || rule.validate(value);
          const counts = isMatch ? matches : failures;
          counts[position] = (counts[position] ?? 0) + 1;
        }
      }
    };
    const mayLeave = values.length >= LEAST_PROBED && leavable.some((may, at) => may && active[at] === 1);
    if (!mayLeave) {
      ask(active, 'all');
      return { matches, failures, weights, asked: () => values.length };
    }
    ask(active, 'probes');
    const left = active.map((isActive, position) =>
      isActive === 1 && leavable[position] === true && matches[position] === 0 ? 0 : isActive,
    );
    if (left.includes(1)) ask(left, 'rest');
    return {
      matches,
      failures,
      weights,
      asked: (position) => (active[position] === 1 && left[position] === 0 ? PROBES : values.length),
    };
  };
}
