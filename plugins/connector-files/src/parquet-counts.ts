import type { ColumnSample, SampleOptions } from '@datawave/plugin-sdk';
import { TableTally } from '@datawave/plugin-sdk/connector';
import type { ParquetDatabase } from './duckdb.ts';
import type { ParquetLeaf } from './parquet-columns.ts';
import { cellText, type DescribedParquet } from './parquet-table.ts';

/** Values asked for by those that are kept: room for the estimate of how many there are to be wrong. */
const MARGIN = 1.5;
/** Files with fewer rows have few enough distinct values to be counted without an estimate. */
const FEW_ROWS = 200_000;
/** Rows by which the number of distinct values is estimated, in groups of neighbours spread over the file. */
const GROUPS = 8;
const GROUP_ROWS = 8192;
/** Columns estimated in one query, which holds the values of so many. */
const COLUMNS_AT_ONCE = 10;
/** Hashes are uniform; four billion steps are fine enough. */
const HASH_STEPS = 4_294_967_296;
/** How often a smaller share is tried where memory does not suffice. */
const MOST_TRIES = 4;

/**
 * Every row, counted inside DuckDB column by column in one pass each. Values are grouped as they are stored, and only the
 * distinct ones become text. Of a column with more distinct values than are kept, those with the smallest hashes are asked
 * for, so that neither side holds them all: their counts are exact, and how many there are in all follows from how many
 * of them there are (to about one in a hundred).
 */
export async function countAll(
  database: ParquetDatabase,
  described: DescribedParquet,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<readonly ColumnSample[]> {
  const estimates = await estimateDistinct(database, described, signal);
  const tally = new TableTally(described.leaves.length, options);
  const wanted = options.maxDistinct * MARGIN;
  const distinct: number[] = [];
  for (const [at, leaf] of described.leaves.entries()) {
    let share = Math.min(1, wanted / Math.max(1, estimates[at] ?? 1));
    let groups: number | null = null;
    for (let tries = 1; groups === null; tries += 1) {
      groups = await countColumn(database, leaf, at, share, tally, options, signal, tries < MOST_TRIES);
      if (groups === null)
        share = Math.min(share / 8, await measuredShare(database, leaf, wanted, options, signal));
    }
    distinct.push(share < 1 ? Math.round(groups / share) : groups);
  }
  return tally.columns.map((column, at): ColumnSample => {
    const counted = column.finish();
    const inAll = Math.min(described.rows - counted.nullCount, distinct[at] ?? 0);
    return { ...counted, distinctCount: Math.max(counted.values.length, inAll) };
  });
}

/** Adds a share of a column's distinct values to its tally and says how many they were; null when memory did not suffice. */
async function countColumn(
  database: ParquetDatabase,
  leaf: ParquetLeaf,
  at: number,
  share: number,
  tally: TableTally,
  options: SampleOptions,
  signal: AbortSignal,
  mayRetry: boolean,
): Promise<number | null> {
  const length = options.maxValueLength + 1;
  const some = share < 1 ? `WHERE k IS NULL OR (hash(k) >> 32) < ${Math.floor(share * HASH_STEPS)}` : '';
  const keys = `SELECT ${leaf.key(length)} AS k FROM ${database.table}`;
  let groups = 0;
  let seen = 0;
  try {
    for await (const counted of database.stream(
      `SELECT ${leaf.keyText('k', length)}, n::VARCHAR FROM (SELECT k, count(*) AS n FROM (${keys}) ${some} GROUP BY k)`,
      signal,
    )) {
      for (const [text, count] of counted) {
        seen += 1;
        // Keeps the table within its budget.
        tally.countRow();
        tally.columns[at]?.add(cellText(text, leaf), Number(count));
        if (text !== null) groups += 1;
      }
    }
  } catch (error) {
    if (seen === 0 && mayRetry && database.ranOutOfMemory(error)) return null;
    throw error;
  }
  return groups;
}

/** How many distinct values each column may have, from some rows: enough to tell how many of them to ask for. */
async function estimateDistinct(
  database: ParquetDatabase,
  { leaves, rows }: DescribedParquet,
  signal: AbortSignal,
): Promise<readonly number[]> {
  if (rows <= FEW_ROWS) return leaves.map(() => 0);
  const places = Array.from({ length: GROUPS }, (_, group) => {
    const first = Math.floor((group / GROUPS) * (rows - GROUP_ROWS));
    return `file_row_number BETWEEN ${first} AND ${first + GROUP_ROWS - 1}`;
  });
  const union = places
    .map((place) => `SELECT * FROM ${database.numberedTable} WHERE ${place}`)
    .join(' UNION ALL ');
  const estimate = async (some: readonly ParquetLeaf[]): Promise<readonly number[]> => {
    const list = some
      .map((leaf) => leaf.key(256))
      .map((key) => `count(${key})::VARCHAR, count(DISTINCT ${key})::VARCHAR`);
    try {
      const [row = []] = await database.rows(`SELECT ${list.join(', ')} FROM (${union})`, signal);
      return some.map((_, at) =>
        distinctBehind(Number(row[2 * at] ?? 0), Number(row[2 * at + 1] ?? 0), rows),
      );
    } catch (error) {
      if (!database.ranOutOfMemory(error)) throw error;
      // Of a column that does not fit even alone every row may be another value.
      if (some.length < 2) return [rows];
      const each: number[] = [];
      for (const leaf of some) each.push(...(await estimate([leaf])));
      return each;
    }
  };
  const estimates: number[] = [];
  for (let start = 0; start < leaves.length; start += COLUMNS_AT_ONCE)
    estimates.push(...(await estimate(leaves.slice(start, start + COLUMNS_AT_ONCE))));
  return estimates;
}

/**
 * Of how many equally likely values so many draws show so many distinct ones: solves `d = D (1 - exp(-n / D))`.
 * Where every draw was another one, as many as there are rows.
 */
export function distinctBehind(drawn: number, distinct: number, rows: number): number {
  if (drawn === 0) return 0;
  if (distinct >= drawn) return rows;
  let low = distinct;
  let high = rows;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (middle * (1 - Math.exp(-drawn / middle)) < distinct) low = middle;
    else high = middle;
  }
  return high;
}

/** The share to ask for by the estimate over all rows, which takes a pass of its own. */
async function measuredShare(
  database: ParquetDatabase,
  leaf: ParquetLeaf,
  wanted: number,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<number> {
  const [[distinct] = []] = await database.rows(
    `SELECT approx_count_distinct(${leaf.key(options.maxValueLength + 1)})::VARCHAR FROM ${database.table}`,
    signal,
  );
  return Math.min(1, wanted / Math.max(1, Number(distinct ?? 0)));
}
