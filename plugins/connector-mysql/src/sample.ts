import type { Asset, SampleOptions, TableSample } from '@datawave/plugin-sdk';
import { Reservoir, seededRandom, TableTally } from '@datawave/plugin-sdk/connector';
import { cellText, selectList } from './cells.ts';
import type { Limits, MysqlConnection, TextRow } from './mysql-connection.ts';
import { quote } from './quote.ts';

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
}

/** What drawing needs to know. */
interface Draw {
  readonly connection: MysqlConnection;
  readonly limits: Limits;
  readonly asset: Asset;
  readonly from: string;
  readonly list: string;
  readonly wanted: number;
  readonly seed: number;
}

async function reservoirOf(draw: Draw, text: string): Promise<Reservoir<TextRow>> {
  const reservoir = new Reservoir<TextRow>(draw.wanted, draw.seed);
  for await (const row of draw.connection.rows(text, draw.limits)) reservoir.offer(row);
  return reservoir;
}

const orderByKey = (asset: Asset): string =>
  asset.primaryKey.length === 0 ? '' : ` ORDER BY ${asset.primaryKey.map((name) => quote(name)).join(', ')}`;

async function drawWhole(draw: Draw): Promise<Drawn> {
  const reservoir = await reservoirOf(draw, `SELECT ${draw.list} FROM ${draw.from}${orderByKey(draw.asset)}`);
  return {
    rows: reservoir.items(),
    rowCount: reservoir.offered,
    method: reservoir.offered <= draw.wanted ? 'every row' : 'random rows',
  };
}

/** A view has no key to draw by, and may have to do all its work for the first row. */
async function drawFirst({ connection, limits, from, list, wanted }: Draw): Promise<Drawn> {
  const rows = await connection.query(`SELECT ${list} FROM ${from} LIMIT ${wanted + 1}`, [], limits);
  const isWhole = rows.length <= wanted;
  return {
    rows: rows.slice(0, wanted),
    rowCount: isWhole ? rows.length : null,
    method: isWhole ? 'every row' : `first ${wanted} rows`,
  };
}

/** Neighbouring rows at random places, one in each stratum of the key's range: a handful of look-ups in the index. */
async function drawByKey(
  { connection, limits, from, list, wanted, seed }: Draw,
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
    method: `${strata} groups of neighbouring rows, spread over the primary key`,
  };
}

/** RAND(seed) gives the same numbers each time, and a scan meets the rows in the same order. */
async function drawByChance(draw: Draw): Promise<Drawn> {
  const { asset, wanted, from, list, seed } = draw;
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
      method: share >= 1 ? 'random rows' : 'random rows by RAND(seed)',
    };
  }
}

async function drawn(draw: Draw): Promise<Drawn> {
  const { asset } = draw;
  if (asset.type === 'view') return await drawFirst(draw);
  if ((asset.sizeBytes ?? 0) <= WHOLE_BYTES) return await drawWhole(draw);
  const [key] = asset.primaryKey;
  const isNumbered =
    asset.primaryKey.length === 1 &&
    asset.columns.some((column) => column.name === key && column.kind === 'integer');
  return (isNumbered && key !== undefined ? await drawByKey(draw, key) : null) ?? (await drawByChance(draw));
}

/** Draws the sample of a table or view. */
export async function sampleTable(
  connection: MysqlConnection,
  asset: Asset,
  options: SampleOptions,
  limits: Limits,
): Promise<TableSample> {
  const from = quote(...asset.path);
  const list = selectList(asset.columns, options.maxValueLength);
  const tally = new TableTally(asset.columns.length, options);
  const count = (row: TextRow): void =>
    tally.addRow(asset.columns.map((column, at) => cellText(row[at], column)));
  if (options.rows === 'full') {
    for await (const row of connection.rows(`SELECT ${list} FROM ${from}`, limits)) count(row);
    return tally.finish(asset, { method: 'every row', rowCount: tally.rows, warnings: [] });
  }
  const { rows, method, rowCount } = await drawn({
    connection,
    limits,
    asset,
    from,
    list,
    wanted: options.rows,
    seed: options.seed,
  });
  for (const row of rows) count(row);
  return tally.finish(asset, { method, rowCount, warnings: [] });
}
