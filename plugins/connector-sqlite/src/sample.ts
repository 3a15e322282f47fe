import type { DatabaseSync } from 'node:sqlite';
import type { Asset, PlanOptions, ReadPlan, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  assetLabel,
  drawnRows,
  pickStrata,
  Reservoir,
  seededRandom,
  sourceError,
  strataMethod,
  stratumColumn,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { asCells, cellText, prepareRows, selectList } from './cells.ts';
import { quote } from './quote.ts';
import { type RowidRange, rowidRange } from './rowid.ts';
import { sliceCondition, sliceTable } from './slices.ts';

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

/** How a table or view is to be drawn from. */
type DrawKind = 'head' | 'spread' | 'whole' | 'beginning';

function drawKindOf(range: RowidRange | null, options: SampleOptions, wanted: number): DrawKind {
  if (options.strategy === 'head') return 'head';
  // A view's rows may be costly and endless, so that only its beginning is drawn from.
  if (range === null) return 'beginning';
  const isLarge = range.rows > WHOLE_TABLE_ROWS && range.rows > BigInt(wanted);
  return isLarge && options.slice === undefined ? 'spread' : 'whole';
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
  const label = assetLabel(asset.path);
  // Reading a whole table takes as long as it takes; it can be called off. A view may never end.
  const timeoutMs =
    options.rows === 'full' && asset.type === 'table' ? Number.POSITIVE_INFINITY : options.timeoutMs;
  const takeTurn = turnTaker(label, timeoutMs, signal);
  const tally = new TableTally(asset.columns.length, options);
  const count = (cells: readonly unknown[]): void =>
    tally.addRow(asset.columns.map((column, at) => cellText(cells[at], column)));
  const list = selectList(asset.columns, options.maxValueLength);
  const range = rowidRange(database, table, asset.columns);
  // A table that is gone has no row numbers either: that it is gone is told before that its part does not fit it.
  if (range === null && options.slice !== undefined)
    prepareRows(database, `SELECT NULL FROM main.${quote(table)}`);
  const from = `FROM main.${quote(table)}${sliceCondition(options.slice, asset, label, range)}`;
  const order = range === null ? '' : ` ORDER BY ${range.alias}`;
  const bytes = asset.sizeBytes === null ? null : Math.round(asset.sizeBytes / (options.slice?.count ?? 1));

  if (options.rows === 'full') {
    for (const row of prepareRows(database, `SELECT ${list} ${from}${order}`).iterate()) {
      count(asCells(row));
      await takeTurn();
    }
    return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings: [], readBytes: bytes });
  }
  const asked = { ...options, rows: options.rows };
  const stratum = stratumColumn(asset, options);
  const stratumOf = (cells: readonly unknown[]): string | null => {
    const column = stratum === null ? undefined : asset.columns[stratum];
    return column === undefined || stratum === null ? null : cellText(cells[stratum], column);
  };
  const wanted = drawnRows(asked, asset.columns.length);
  const planned = drawKindOf(range, options, wanted);
  // Places spread over the row numbers are even stretches already.
  const spread = stratum === null ? options.rows : wanted;
  const rowids =
    planned === 'spread' && range !== null
      ? await spreadRowids(database, table, range, spread, options.seed, takeTurn)
      : [];
  if (range !== null && rowids.length > 0 && rowids.length * 2 >= Math.min(spread, options.rows)) {
    const byRowid = prepareRows(database, `SELECT ${list} ${from} WHERE ${range.alias} = ?`);
    const rows: (readonly unknown[])[] = [];
    for (const rowid of rowids) {
      rows.push(asCells(byRowid.get(rowid)));
      await takeTurn();
    }
    for (const cells of pickStrata(rows, asked, stratumOf)) count(cells);
    return tally.finish(asset, {
      method: strataMethod(options, stratum === null ? 0 : rows.length, spreadMethod(spread)),
      rowCount: null,
      warnings: [],
    });
  }
  // Where row numbers lie in a few lumps, most places find the same rows.
  const kind = planned === 'spread' ? 'whole' : planned;
  const most =
    kind === 'head'
      ? options.rows
      : kind === 'beginning'
        ? Math.max(wanted, options.rows * OVERSAMPLE)
        : null;
  const reservoir = new Reservoir<readonly unknown[]>(kind === 'head' ? options.rows : wanted, options.seed);
  const limit = most === null ? '' : ` LIMIT ${most + 1}`;
  let isWhole = true;
  for (const row of prepareRows(database, `SELECT ${list} ${from}${order}${limit}`).iterate()) {
    if (reservoir.offered === most) {
      isWhole = false;
      break;
    }
    if (reservoir.isWanted) reservoir.offer(asCells(row));
    else reservoir.skip();
    await takeTurn();
  }
  const drawn = reservoir.items();
  for (const cells of pickStrata(drawn, asked, stratumOf)) count(cells);
  const method =
    kind === 'head'
      ? `first ${options.rows} rows`
      : strataMethod(options, drawn.length, isWhole ? 'random rows' : `random rows of the first ${most}`);
  return tally.finish(asset, {
    method: isWhole && reservoir.offered <= options.rows ? 'every row' : method,
    rowCount: isWhole ? reservoir.offered : null,
    warnings: [],
    readBytes: isWhole ? bytes : null,
  });
}

const spreadMethod = (wanted: number): string =>
  `${Math.min(STRATA, wanted)} groups of neighbouring rows, spread over the row numbers`;

/** How a table or view would be read, and the slices that it is cut into. */
export async function planTable(
  database: DatabaseSync,
  asset: Asset,
  { sample, sliceBytes }: PlanOptions,
): Promise<ReadPlan> {
  const table = asset.path[1] ?? '';
  const range = rowidRange(database, table, asset.columns);
  const list = selectList(asset.columns, sample.maxValueLength);
  const from = `FROM main.${quote(table)}${sliceCondition(sample.slice, asset, assetLabel(asset.path), range)}`;
  const order = range === null ? '' : ` ORDER BY ${range.alias}`;
  const { rowEstimate: rows, sizeBytes: bytes } = asset;
  const statement = `SELECT ${list} ${from}${order}`;
  if (sample.rows === 'full')
    return {
      method: 'every row',
      pushedDown: [],
      statements: [statement],
      ...{ rows, bytes },
      slices:
        asset.type === 'table' && sample.slice === undefined
          ? await sliceTable(database, asset, sliceBytes)
          : [],
    };
  stratumColumn(asset, sample);
  const wanted = drawnRows({ ...sample, rows: sample.rows }, asset.columns.length);
  const plan = { pushedDown: [], slices: [] };
  switch (drawKindOf(range, sample, wanted)) {
    case 'head':
      return {
        ...plan,
        method: `first ${sample.rows} rows`,
        statements: [`${statement} LIMIT ${sample.rows + 1}`],
        rows: sample.rows + 1,
        bytes: null,
      };
    case 'beginning':
      return {
        ...plan,
        method: strataMethod(sample, wanted, `random rows of the first ${sample.rows * OVERSAMPLE}`),
        statements: [`${statement} LIMIT ${sample.rows * OVERSAMPLE + 1}`],
        rows: sample.rows * OVERSAMPLE + 1,
        bytes: null,
      };
    case 'spread':
      return {
        ...plan,
        method: spreadMethod(sample.rows),
        pushedDown: ['sample'],
        statements: [`SELECT ${list} ${from} WHERE ${range?.alias ?? ''} = ?`],
        rows: wanted,
        bytes: null,
      };
    case 'whole':
      return {
        ...plan,
        method: strataMethod(sample, wanted, 'random rows'),
        statements: [statement],
        ...{ rows, bytes },
      };
  }
}
