import { randomBytes } from 'node:crypto';
import type { Asset, ColumnSample, SampleOptions } from '@datawave/plugin-sdk';
import { ColumnTally } from '@datawave/plugin-sdk/connector';
import { cellText, columnText } from './cells.ts';
import type { Query } from './postgres-connection.ts';

/** Relations up to this size travel as they are: grouping them costs more than it saves. */
const LEAST_BYTES = 8 * 1024 * 1024;
/** The server reads and groups at about this speed at worst; what would not fit into the statement's time is read row by row. */
const BYTES_A_MS = 10_000;
/** Columns grouped in one pass: GROUPING takes 31 at most, and each needs a table of its own in the server's memory. */
const COLUMNS_A_PASS = 16;
/** Values asked for by those that are kept: room for the statistics to be wrong. */
const MARGIN = 1.5;
const HASH_STEPS = 4_294_967_296;
/** Groups that travel at a time. */
const FETCH_ROWS = 2000;
/** Characters that one FETCH may bring at most. */
const FETCH_CHARACTERS = 4_000_000;

const STATISTICS = `
  SELECT DISTINCT ON (attname) attname::pg_catalog.text, n_distinct::pg_catalog.text, avg_width::pg_catalog.text FROM pg_catalog.pg_stats
  WHERE schemaname = $1 AND tablename = $2 ORDER BY attname, inherited DESC`;

/** A column as it is to be grouped. */
export interface GroupedColumn {
  readonly at: number;
  /** Share of its distinct values, by their hashes, that are asked for. */
  readonly share: number;
}

/** What the server's statistics say of grouping a relation. */
export interface GroupPlan {
  readonly passes: readonly (readonly GroupedColumn[])[];
}

/**
 * Whether and how the server is to find distinct values itself: where it has statistics and most columns have far fewer distinct
 * values than rows, so that they are less to carry than the rows; null where rows are read one by one.
 */
export async function planGroups(
  query: Query,
  asset: Asset,
  options: SampleOptions,
  denied: ReadonlySet<string>,
): Promise<GroupPlan | null> {
  const parts = options.slice?.count ?? 1;
  const bytes = (asset.sizeBytes ?? 0) / parts;
  const rows = asset.rowEstimate === null ? null : asset.rowEstimate / parts;
  if ((asset.type !== 'table' && asset.type !== 'materialized-view') || rows === null) return null;
  if (bytes < LEAST_BYTES || bytes > options.timeoutMs * BYTES_A_MS) return null;
  const known = new Map((await query(STATISTICS, [...asset.path])).map(([name, ...facts]) => [name, facts]));
  const wanted = options.maxDistinct * MARGIN;
  let carried = 0;
  let carriedRows = 0;
  const columns = asset.columns.flatMap((column, at): readonly GroupedColumn[] => {
    const [distinctText, width] = known.get(column.name) ?? [];
    if (denied.has(column.name)) return [];
    // Negative: the share of the rows. Of a column that was never analysed every row may be another.
    const stated = distinctText === undefined ? -1 : Number(distinctText);
    const distinct = Math.max(1, stated < 0 ? -stated * rows : stated);
    const size = Math.min(options.maxValueLength, Number(width ?? 32)) + CELL_BYTES;
    carried += Math.min(distinct, wanted) * size;
    carriedRows += rows * size;
    return [{ at, share: Math.min(1, wanted / distinct) }];
  });
  if (columns.length === 0 || carried > carriedRows * MOST_CARRIED) return null;
  return { passes: chunks(columns) };
}

/** What a cell costs beside its text. */
const CELL_BYTES = 8;
/** Share of what the rows would carry up to which grouping is the quicker way, see bench/distinct.bench.ts. */
const MOST_CARRIED = 0.5;

const chunks = (columns: readonly GroupedColumn[]): readonly (readonly GroupedColumn[])[] =>
  Array.from({ length: Math.ceil(columns.length / COLUMNS_A_PASS) }, (_, pass) =>
    columns.slice(pass * COLUMNS_A_PASS, (pass + 1) * COLUMNS_A_PASS),
  );

/** Stands for the values of a column that were not asked for; a value of a table never is the same. */
const leftOutMark = (): string => `left out ${randomBytes(16).toString('hex')}`;

/** One pass over the rows, in which each column is grouped by itself. */
export function groupStatement(
  asset: Asset,
  columns: readonly GroupedColumn[],
  from: string,
  options: SampleOptions,
  leftOut: string,
): string {
  const texts = columns.map(({ at }, place) => {
    const column = asset.columns[at];
    const text =
      column === undefined ? 'NULL::pg_catalog.text' : columnText(column, options.maxValueLength + 1);
    return `(${text}) COLLATE pg_catalog."C" AS t${place}`;
  });
  const values = columns.map(({ share }, place) =>
    share >= 1
      ? `t${place} AS v${place}`
      : `CASE WHEN t${place} IS NULL OR (pg_catalog.hashtextextended(t${place}, ${Math.trunc(options.seed)}) & ${HASH_STEPS - 1}) < ${Math.floor(share * HASH_STEPS)} THEN t${place} ELSE '${leftOut}' END AS v${place}`,
  );
  const names = columns.map((_, place) => `v${place}`);
  return `SELECT GROUPING(${names.join(', ')})::pg_catalog.text, COALESCE(${names.join(', ')}), pg_catalog.count(*)::pg_catalog.text FROM (SELECT ${values.join(', ')} FROM (SELECT ${texts.join(', ')} FROM ${from} OFFSET 0) r) s GROUP BY GROUPING SETS (${names.map((name) => `(${name})`).join(', ')})`;
}

/** What grouping found of a relation. */
export interface Grouped {
  readonly rows: number;
  readonly columns: readonly ColumnSample[];
}

/** Every row of a relation, counted by the server column by column. */
export async function groupRelation(
  query: Query,
  asset: Asset,
  from: string,
  plan: GroupPlan,
  options: SampleOptions,
): Promise<Grouped> {
  const found = new Map<number, ColumnSample>();
  let rows: number | null = null;
  for (let passes = plan.passes; passes.length > 0; ) {
    const again: GroupedColumn[] = [];
    for (const columns of passes) {
      const pass = await groupOnce(query, asset, from, columns, options);
      rows = pass.rows;
      for (const [place, column] of columns.entries()) {
        const sample = pass.columns[place];
        if (sample === undefined) continue;
        // Statistics that promised many more values than there are: with the share that is right they are asked for again.
        if (column.share < 1 && sample.values.length < options.maxDistinct / 2)
          again.push({
            at: column.at,
            share: Math.min(1, (column.share * options.maxDistinct * MARGIN) / (sample.values.length + 1)),
          });
        else found.set(column.at, sample);
      }
    }
    passes = chunks(again);
  }
  const count =
    rows ?? Number((await query(`SELECT pg_catalog.count(*)::pg_catalog.text FROM ${from}`))[0]?.[0] ?? 0);
  return {
    rows: count,
    columns: asset.columns.map(
      (_, at) =>
        found.get(at) ?? { values: [], counts: [], nullCount: count, distinctCount: 0, truncated: false },
    ),
  };
}

async function groupOnce(
  query: Query,
  asset: Asset,
  from: string,
  columns: readonly GroupedColumn[],
  options: SampleOptions,
): Promise<Grouped> {
  const leftOut = leftOutMark();
  const tallies = columns.map(() => new ColumnTally(options));
  const groups = columns.map(() => 0);
  const counted = columns.map(() => 0);
  const leftOutRows = columns.map(() => 0);
  // The place of a column by what GROUPING says: a bit for each column that is not grouped by.
  const all = 2 ** columns.length - 1;
  const places = new Map(columns.map((_, place) => [String(all - 2 ** (columns.length - 1 - place)), place]));
  const statement = groupStatement(asset, columns, from, options, leftOut);
  await query(`DECLARE datawave_groups NO SCROLL CURSOR FOR ${statement}`);
  const most = Math.max(1, Math.min(FETCH_ROWS, Math.floor(FETCH_CHARACTERS / (options.maxValueLength + 1))));
  while (true) {
    const rows = await query(`FETCH ${most} FROM datawave_groups`);
    for (const [which, text = null, times] of rows) {
      const place = places.get(which ?? '');
      const column = asset.columns[columns[place ?? -1]?.at ?? -1];
      if (place === undefined || column === undefined) continue;
      counted[place] = (counted[place] ?? 0) + Number(times);
      if (text === leftOut) {
        leftOutRows[place] = Number(times);
        continue;
      }
      tallies[place]?.add(cellText(text, column), Number(times));
      if (text !== null) groups[place] = (groups[place] ?? 0) + 1;
    }
    keepWithinBudget(tallies);
    if (rows.length < most) break;
  }
  await query('CLOSE datawave_groups');
  return {
    rows: Math.max(0, ...counted),
    columns: tallies.map((tally, place) => {
      const sample = tally.finish();
      const share = columns[place]?.share ?? 1;
      const kept = sample.values.length;
      // All were asked for and kept, or there was nothing to leave out.
      if (sample.distinctCount === kept && (leftOutRows[place] ?? 0) === 0) return sample;
      const distinct = Math.round((groups[place] ?? 0) / share);
      const most = (counted[place] ?? 0) - sample.nullCount;
      return { ...sample, distinctCount: Math.max(kept + 1, Math.min(distinct, most)) };
    }),
  };
}

/** Characters that the tallies of one pass hold together. */
const CHARACTER_BUDGET = 24_000_000;

function keepWithinBudget(tallies: readonly ColumnTally[]): void {
  let held = tallies.reduce((sum, { characters }) => sum + characters, 0);
  while (held > CHARACTER_BUDGET) {
    const largest = tallies.reduce<ColumnTally | null>(
      (most, tally) => (most === null || tally.characters > most.characters ? tally : most),
      null,
    );
    const before = largest?.characters ?? 0;
    largest?.halve();
    if (largest === null || largest.characters === before) return;
    held -= before - largest.characters;
  }
}
