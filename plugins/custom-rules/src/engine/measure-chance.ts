import { infoTypeId, type Rule } from '../rules/rule.ts';
import { examineColumn } from './examine-column.ts';
import { ordinaryColumns } from './ordinary-columns.ts';
import { Pacer } from './pacer.ts';
import { compileRules } from './rule-set.ts';

/** How a rule fares among ordinary values. */
export interface Chance {
  /** Chance that an ordinary value fits; never 0, because absence among some hundreds proves little. */
  readonly value: number;
  /** Share of the ordinary columns that the rule would take for its own: values of one column are alike. */
  readonly column: number;
}

/** Of a rule that fits everything. */
export const CERTAIN: Chance = { value: 1, column: 1 };

/** A {@link Chance} with what it was measured on. Columns of the rule's own info type do not count. */
export interface MeasuredChance extends Chance {
  readonly values: number;
  readonly hits: number;
  /** Names of the columns that it would take. */
  readonly columns: readonly string[];
}

/** Half a hit counts as seen where none is: Krichevsky and Trofimov's estimate. */
const UNSEEN = 0.5;

/** Holds rules against ordinary columns, each by itself. */
export async function measureChances(rules: readonly Rule[]): Promise<readonly MeasuredChance[]> {
  const set = await compileRules(rules.map((rule) => ({ rule, version: 0, chance: CERTAIN })));
  const pacer = new Pacer();
  const tallies = rules.map(() => ({ values: 0, hits: 0, asked: 0, columns: [] as string[] }));
  const positions = new Map(set.rules.map((active, position) => [active, position]));
  for (const column of ordinaryColumns()) {
    const hits = await examineColumn(set, column, { pacer, deadline: Number.POSITIVE_INFINITY });
    const found = new Map(hits.map((entry) => [positions.get(entry.active), entry]));
    rules.forEach((rule, position) => {
      const tally = tallies[position];
      if (tally === undefined || column.infoType === infoTypeId(rule)) return;
      const entry = found.get(position);
      tally.asked += 1;
      tally.values += column.values.length;
      tally.hits += entry?.matched ?? 0;
      if (entry?.applies === true) tally.columns.push(column.name);
    });
  }
  return tallies.map(({ values, hits, asked, columns }) => ({
    value: (hits + UNSEEN) / (values + 1),
    column: columns.length / Math.max(1, asked),
    values,
    hits,
    columns,
  }));
}
