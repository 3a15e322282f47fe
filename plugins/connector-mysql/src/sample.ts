import type { Asset, PlanOptions, ReadPlan, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import {
  assetLabel,
  drawnRows,
  ownText,
  pickStrata,
  Reservoir,
  seededRandom,
  strataMethod,
  stratumColumn,
  TableTally,
} from '@datawave/plugin-sdk/connector';
import { cellText, selectList } from './cells.ts';
import type { Limits, MysqlConnection, TextRow } from './mysql-connection.ts';
import { quote } from './quote.ts';
import { sliceCondition, sliceTable } from './slices.ts';

/** A table up to this size is read whole and the sample drawn from all of it. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** Places in a big table at which neighbouring rows are taken. */
const STRATA = 100;
const RAND_OVERSAMPLE = 1.3;
/** Bytes of a row where nothing is known of it. */
const ROW_BYTES = 100;

interface Drawn {
  readonly rows: readonly TextRow[];
  readonly method: string;
  readonly rowCount: number | null;
  readonly readBytes: number | null;
}

/** What drawing needs to know. */
interface Draw {
  readonly connection: MysqlConnection;
  readonly limits: Limits;
  readonly asset: Asset;
  /** The table and, of a slice, its condition. */
  readonly from: string;
  readonly list: string;
  /** Rows to draw, of which a stratified sample is picked. */
  readonly wanted: number;
  readonly options: SampleOptions;
}

async function reservoirOf(draw: Draw, text: string): Promise<Reservoir<TextRow>> {
  const reservoir = new Reservoir<TextRow>(draw.wanted, draw.options.seed);
  for await (const row of draw.connection.rows(text, draw.limits)) {
    if (reservoir.isWanted) reservoir.offer(row.map((cell) => (cell === null ? null : ownText(cell))));
    else reservoir.skip();
  }
  return reservoir;
}

const orderByKey = (asset: Asset): string =>
  asset.primaryKey.length === 0 ? '' : ` ORDER BY ${asset.primaryKey.map((name) => quote(name)).join(', ')}`;

const wholeStatement = ({ asset, from, list }: Pick<Draw, 'asset' | 'from' | 'list'>): string =>
  `SELECT ${list} FROM ${from}${orderByKey(asset)}`;

async function drawWhole(draw: Draw): Promise<Drawn> {
  const reservoir = await reservoirOf(draw, wholeStatement(draw));
  const { sizeBytes } = draw.asset;
  return {
    rows: reservoir.items(),
    rowCount: reservoir.offered,
    method: reservoir.offered <= draw.wanted ? 'every row' : 'random rows',
    readBytes: sizeBytes === null ? null : Math.round(sizeBytes / (draw.options.slice?.count ?? 1)),
  };
}

const headStatement = ({
  asset,
  from,
  list,
  wanted,
}: Pick<Draw, 'asset' | 'from' | 'list' | 'wanted'>): string =>
  `SELECT ${list} FROM ${from}${orderByKey(asset)} LIMIT ${wanted + 1}`;

/** A view has no key to draw by, and may have to do all its work for the first row. */
async function drawFirst(draw: Draw): Promise<Drawn> {
  const rows = await draw.connection.query(headStatement(draw), [], draw.limits);
  const isWhole = rows.length <= draw.wanted;
  return {
    rows: rows.slice(0, draw.wanted),
    rowCount: isWhole ? rows.length : null,
    method: isWhole ? 'every row' : `first ${draw.wanted} rows`,
    readBytes: null,
  };
}

/** Neighbouring rows at random places, one in each stratum of the key's range: a handful of look-ups in the index. */
async function drawByKey(
  { connection, limits, from, list, wanted, options: { seed } }: Draw,
  key: string,
): Promise<Drawn | null> {
  const name = quote(key);
  const [[least, greatest] = []] = await connection.query(
    `SELECT CAST(MIN(${name}) AS CHAR), CAST(MAX(${name}) AS CHAR) FROM ${from}`,
    [],
    limits,
  );
  if (typeof least !== 'string' || typeof greatest !== 'string') return null;
  const first = BigInt(least);
  const span = BigInt(greatest) - first + 1n;
  const random = seededRandom(seed);
  const strata = Math.min(STRATA, wanted);
  const found = new Map<string, TextRow>();
  for (let stratum = 0; stratum < strata; stratum += 1) {
    const start = first + (span * BigInt(Math.floor(((stratum + random()) / strata) * 1e9))) / 1_000_000_000n;
    const rows = await connection.query(
      `SELECT ${list}, CAST(${name} AS CHAR) FROM ${from} WHERE ${name} >= ${start} ORDER BY ${name} LIMIT ${Math.ceil(wanted / strata)}`,
      [],
      limits,
    );
    for (const row of rows) found.set(row.at(-1) ?? '', row);
  }
  // Where the keys lie in a few lumps, most places find the same rows.
  if (found.size < wanted / 2) return null;
  return {
    rows: [...found.values()].slice(0, wanted),
    rowCount: null,
    readBytes: null,
    method: `${strata} groups of neighbouring rows, spread over the primary key`,
  };
}

/** RAND(seed) gives the same numbers each time, and a scan meets the rows in the same order. */
async function drawByChance(draw: Draw): Promise<Drawn> {
  const { asset, wanted, from, list } = draw;
  const { seed } = draw.options;
  const estimate = Math.max(asset.rowEstimate ?? (asset.sizeBytes ?? 0) / ROW_BYTES, 1);
  for (let share = Math.min(1, (wanted * RAND_OVERSAMPLE) / estimate); ; share = Math.min(1, share * 10)) {
    const reservoir = await reservoirOf(
      draw,
      `SELECT ${list} FROM ${from} WHERE RAND(${Math.trunc(seed)}) < ${share.toFixed(9)}`,
    );
    if (reservoir.offered < wanted && share < 1) continue;
    return {
      rows: reservoir.items(),
      rowCount: share >= 1 ? reservoir.offered : null,
      readBytes: asset.sizeBytes,
      method: share >= 1 ? 'random rows' : 'random rows by RAND(seed)',
    };
  }
}

/** The way in which rows of an asset are drawn. */
type DrawKind = 'head' | 'whole' | 'by key' | 'by chance';

function drawKindOf(asset: Asset, { strategy, slice }: SampleOptions): DrawKind {
  if (asset.type === 'view' || strategy === 'head') return 'head';
  if (slice !== undefined || (asset.sizeBytes ?? 0) <= WHOLE_BYTES) return 'whole';
  return numberedKey(asset) === null ? 'by chance' : 'by key';
}

function numberedKey({ primaryKey: [name, ...more], columns }: Asset): string | null {
  if (name === undefined || more.length > 0) return null;
  return columns.some((column) => column.name === name && column.kind === 'integer') ? name : null;
}

async function drawn(draw: Draw): Promise<Drawn> {
  const { asset, options } = draw;
  const key = numberedKey(asset);
  switch (drawKindOf(asset, options)) {
    case 'head':
      return await drawFirst(draw);
    case 'whole':
      return await drawWhole(draw);
    case 'by key':
      return (key === null ? null : await drawByKey(draw, key)) ?? (await drawByChance(draw));
    case 'by chance':
      return await drawByChance(draw);
  }
}

/** Rows to draw so that the sample asked for can be picked from them; places spread over a key are even stretches already. */
function wantedRows(asset: Asset, options: SampleOptions & { readonly rows: number }): number {
  const isSpread = drawKindOf(asset, options) === 'by key' && options.stratifyBy === undefined;
  return isSpread ? options.rows : drawnRows(options, asset.columns.length);
}

const sourceOf = (asset: Asset, { slice }: SampleOptions): string =>
  `${quote(...asset.path)}${sliceCondition(slice, asset, assetLabel(asset.path))}`;

/** Draws the sample of a table or view. */
export async function sampleTable(
  connection: MysqlConnection,
  asset: Asset,
  options: SampleOptions,
  limits: Limits,
): Promise<TableSample> {
  const from = sourceOf(asset, options);
  const list = selectList(asset.columns, options.maxValueLength);
  const tally = new TableTally(asset.columns.length, options);
  const count = (row: TextRow): void =>
    tally.addRow(asset.columns.map((column, at) => cellText(row[at], column)));
  if (options.rows === 'full') {
    for await (const row of connection.rows(`SELECT ${list} FROM ${from}`, limits)) count(row);
    const readBytes =
      asset.sizeBytes === null ? null : Math.round(asset.sizeBytes / (options.slice?.count ?? 1));
    return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings: [], readBytes });
  }
  const asked = { ...options, rows: options.rows };
  const stratum = stratumColumn(asset, options);
  const wanted = wantedRows(asset, asked);
  const { rows, method, rowCount, readBytes } = await drawn({
    ...{ connection, limits, asset, from, list, wanted, options },
  });
  for (const row of pickStrata(rows, asked, (cells) => (stratum === null ? null : (cells[stratum] ?? null))))
    count(row);
  return tally.finish(asset, {
    method:
      rowCount !== null && rowCount <= options.rows
        ? 'every row'
        : strataMethod(options, rows.length, method),
    rowCount,
    warnings: [],
    readBytes,
  });
}

/** How a table or view would be read, and the slices that it is cut into. */
export async function planTable(
  connection: MysqlConnection,
  asset: Asset,
  { sample, sliceBytes }: PlanOptions,
  limits: Limits,
): Promise<ReadPlan> {
  const from = sourceOf(asset, sample);
  const list = selectList(asset.columns, sample.maxValueLength);
  const { rowEstimate: rows, sizeBytes: bytes } = asset;
  if (sample.rows === 'full')
    return {
      method: 'every row',
      pushedDown: [],
      statements: [`SELECT ${list} FROM ${from}`],
      ...{ rows, bytes },
      slices: sample.slice === undefined ? await sliceTable(connection, asset, sliceBytes, limits) : [],
    };
  stratumColumn(asset, sample);
  const wanted = wantedRows(asset, { ...sample, rows: sample.rows });
  const parts = { asset, from, list, wanted };
  const described = (method: string): string => strataMethod(sample, wanted, method);
  const plan = { pushedDown: ['sample'] as const, slices: [] };
  switch (drawKindOf(asset, sample)) {
    case 'head':
      return {
        ...plan,
        method: described(`first ${wanted} rows`),
        statements: [headStatement(parts)],
        rows: wanted + 1,
        bytes: null,
      };
    case 'whole':
      return {
        ...plan,
        method: described('random rows'),
        pushedDown: [],
        statements: [wholeStatement(parts)],
        ...{ rows, bytes },
      };
    case 'by key':
      return {
        ...plan,
        method: described(`${STRATA} groups of neighbouring rows, spread over the primary key`),
        statements: [
          `SELECT ${list} FROM ${from} WHERE ${quote(numberedKey(asset) ?? '')} >= ?${orderByKey(asset)} LIMIT ${Math.ceil(wanted / STRATA)}`,
        ],
        rows: wanted,
        bytes: null,
      };
    case 'by chance':
      return {
        ...plan,
        method: described('random rows by RAND(seed)'),
        statements: [`SELECT ${list} FROM ${from} WHERE RAND(${Math.trunc(sample.seed)}) < ?`],
        ...{ rows, bytes },
      };
  }
}
