import type { DatabaseSync } from 'node:sqlite';
import type { Asset, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { assetLabel, Reservoir, seededRandom, sourceError, TableTally } from '@datawave/plugin-sdk/connector';
import { asCells, cellText, prepareRows, selectList } from './cells.ts';
import { quote } from './quote.ts';
import { type RowidRange, rowidRange } from './rowid.ts';

/** Up to so many row numbers the whole table is read and the sample drawn from all of it. */
const WHOLE_TABLE_ROWS = 100_000n;
/** Where rows have no number the sample is drawn from this many times as many rows. */
const OVERSAMPLE = 20;
/** Places in a big table at which neighbouring rows are taken. */
const STRATA = 250;
/** Milliseconds after which other work of the process gets its turn. */
const TURN_MS = 15;

/** Lets other work run, and throws when time is up or nobody waits any more. */
export function turnTaker(label: string, timeoutMs: number, signal: AbortSignal): () => Promise<void> {
  const end = performance.now() + timeoutMs;
  let turn = performance.now() + TURN_MS;
  return async () => {
    const now = performance.now();
    if (now < turn) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    if (now > end)
      throw sourceError(
        'DW_SOURCE_TIMEOUT',
        `Reading ${label} took longer than ${timeoutMs} ms.`,
        'Raise the time-out, sample fewer rows or exclude it.',
      );
    turn = performance.now() + TURN_MS;
  };
}

/** Row numbers in neighbourhoods spread evenly over the range, each begun at a random place of its stratum. */
async function spreadRowids(
  database: DatabaseSync,
  table: string,
  range: RowidRange,
  wanted: number,
  seed: number,
  takeTurn: () => Promise<void>,
): Promise<readonly bigint[]> {
  const random = seededRandom(seed);
  const strata = Math.min(STRATA, wanted);
  const next = prepareRows(
    database,
    `SELECT ${range.alias} FROM main.${quote(table)} WHERE ${range.alias} >= ? ORDER BY ${range.alias} LIMIT ?`,
  );
  const found = new Set<bigint>();
  for (let stratum = 0; stratum < strata; stratum += 1) {
    await takeTurn();
    const offset = BigInt(Math.floor(((stratum + random()) / strata) * 1e9));
    const from = range.first + (range.rows * offset) / 1_000_000_000n;
    for (const row of next.all(from, Math.ceil(wanted / strata))) {
      const [rowid] = asCells(row);
      if (typeof rowid === 'bigint') found.add(rowid);
    }
  }
  return [...found].slice(0, wanted);
}

/** Draws the sample of a table or view. */
export async function sampleTable(
  database: DatabaseSync,
  asset: Asset,
  options: SampleOptions,
  signal: AbortSignal,
): Promise<TableSample> {
  signal.throwIfAborted();
  const table = asset.path[1] ?? '';
  // Reading a whole table takes as long as it takes; it can be called off. A view may never end.
  const timeoutMs =
    options.rows === 'full' && asset.type === 'table' ? Number.POSITIVE_INFINITY : options.timeoutMs;
  const takeTurn = turnTaker(assetLabel(asset.path), timeoutMs, signal);
  const tally = new TableTally(asset.columns.length, options);
  const count = (cells: readonly unknown[]): void =>
    tally.addRow(asset.columns.map((column, at) => cellText(cells[at], column)));
  const list = selectList(asset.columns, options.maxValueLength);
  const range = rowidRange(database, table, asset.columns);
  const order = range === null ? '' : ` ORDER BY ${range.alias}`;

  if (options.rows === 'full') {
    for (const row of prepareRows(database, `SELECT ${list} FROM main.${quote(table)}${order}`).iterate()) {
      count(asCells(row));
      await takeTurn();
    }
    return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings: [] });
  }
  if (range !== null && range.rows > WHOLE_TABLE_ROWS && range.rows > BigInt(options.rows)) {
    const rowids = await spreadRowids(database, table, range, options.rows, options.seed, takeTurn);
    const byRowid = prepareRows(
      database,
      `SELECT ${list} FROM main.${quote(table)} WHERE ${range.alias} = ?`,
    );
    for (const rowid of rowids) {
      count(asCells(byRowid.get(rowid)));
      await takeTurn();
    }
    return tally.finish(asset, {
      method: `${Math.min(STRATA, options.rows)} groups of neighbouring rows, spread over the row numbers`,
      rowCount: null,
      warnings: [],
    });
  }
  // A view's rows may be costly and endless, so that only its beginning is drawn from.
  const most = range === null ? options.rows * OVERSAMPLE : null;
  const reservoir = new Reservoir<readonly unknown[]>(options.rows, options.seed);
  const limit = most === null ? '' : ` LIMIT ${most + 1}`;
  let isWhole = true;
  for (const row of prepareRows(
    database,
    `SELECT ${list} FROM main.${quote(table)}${order}${limit}`,
  ).iterate()) {
    if (reservoir.offered === most) {
      isWhole = false;
      break;
    }
    if (reservoir.isWanted) reservoir.offer(asCells(row));
    else reservoir.skip();
    await takeTurn();
  }
  for (const cells of reservoir.items()) count(cells);
  const method = !isWhole
    ? `random rows of the first ${most}`
    : reservoir.offered <= options.rows
      ? 'every row'
      : 'random rows';
  return tally.finish(asset, { method, rowCount: isWhole ? reservoir.offered : null, warnings: [] });
}
