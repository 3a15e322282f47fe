import { LIMITS } from '../rules/rule-limits.ts';
import { Hits } from './hits.ts';
import { type Look, type Matcher, meets } from './matcher.ts';
import type { Pacer } from './pacer.ts';
import type { ActiveRule, RuleSet } from './rule-set.ts';

/** A column as rules look at it. */
export interface ExaminedColumn {
  readonly name: string;
  readonly table: string;
  readonly kind: string;
  /** Distinct values, trimmed, without blanks and placeholders. */
  readonly values: readonly string[];
}

/** What one rule found in a column. */
export interface RuleHits {
  readonly active: ActiveRule;
  readonly matched: number;
  /** Values looked at: all, unless the time was up. */
  readonly examined: number;
  readonly applies: boolean;
}

/** How the values of a column are gone through. */
export interface Examination {
  readonly pacer: Pacer;
  /** `performance.now()` after which no further value is looked at. */
  readonly deadline: number;
  /** Told of each value and whether it fits, for the rule that it asks for. */
  readonly onValue?: (rule: ActiveRule, value: string, fits: boolean) => void;
}

/** Holds all rules against one column. Every value is read once or, where facts about values are asked for, twice. */
export async function examineColumn(
  set: RuleSet,
  column: ExaminedColumn,
  examination: Examination,
): Promise<readonly RuleHits[]> {
  const facts = new Uint8Array(set.factCount);
  for (const { fact, test } of set.names) facts[fact] = test(column.name, column.table) ? 1 : 0;
  const rules = set.rules.filter(
    ({ rule }) => rule.kinds === undefined || rule.kinds.some((kind) => kind === column.kind),
  );
  if (rules.length === 0 || column.values.length === 0) return [];
  if (set.values.length > 0) {
    const tallies = await tally(set, column.values, set.values, facts, examination);
    set.values.forEach(({ fact, block }, index) => {
      const { matched, examined } = tallies[index] ?? NOTHING;
      const threshold = { values: block.atLeast ?? 1, share: block.share ?? 0 };
      facts[fact] = meets(matched, examined, threshold) ? 1 : 0;
    });
  }
  const tallies = await tally(set, column.values, rules, facts, {
    ...examination,
    ...(examination.onValue === undefined
      ? {}
      : {
          onMatch: (index: number, value: string, fits: boolean) => {
            const rule = rules[index];
            if (rule !== undefined) examination.onValue?.(rule, value, fits);
          },
        }),
  });
  return rules.map((active, index): RuleHits => {
    const { matched, examined } = tallies[index] ?? NOTHING;
    return { active, matched, examined, applies: meets(matched, examined, active.rule.threshold) };
  });
}

interface Tally {
  matched: number;
  examined: number;
}
const NOTHING: Tally = { matched: 0, examined: 0 };

async function tally(
  set: RuleSet,
  values: readonly string[],
  asked: readonly { readonly matcher: Matcher }[],
  facts: Uint8Array,
  examination: {
    readonly pacer: Pacer;
    readonly deadline: number;
    readonly onMatch?: (index: number, value: string, fits: boolean) => void;
  },
): Promise<readonly Tally[]> {
  const tallies = asked.map((): Tally => ({ matched: 0, examined: 0 }));
  // What the column's name decides needs no look at its values.
  const decided = asked.map(({ matcher }) => matcher.decide(facts));
  const open: number[] = [];
  decided.forEach((answer, index) => {
    const entry = tallies[index];
    if (answer === null) open.push(index);
    else if (entry !== undefined) {
      entry.examined = values.length;
      entry.matched = answer ? values.length : 0;
    }
  });
  const { onMatch } = examination;
  if (onMatch !== undefined)
    decided.forEach((answer, index) => {
      if (answer !== null) for (const value of values) onMatch(index, value, answer);
    });
  if (open.length === 0) return tallies;
  const hits = new Hits(set.slotCount);
  const asksBySlot = groupBySlot(open, asked, set.slotCount);
  const unguarded = open.filter((index) => asked[index]?.matcher.guard === null);
  /** By asked one: the last value that it was tested on, since several slots may lead to it. */
  const testedOn = new Int32Array(asked.length).fill(-1);
  const { automata } = set.patterns;
  let examined = 0;
  let look: Look = { value: '', slots: hits.slots, facts };
  const test = (index: number): boolean => {
    testedOn[index] = examined;
    const fits = asked[index]?.matcher.test(look) === true;
    const entry = tallies[index];
    if (fits && entry !== undefined) entry.matched += 1;
    return fits;
  };
  for (const full of values.length > LIMITS.values ? values.slice(0, LIMITS.values) : values) {
    const value = full.length > LIMITS.valueLength ? full.slice(0, LIMITS.valueLength) : full;
    if ((examined & 31) === 31 && examination.pacer.isDue && !(await goesOn(examination))) break;
    let isUp = false;
    for (const automaton of automata) {
      automaton.match(value, hits);
      // Between heavy ones others get their turn; light ones are not worth asking.
      if (automaton.size * value.length <= STEPS_BETWEEN) continue;
      isUp = !(await goesOn(examination));
      if (isUp) break;
    }
    if (isUp) break;
    set.dictionaries.match(value, hits);
    if (hits.found.length > 0 || unguarded.length > 0 || onMatch !== undefined) {
      look = { value, slots: hits.slots, facts };
      if (onMatch !== undefined) for (const index of open) onMatch(index, full, test(index));
      else {
        for (const slot of hits.found)
          for (const index of asksBySlot[slot] ?? NONE) if (testedOn[index] !== examined) test(index);
        for (const index of unguarded) test(index);
      }
      hits.clear();
    }
    examined += 1;
  }
  for (const index of open) {
    const entry = tallies[index];
    if (entry !== undefined) entry.examined = examined;
  }
  return tallies;
}

const NONE: readonly number[] = [];

/** Which of the asked ones each slot may make fit. */
function groupBySlot(
  open: readonly number[],
  asked: readonly { readonly matcher: Matcher }[],
  slotCount: number,
): readonly (readonly number[])[] {
  const groups: number[][] = Array.from({ length: slotCount }, () => []);
  for (const index of open) for (const slot of asked[index]?.matcher.guard ?? NONE) groups[slot]?.push(index);
  return groups;
}

/** Work, in steps at worst, after which it is asked whether others wait. */
const STEPS_BETWEEN = 200_000;

/** Gives others their turn when it is due. False when the time is up. */
async function goesOn({ pacer, deadline }: Pick<Examination, 'pacer' | 'deadline'>): Promise<boolean> {
  if (!pacer.isDue) return true;
  if (performance.now() >= deadline) return false;
  await pacer.pause();
  return true;
}
