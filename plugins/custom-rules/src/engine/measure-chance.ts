import type { Rule } from '../rules/rule.ts';
import { examineColumn } from './examine-column.ts';
import { ordinaryColumns } from './ordinary-columns.ts';
import { Pacer } from './pacer.ts';
import { compileRules } from './rule-set.ts';

/** How a rule fares among ordinary columns. */
export interface MeasuredChance {
  /** Chance that an ordinary value fits; never 0, because absence among some hundreds proves little. */
  readonly chance: number;
  readonly values: number;
  readonly hits: number;
  /** Ordinary columns that the rule would take for its own. */
  readonly columns: readonly string[];
}

/** Half a hit counts as seen where none is: Krichevsky and Trofimov's estimate. */
const UNSEEN = 0.5;

/** Holds rules against ordinary columns, each by itself. */
export async function measureChances(rules: readonly Rule[]): Promise<readonly MeasuredChance[]> {
  const set = await compileRules(rules.map((rule) => ({ rule, version: 0, chance: 1 })));
  const columns = ordinaryColumns();
  const pacer = new Pacer();
  const counts = rules.map(() => ({ hits: 0, columns: [] as string[] }));
  const positions = new Map(set.rules.map((active, position) => [active, position]));
  let values = 0;
  for (const column of columns) {
    values += column.values.length;
    for (const { active, matched, applies } of await examineColumn(set, column, {
      pacer,
      deadline: Number.POSITIVE_INFINITY,
    })) {
      const count = counts[positions.get(active) ?? -1];
      if (count === undefined) continue;
      count.hits += matched;
      if (applies) count.columns.push(column.name);
    }
  }
  return counts.map(({ hits, columns: names }) => ({
    chance: (hits + UNSEEN) / (values + 1),
    values,
    hits,
    columns: names,
  }));
}
