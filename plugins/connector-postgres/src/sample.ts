import type { Asset, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { TableTally } from '@datawave/plugin-sdk/connector';
import { cellText, selectList } from './cells.ts';
import type { TextRow } from './postgres-connection.ts';
import { quote } from './quote.ts';

/** A relation up to this size is read whole: a fraction of a second, and every row has the same chance. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** Up to this size single rows are drawn from every page; above, whole pages are. */
const BERNOULLI_BYTES = 64 * 1024 * 1024;
/** Whole pages are drawn for this many times the rows wanted, and rows from those: neighbours resemble each other. */
const SYSTEM_OVERSAMPLE = 20;
const BERNOULLI_OVERSAMPLE = 1.3;
/** Rows on a page where nothing is known of them. */
const ROWS_A_PAGE = 60;
const PAGE_BYTES = 8192;
const FETCH_ROWS = 2000;

type Query = (text: string, parameters?: readonly unknown[]) => Promise<readonly TextRow[]>;

interface Drawn {
  readonly rows: readonly TextRow[];
  readonly method: string;
  readonly rowCount: number | null;
}

/** Rows in an order that depends on the seed and on where each row lies, so that the first ones are a fair draw. */
const shuffled = (seed: number): string =>
  `ORDER BY pg_catalog.md5(tableoid::pg_catalog.text || ctid::pg_catalog.text || '${Math.trunc(seed)}')`;

async function drawWhole(
  query: Query,
  from: string,
  list: string,
  wanted: number,
  seed: number,
): Promise<Drawn> {
  const [[count] = []] = await query(`SELECT pg_catalog.count(*)::pg_catalog.text FROM ${from}`);
  const rowCount = Number(count);
  const isWhole = rowCount <= wanted;
  const rows = await query(`SELECT ${list} FROM ${from} ${isWhole ? '' : shuffled(seed)} LIMIT ${wanted}`);
  return { rows, rowCount, method: isWhole ? 'every row' : 'random rows' };
}

/** Draws by TABLESAMPLE; takes a bigger share where the statistics promised more rows than there are. */
async function drawShare(
  query: Query,
  asset: Asset,
  from: string,
  list: string,
  wanted: number,
  seed: number,
): Promise<Drawn> {
  const size = asset.sizeBytes ?? 0;
  const isBernoulli = size <= BERNOULLI_BYTES;
  const kind = isBernoulli ? 'BERNOULLI' : 'SYSTEM';
  const estimate = Math.max(asset.rowEstimate ?? (size / PAGE_BYTES) * ROWS_A_PAGE, 1);
  const least = Math.min(
    100,
    (100 * wanted * (isBernoulli ? BERNOULLI_OVERSAMPLE : SYSTEM_OVERSAMPLE)) / estimate,
  );
  for (let percent = least; ; percent = Math.min(100, percent * 10)) {
    const rows = await query(
      `SELECT ${list} FROM ${from} TABLESAMPLE ${kind} (${percent.toFixed(6)}) REPEATABLE (${Math.trunc(seed)}) ${shuffled(seed)} LIMIT ${wanted}`,
    );
    if (rows.length < wanted && percent < 100) continue;
    return {
      rows,
      rowCount: percent >= 100 && rows.length < wanted ? rows.length : null,
      method:
        percent >= 100 ? 'random rows' : `random rows of TABLESAMPLE ${kind} (${percent.toPrecision(2)} %)`,
    };
  }
}

/** Views and foreign tables have no place of a row to draw by; a server may have to do all its work for the first. */
async function drawFirst(query: Query, from: string, list: string, wanted: number): Promise<Drawn> {
  const rows = await query(`SELECT ${list} FROM ${from} LIMIT ${wanted + 1}`);
  const isWhole = rows.length <= wanted;
  return {
    rows: rows.slice(0, wanted),
    rowCount: isWhole ? rows.length : null,
    method: isWhole ? 'every row' : `first ${wanted} rows`,
  };
}

async function drawn(
  query: Query,
  asset: Asset,
  from: string,
  list: string,
  wanted: number,
  seed: number,
): Promise<Drawn> {
  if (asset.type !== 'table' && asset.type !== 'materialized-view')
    return await drawFirst(query, from, list, wanted);
  if ((asset.sizeBytes ?? 0) <= WHOLE_BYTES) return await drawWhole(query, from, list, wanted, seed);
  return await drawShare(query, asset, from, list, wanted, seed);
}

/** Opens a cursor over all rows and hands them over piece by piece. */
export async function* allRows(
  query: Query,
  from: string,
  list: string,
  rowsAtATime: number,
): AsyncGenerator<readonly TextRow[]> {
  await query(`DECLARE datawave_rows NO SCROLL CURSOR FOR SELECT ${list} FROM ${from}`);
  while (true) {
    const rows = await query(`FETCH ${rowsAtATime} FROM datawave_rows`);
    if (rows.length > 0) yield rows;
    if (rows.length < rowsAtATime) return;
  }
}

/** Draws the sample of a relation inside the given transaction. */
export async function sampleRelation(
  query: Query,
  asset: Asset,
  options: SampleOptions,
  denied: ReadonlySet<string>,
): Promise<TableSample> {
  const from = quote(...asset.path);
  const list = selectList(asset.columns, options.maxValueLength, denied);
  const tally = new TableTally(asset.columns.length, options);
  const count = (rows: readonly TextRow[]): void => {
    for (const row of rows) tally.addRow(asset.columns.map((column, at) => cellText(row[at], column)));
  };
  const warnings =
    denied.size === 0
      ? []
      : [
          `${denied.size} of ${asset.columns.length} columns may not be read and count as null: ${[...denied].slice(0, 10).join(', ')}`,
        ];
  if (options.rows === 'full') {
    for await (const rows of allRows(query, from, list, FETCH_ROWS)) count(rows);
    return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings });
  }
  const { rows, method, rowCount } = await drawn(query, asset, from, list, options.rows, options.seed);
  count(rows);
  return tally.finish(asset, { method, rowCount, warnings });
}
