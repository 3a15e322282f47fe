import { LIMITS } from '../rules/rule-limits.ts';
import { type Matcher, meets } from './matcher.ts';
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
  const slots = new Uint8Array(Math.max(1, set.slotCount));
  const guards = open.map((index) => asked[index]?.matcher.guard ?? null);
  const hasUnguarded = guards.includes(null);
  let examined = 0;
  for (const full of values.length > LIMITS.values ? values.slice(0, LIMITS.values) : values) {
    if ((examined & 31) === 31 && examination.pacer.isDue) {
      if (performance.now() >= examination.deadline) break;
      await examination.pacer.pause();
    }
    examined += 1;
    const value = full.length > LIMITS.valueLength ? full.slice(0, LIMITS.valueLength) : full;
    const hits = set.patterns.match(value, slots) + set.dictionaries.match(value, slots);
    if (hits === 0 && !hasUnguarded && onMatch === undefined) continue;
    const look = { value, slots, facts };
    for (let position = 0; position < open.length; position++) {
      const index = open[position] ?? 0;
      const guard = guards[position] ?? null;
      const mayFit = guard === null || (hits > 0 && guard.some((slot) => slots[slot] === 1));
      const fits = mayFit && asked[index]?.matcher.test(look) === true;
      const entry = tallies[index];
      if (fits && entry !== undefined) entry.matched += 1;
      onMatch?.(index, full, fits);
    }
    if (hits > 0) slots.fill(0);
  }
  for (const index of open) {
    const entry = tallies[index];
    if (entry !== undefined) entry.examined = examined;
  }
  return tallies;
}
