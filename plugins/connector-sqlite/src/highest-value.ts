import type { DatabaseSync } from 'node:sqlite';
import type { Asset, ColumnSchema, HighWater } from '@datawave/plugin-sdk';
import { asCells, prepareRows } from './cells.ts';
import { quote } from './quote.ts';

/** Nothing stops a statement that SQLite is at: it looks through so many rows at most, where no index tells. */
const SCANNED_ROWS = 100_000;

/** The highest value of a column of a table, where an index tells it or few rows are looked through. */
export function highestValue(database: DatabaseSync, asset: Asset, { name, kind }: ColumnSchema): HighWater {
  if (asset.type !== 'table') return { hindrance: 'SQLite computes all of a view to tell a highest value' };
  // Of max() SQLite's plan does not say whether there is an index.
  const highest = `SELECT ${quote(name)} AS v FROM main.${quote(asset.path[1] ?? '')} ORDER BY v DESC LIMIT 1`;
  if (asset.rowEstimate === null || asset.rowEstimate > SCANNED_ROWS) {
    const steps = database.prepare(`EXPLAIN QUERY PLAN ${highest}`).all();
    if (steps.some(({ detail }) => /TEMP B-TREE|VIRTUAL/.test(String(detail))))
      return { hindrance: `no index tells the highest value of "${name}"` };
  }
  const row = prepareRows(database, `SELECT CAST(v AS TEXT), typeof(v) FROM (${highest})`).get();
  const [value, type = 'null'] = asCells(row);
  if (type === 'null') return { value: null };
  const isTime = kind === 'date' || kind === 'timestamp';
  if (typeof value !== 'string' || !(type === 'integer' || type === 'real' || (isTime && type === 'text')))
    return { hindrance: `its column "${name}" holds other values than it declares` };
  return { value };
}
