import type { Asset, PushDown, SampleOptions } from '@datawave/plugin-sdk';
import { assetLabel, seededRandom, sourceError, type TextRow } from '@datawave/plugin-sdk/connector';
import type { Query } from './postgres-connection.ts';
import { quote } from './quote.ts';
import { sliceCondition, TID_RANGES } from './slices.ts';

/** A relation up to this size is read whole: a fraction of a second, and every row has the same chance. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** Up to this size single rows are drawn from every page; above, whole pages are. */
const BERNOULLI_BYTES = 64 * 1024 * 1024;
/** Whole pages are drawn for this many times the rows wanted, and rows from those: neighbours resemble each other. */
const SYSTEM_OVERSAMPLE = 20;
const BERNOULLI_OVERSAMPLE = 1.3;
/** Rows from which strata by a column's values are filled, for each row wanted. */
const STRATA_OVERSAMPLE = 50;
const MOST_STRATA = 100;
/** Even stretches of a table that rows are taken from. */
const STRETCHES = 40;
/** Pages of a stretch of a larger table that rows are drawn from. */
const STRETCH_PAGES = 16;
/** Rows on a page where nothing is known of them. */
const ROWS_A_PAGE = 60;
const PAGE_BYTES = 8192;

/** How rows are to be drawn, before anything is read. */
export interface Draw {
  readonly method: string;
  /** The method where it turned out that there are no more rows than wanted. */
  readonly wholeMethod: string | null;
  readonly statements: readonly string[];
  readonly pushedDown: readonly PushDown[];
  /** Rows and bytes that the server reads for it. */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** Draws again from more where the statistics promised more rows than there are; null when it cannot. */
  readonly wider: (() => Draw) | null;
  /** Whether every row was looked at, so that fewer than wanted are all there are. */
  readonly seesAll: boolean;
  readonly wanted: number;
  /** Rows that the statement answers at most. */
  readonly limit: number;
  /** With fewer rows it is drawn wider. */
  readonly least: number;
  /** Whether each row ends with the exact number of all, counted in the same statement: a round trip less for each table. */
  readonly countsRows: boolean;
}

/** What a draw depends on. */
export interface DrawRequest {
  readonly asset: Asset;
  readonly options: SampleOptions;
  /** SELECT list. */
  readonly list: string;
  readonly serverVersion: number;
  /** Whether it may be asked where a row lies: whoever may read some columns only may not. */
  readonly seesPlaces: boolean;
}

/** Rows in an order that depends on the seed and on where each row lies, so that the first ones are a fair draw. */
const shuffled = (seed: number): string =>
  `pg_catalog.md5(tableoid::pg_catalog.text || ctid::pg_catalog.text || '${Math.trunc(seed)}')`;

const hasPlaces = ({ asset: { type }, seesPlaces }: DrawRequest): boolean =>
  seesPlaces && (type === 'table' || type === 'materialized-view');

const estimateOf = ({ rowEstimate, sizeBytes }: Asset): number =>
  Math.max(rowEstimate ?? ((sizeBytes ?? 0) / PAGE_BYTES) * ROWS_A_PAGE, 1);

/** How a sample of so many rows is drawn. */
export function planDraw(request: DrawRequest, wanted: number): Draw {
  const { options } = request;
  const { strategy = 'random', stratifyBy } = options;
  if (strategy === 'head') return headDraw(request, wanted);
  if (strategy === 'stratified') {
    if (stratifyBy !== undefined) return columnStrata(request, wanted, stratifyBy);
    const stretches = evenStretches(request, wanted);
    if (stretches !== null) return stretches;
  }
  return hasPlaces(request) ? wholeOrShare(request, wanted) : headDraw(request, wanted);
}

const wholeOrShare = (request: DrawRequest, wanted: number): Draw =>
  request.options.slice !== undefined || (request.asset.sizeBytes ?? 0) <= WHOLE_BYTES
    ? wholeDraw(request, wanted)
    : shareDraw(request, wanted, leastShare(request.asset, wanted));

const fromOf = ({ asset, options }: DrawRequest): string =>
  `${quote(...asset.path)}${sliceCondition(options.slice, asset, assetLabel(asset.path))}`;

const drawOf = (draw: Partial<Draw> & Pick<Draw, 'method' | 'statements' | 'wanted'>): Draw => ({
  wholeMethod: null,
  pushedDown: ['sample'],
  rows: null,
  bytes: null,
  wider: null,
  seesAll: false,
  countsRows: false,
  least: draw.wanted,
  limit: draw.wanted,
  ...draw,
});

/** Views and foreign tables have no place of a row to draw by; a server may have to do all its work for the first. */
function headDraw(request: DrawRequest, wanted: number): Draw {
  return drawOf({
    method: `first ${wanted} rows`,
    wholeMethod: 'every row',
    statements: [`SELECT ${request.list} FROM ${fromOf(request)} LIMIT ${wanted + 1}`],
    rows: hasPlaces(request) ? wanted + 1 : null,
    // One more, to see whether there is one.
    limit: wanted + 1,
    seesAll: true,
    wanted,
  });
}

function wholeDraw(request: DrawRequest, wanted: number): Draw {
  const { asset, list, options } = request;
  const from = fromOf(request);
  return drawOf({
    method: 'random rows',
    wholeMethod: 'every row',
    countsRows: true,
    statements: [
      `SELECT ${list}, (SELECT pg_catalog.count(*)::pg_catalog.text FROM ${from}) FROM ${from} ORDER BY ${shuffled(options.seed)} LIMIT ${wanted}`,
    ],
    pushedDown: ['sample', 'count'],
    rows: options.slice?.rowEstimate ?? asset.rowEstimate,
    bytes: asset.sizeBytes === null ? null : Math.round(asset.sizeBytes / (options.slice?.count ?? 1)),
    seesAll: true,
    wanted,
  });
}

const isBernoulli = (asset: Asset): boolean => (asset.sizeBytes ?? 0) <= BERNOULLI_BYTES;

const leastShare = (asset: Asset, wanted: number): number =>
  Math.min(
    100,
    (100 * wanted * (isBernoulli(asset) ? BERNOULLI_OVERSAMPLE : SYSTEM_OVERSAMPLE)) / estimateOf(asset),
  );

/** Draws by TABLESAMPLE; takes a bigger share where the statistics promised more rows than there are. */
function shareDraw(request: DrawRequest, wanted: number, percent: number): Draw {
  const { asset, list, options } = request;
  const kind = isBernoulli(asset) ? 'BERNOULLI' : 'SYSTEM';
  const share = kind === 'BERNOULLI' ? 1 : percent / 100;
  return drawOf({
    method:
      percent >= 100 ? 'random rows' : `random rows of TABLESAMPLE ${kind} (${percent.toPrecision(2)} %)`,
    statements: [
      `SELECT ${list} FROM ${quote(...asset.path)} TABLESAMPLE ${kind} (${percent.toFixed(6)}) REPEATABLE (${Math.trunc(options.seed)}) ORDER BY ${shuffled(options.seed)} LIMIT ${wanted}`,
    ],
    rows: Math.round(estimateOf(asset) * share),
    bytes: asset.sizeBytes === null ? null : Math.round(asset.sizeBytes * share),
    wider: percent >= 100 ? null : () => shareDraw(request, wanted, Math.min(100, percent * 10)),
    seesAll: percent >= 100,
    wanted,
  });
}

/** As many neighbouring rows from a random place of each of so many even stretches of pages; null where pages cannot be asked for. */
function evenStretches(request: DrawRequest, wanted: number): Draw | null {
  const { asset, list, options, serverVersion } = request;
  const pages = Math.floor((asset.sizeBytes ?? 0) / PAGE_BYTES);
  const stretches = Math.min(STRETCHES, wanted, Math.floor(pages / 4));
  if (!hasPlaces(request) || options.slice !== undefined || serverVersion < TID_RANGES || stretches < 2)
    return null;
  const from = quote(...asset.path);
  const place = (at: number): number => Math.round((at * pages) / stretches);
  const isSmall = (asset.sizeBytes ?? 0) <= WHOLE_BYTES;
  const random = seededRandom(options.seed);
  const parts = Array.from({ length: stretches }, (_, at) => {
    const most = Math.floor((wanted * (at + 1)) / stretches) - Math.floor((wanted * at) / stretches);
    const next = place(at + 1);
    const first = isSmall ? place(at) : place(at) + Math.floor(random() * (next - place(at)) * 0.75);
    const last = isSmall ? next : Math.min(next, first + STRETCH_PAGES);
    const end = at === stretches - 1 && isSmall ? '' : ` AND ctid < '(${last},0)'::pg_catalog.tid`;
    const range = `ctid >= '(${first},0)'::pg_catalog.tid${end}`;
    // Twice as many as are wanted of it, in case others lie on pages that were emptied, or were never filled.
    return `(SELECT ARRAY[${list}] AS cells, pg_catalog.row_number() OVER (ORDER BY ${shuffled(options.seed)}) * 1000 / ${most} AS turn FROM ${from} WHERE ${range} ORDER BY turn LIMIT ${2 * most})`;
  });
  const bytes = isSmall ? pages * PAGE_BYTES : stretches * STRETCH_PAGES * PAGE_BYTES;
  return drawOf({
    method: `as many random rows from each of ${stretches} even stretches`,
    statements: [
      `SELECT ${asset.columns.map((_, at) => `cells[${at + 1}]`).join(', ')} FROM (${parts.join(' UNION ALL ')}) drawn ORDER BY turn LIMIT ${wanted}`,
    ],
    rows: Math.round((estimateOf(asset) * bytes) / Math.max(1, pages * PAGE_BYTES)),
    bytes,
    // Pages may have been emptied since.
    wider: () => wholeOrShare(request, wanted),
    wanted,
  });
}

/** As many rows from each of the commonest values of a column, and from all others together. */
function columnStrata(request: DrawRequest, wanted: number, name: string): Draw {
  const { asset, list, options } = request;
  const label = assetLabel(asset.path);
  const column = asset.columns.find((candidate) => candidate.name === name);
  if (column === undefined)
    throw sourceError(
      'DW_SOURCE_QUERY',
      `${label} has no column "${name}" to draw strata by.`,
      'Name a column that discovery found in the setting stratifyBy.',
    );
  const most = wanted * STRATA_OVERSAMPLE;
  const percent = Math.min(100, (100 * most) / estimateOf(asset));
  const isLarge = hasPlaces(request) && options.slice === undefined && !isBernoulli(asset) && percent < 100;
  const source = isLarge
    ? `${quote(...asset.path)} TABLESAMPLE SYSTEM (${percent.toFixed(6)}) REPEATABLE (${Math.trunc(options.seed)})`
    : fromOf(request);
  const order = hasPlaces(request) ? shuffled(options.seed) : "''";
  const limit = hasPlaces(request) ? '' : ` LIMIT ${most}`;
  const stratum = `CASE WHEN ${quote(name)} IS NULL THEN 'n' ELSE 'v' || pg_catalog.left(${quote(name)}::pg_catalog.text, 256) END COLLATE pg_catalog."C"`;
  const statement = `WITH base AS (SELECT ARRAY[${list}] AS cells, ${stratum} AS stratum, ${order} AS place FROM ${source}${limit}),
    common AS (SELECT stratum FROM base GROUP BY stratum ORDER BY pg_catalog.count(*) DESC, stratum LIMIT ${MOST_STRATA}),
    numbered AS (SELECT cells, place, pg_catalog.row_number() OVER (PARTITION BY c.stratum ORDER BY place) AS turn FROM base b LEFT JOIN common c ON c.stratum = b.stratum)
    SELECT ${asset.columns.map((_, at) => `cells[${at + 1}]`).join(', ')} FROM numbered ORDER BY turn, place LIMIT ${wanted}`;
  return drawOf({
    method: `as many rows from each of the commonest ${MOST_STRATA} values of ${name}${isLarge ? `, of TABLESAMPLE SYSTEM (${percent.toPrecision(2)} %)` : limit === '' ? '' : `, of the first ${most} rows`}`,
    statements: [statement],
    pushedDown: ['sample', 'group'],
    rows: isLarge ? most : asset.rowEstimate,
    bytes: asset.sizeBytes === null ? null : Math.round((asset.sizeBytes * (isLarge ? percent : 100)) / 100),
    wanted,
  });
}

/** What a draw gave. */
export interface Drawn {
  readonly rows: readonly TextRow[];
  readonly method: string;
  readonly rowCount: number | null;
  readonly readBytes: number | null;
}

/** Draws as planned, and wider where that was too little. */
export async function drawRows(query: Query, planned: Draw): Promise<Drawn> {
  for (let draw = planned; ; draw = draw.wider?.() ?? draw) {
    const rows: TextRow[] = [];
    for (const statement of draw.statements) rows.push(...(await query(statement)));
    if (rows.length < draw.least && draw.wider !== null) continue;
    const counted = draw.countsRows ? rows[0]?.at(-1) : undefined;
    const known =
      typeof counted === 'string'
        ? Number(counted)
        : draw.seesAll && rows.length < draw.limit
          ? rows.length
          : null;
    const isWhole = known !== null && known <= draw.wanted;
    return {
      rows: rows.slice(0, draw.wanted),
      method: isWhole ? (draw.wholeMethod ?? draw.method) : draw.method,
      rowCount: known,
      readBytes: draw.bytes,
    };
  }
}
