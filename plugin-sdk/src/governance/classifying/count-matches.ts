import { gateOf } from './gate-of.ts';
import type { ValueRule } from './rules.ts';
import {
  ANYTHING,
  bothGates,
  createPrefilter,
  type Gate,
  type Prefilter,
  parseClasses,
} from './signature.ts';
import type { ColumnView } from './views.ts';

/** How many of a column's values each value rule met, by position. It holds until the next column is counted. */
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

/** Values with their {@link ColumnView.signatures}. */
export type MatchedValues = Pick<ColumnView, 'values' | 'signatures'>;

/** Counts what rules match, of those whose entry in `active` is not 0. */
export type MatchCounter = (column: MatchedValues, active: Uint8Array) => MatchCounts;

/** What a rule declares of its values, and what its expression tells besides. */
function gateOfRule(rule: ValueRule): Gate {
  const required = parseClasses(rule.requires ?? '');
  const declared: Gate = {
    allowed: rule.alphabet === undefined ? ANYTHING : parseClasses(rule.alphabet) | required,
    required,
    ...(rule.requiresOne === undefined ? {} : { requiredOne: parseClasses(rule.requiresOne) }),
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

/** Lists that are kept narrowed. */
const MOST_NARROWED = 1024;

/** Narrows lists of candidates to rules that are asked. */
type Narrowed = (candidates: readonly number[]) => readonly number[];

/** Narrows lists, each once: signatures share few of them, and columns of one kind ask the same rules. */
function narrowTo(asked: Uint8Array): Narrowed {
  const narrowed = new Map<readonly number[], readonly number[]>();
  return (candidates) => {
    const known = narrowed.get(candidates);
    if (known !== undefined) return known;
    const list = candidates.filter((position) => asked[position] === 1);
    // Lists of values too long to share one never come again.
    if (narrowed.size < MOST_NARROWED) narrowed.set(candidates, list);
    return list;
  };
}

/** A rule as it is asked. Each has all properties: those of objects that differ in theirs are read many times slower. */
interface Question {
  readonly weigh: ((value: string) => number | null) | null;
  readonly form: RegExp | null;
  readonly holds: ((value: string) => boolean) | null;
  readonly validate: ((value: string) => boolean) | null;
}

const toQuestion = ({ weigh, matches, validate }: ValueRule): Question => ({
  weigh: weigh ?? null,
  form: matches instanceof RegExp ? matches : null,
  holds: typeof matches === 'function' ? matches : null,
  validate: validate ?? null,
});

/**
 * Compiles the value rules of a classifier. The prefilter is made at the first column, so that classifiers that are never
 * asked cost nothing, and kept for the next ones: what it remembers are signatures, never values.
 * @throws TypeError when a rule names a character class that there is not
 */
export function createMatchCounter(rules: readonly ValueRule[]): MatchCounter {
  for (const rule of rules) {
    parseClasses(`${rule.requires ?? ''} ${rule.requiresOne ?? ''} ${rule.alphabet ?? ''}`);
    if (rule.matches instanceof RegExp && (rule.matches.global || rule.matches.sticky))
      throw new TypeError(
        `The expression ${rule.matches} remembers where it stopped; leave out its flags g and y.`,
      );
  }
  const questions = rules.map(toQuestion);
  const leavable = Uint8Array.from(rules, (rule) => Number(mayBeLeft(rule)));
  let prefilter: Prefilter | null = null;
  let lastActive: Uint8Array | null = null;
  let narrow: Narrowed = (candidates) => candidates;
  // Written over at each column: a classifier has hundreds of rules, and a table hundreds of columns.
  const matches = new Uint32Array(rules.length);
  const failures = new Uint32Array(rules.length);
  const weights = new Float64Array(rules.length);
  const left = new Uint8Array(rules.length);

  const ask = (value: string, position: number): void => {
    const question = questions[position];
    if (question === undefined) return;
    const { weigh, form, holds, validate } = question;
    if (weigh !== null) {
      const weight = weigh(value);
      if (weight === null) return;
      matches[position] = (matches[position] ?? 0) + 1;
      weights[position] = (weights[position] ?? 0) + weight;
      return;
    }
    if (!(form === null ? holds?.(value) : form.test(value))) return;
    const counts = validate === null || validate(value) ? matches : failures;
    counts[position] = (counts[position] ?? 0) + 1;
  };

  return ({ values, signatures }, active) => {
    matches.fill(0);
    failures.fill(0);
    weights.fill(0);
    const ofAll = { matches, failures, weights, asked: () => values.length };
    if (!active.includes(1)) return ofAll;
    prefilter ??= createPrefilter(rules.map(gateOfRule));
    if (active !== lastActive) {
      lastActive = active;
      narrow = narrowTo(active);
    }
    const { places, all } = signatures();
    const chosen: (readonly number[])[] = [];
    for (const signature of all) chosen.push(narrow(prefilter(signature)));
    const askAbout = (index: number): void => {
      const positions = chosen[places[index] ?? 0] ?? [];
      if (positions.length === 0) return;
      const value = values[index] ?? '';
      for (let place = 0; place < positions.length; place++) ask(value, positions[place] ?? 0);
    };
    const mayLeave =
      values.length >= LEAST_PROBED && leavable.some((may, at) => may === 1 && active[at] === 1);
    if (!mayLeave) {
      for (let index = 0; index < values.length; index++) askAbout(index);
      return ofAll;
    }
    const step = values.length / PROBES;
    for (let probe = 0; probe < PROBES; probe++) askAbout(Math.floor(probe * step));
    for (let at = 0; at < left.length; at++)
      left[at] = leavable[at] === 1 && matches[at] === 0 ? 0 : (active[at] ?? 0);
    const narrowLeft = narrowTo(left);
    let isAnyLeft = false;
    for (let place = 0; place < chosen.length; place++) {
      const positions = narrowLeft(chosen[place] ?? []);
      chosen[place] = positions;
      if (positions.length > 0) isAnyLeft = true;
    }
    if (isAnyLeft) {
      let probe = 0;
      for (let index = 0; index < values.length; index++) {
        if (index === Math.floor(probe * step)) probe++;
        else askAbout(index);
      }
    }
    return {
      matches,
      failures,
      weights,
      asked: (position) => (active[position] === 1 && left[position] === 0 ? PROBES : values.length),
    };
  };
}
