import type { Asset, PushDown, SampleOptions } from '@datawave/plugin-sdk';
import {
  assetLabel,
  drawnRows,
  ownText,
  Reservoir,
  type StatementLimits,
  seededRandom,
  stratumColumn,
  type TextRow,
} from '@datawave/plugin-sdk/connector';
import { selectList } from './cells.ts';
import { walkKey } from './key-walk.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import { quote } from './quote.ts';
import { sliceCondition } from './slices.ts';

/** A table up to this size is read whole and the sample drawn from all of it. */
const WHOLE_BYTES = 16 * 1024 * 1024;
/** Places in a big table at which neighbouring rows are taken. */
const STRATA = 100;
const RAND_OVERSAMPLE = 1.3;
/** Bytes of a row where nothing is known of it. */
const ROW_BYTES = 100;

/** Who sends a draw's statements. */
export interface Asked {
  readonly connection: MysqlConnection;
  readonly limits: StatementLimits;
}

/** What a draw gave. */
export interface Drawn {
  readonly rows: readonly TextRow[];
  readonly method: string;
  /** Exact number of rows; null where not all were seen. */
  readonly rowCount: number | null;
  readonly readBytes: number | null;
}

/** How rows are drawn: what is shown of it before anything is read, and the reading itself, made of the same statements. */
export interface Draw {
  readonly method: string;
  /** A question mark stands for what only an answer to an earlier one tells. */
  readonly statements: readonly string[];
  readonly pushedDown: readonly PushDown[];
  /** Rows and bytes that the server reads for it. */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** Rows to draw, of which a stratified sample is picked. */
  readonly wanted: number;
  run(asked: Asked): Promise<Drawn>;
}

interface Table {
  readonly asset: Asset;
  readonly options: SampleOptions;
  /** The table and, of a slice, its condition. */
  readonly from: string;
  readonly list: string;
}

const tableOf = (asset: Asset, options: SampleOptions): Table => ({
  asset,
  options,
  from: `${quote(...asset.path)}${sliceCondition(options.slice, asset, assetLabel(asset.path))}`,
  list: selectList(asset.columns, options.maxValueLength),
});

/** How a sample of so many rows is drawn. */
export function planDraw(asset: Asset, options: SampleOptions & { readonly rows: number }): Draw {
  const table = tableOf(asset, options);
  stratumColumn(asset, options);
  const wanted = drawnRows(options, asset.columns.length);
  if (asset.type === 'view' || options.strategy === 'head') return headDraw(table, wanted);
  if (options.slice !== undefined || (asset.sizeBytes ?? 0) <= WHOLE_BYTES) return wholeDraw(table, wanted);
  const key = numberedKey(asset);
  if (key === null) return chanceDraw(table, wanted);
  // Places spread over a key are even stretches already.
  return keyDraw(table, key, options.stratifyBy === undefined ? options.rows : wanted, wanted);
}

/** How every row is read: the statements, and the rows one by one. */
export function planAll(
  asset: Asset,
  options: SampleOptions,
): { readonly statements: readonly string[]; rows(asked: Asked): AsyncIterable<TextRow> } {
  const { from, list } = tableOf(asset, options);
  const key = options.slice === undefined && asset.type === 'table' ? numberedKey(asset) : null;
  if (key !== null) return walkKey(from, list, key);
  const statement = `SELECT ${list} FROM ${from}`;
  return {
    statements: [statement],
    rows: ({ connection, limits }) => connection.rows(statement, limits),
  };
}

/** The primary key, where it is one whole number. */
function numberedKey({ primaryKey: [name, ...more], columns }: Asset): string | null {
  if (name === undefined || more.length > 0) return null;
  return columns.some((column) => column.name === name && column.kind === 'integer') ? name : null;
}

const orderByKey = ({ primaryKey }: Asset): string =>
  primaryKey.length === 0 ? '' : ` ORDER BY ${primaryKey.map((name) => quote(name)).join(', ')}`;

async function reservoirOf(
  { connection, limits }: Asked,
  text: string,
  wanted: number,
  seed: number,
): Promise<Reservoir<TextRow>> {
  const reservoir = new Reservoir<TextRow>(wanted, seed);
  for await (const row of connection.rows(text, limits)) {
    if (reservoir.isWanted) reservoir.offer(row.map((cell) => (cell === null ? null : ownText(cell))));
    else reservoir.skip();
  }
  return reservoir;
}

/** A view has no key to draw by, and may have to do all its work for the first row. */
function headDraw({ asset, from, list }: Table, wanted: number): Draw {
  const method = `first ${wanted} rows`;
  // One more, to see whether there is one.
  const statement = `SELECT ${list} FROM ${from}${orderByKey(asset)} LIMIT ${wanted + 1}`;
  return {
    ...{ method, statements: [statement], pushedDown: ['sample'], rows: wanted + 1, bytes: null, wanted },
    async run({ connection, limits }) {
      const rows = await connection.query(statement, [], limits);
      const isWhole = rows.length <= wanted;
      return {
        ...{ rows: rows.slice(0, wanted), method, readBytes: null },
        rowCount: isWhole ? rows.length : null,
      };
    },
  };
}

function wholeDraw({ asset, options, from, list }: Table, wanted: number): Draw {
  const method = 'random rows';
  const statement = `SELECT ${list} FROM ${from}${orderByKey(asset)}`;
  const bytes = asset.sizeBytes === null ? null : Math.round(asset.sizeBytes / (options.slice?.count ?? 1));
  return {
    ...{ method, statements: [statement], pushedDown: [], bytes, wanted },
    rows: options.slice?.rowEstimate ?? asset.rowEstimate,
    async run(asked) {
      const reservoir = await reservoirOf(asked, statement, wanted, options.seed);
      return { rows: reservoir.items(), method, rowCount: reservoir.offered, readBytes: bytes };
    },
  };
}

/**
 * Neighbouring rows at random places, one in each stratum of the key's range: a handful of look-ups in the index. Where the keys
 * lie in a few lumps, most places find the same rows, and it is drawn by chance.
 */
function keyDraw(table: Table, key: string, wanted: number, otherwise: number): Draw {
  const { from, list, options } = table;
  const name = quote(key);
  const strata = Math.min(STRATA, wanted);
  const method = `${strata} groups of neighbouring rows, spread over the primary key`;
  const edges = `SELECT CAST(MIN(${name}) AS CHAR), CAST(MAX(${name}) AS CHAR) FROM ${from}`;
  const neighbours = (start: string): string =>
    `SELECT ${list}, CAST(${name} AS CHAR) FROM ${from} WHERE ${name} >= ${start} ORDER BY ${name} LIMIT ${Math.ceil(wanted / strata)}`;
  return {
    ...{ method, statements: [edges, neighbours('?')], pushedDown: ['sample'], bytes: null, wanted },
    rows: Math.ceil(wanted / strata) * strata,
    async run(asked) {
      const { connection, limits } = asked;
      const [[least, greatest] = []] = await connection.query(edges, [], limits);
      const found = new Map<string, TextRow>();
      if (typeof least === 'string' && typeof greatest === 'string') {
        const first = BigInt(least);
        const span = BigInt(greatest) - first + 1n;
        const random = seededRandom(options.seed);
        for (let stratum = 0; stratum < strata; stratum += 1) {
          const offset = BigInt(Math.floor(((stratum + random()) / strata) * 1e9));
          const start = first + (span * offset) / 1_000_000_000n;
          for (const row of await connection.query(neighbours(String(start)), [], limits))
            found.set(row.at(-1) ?? '', row);
        }
      }
      if (found.size < wanted / 2) return await chanceDraw(table, otherwise).run(asked);
      return { rows: [...found.values()].slice(0, wanted), method, rowCount: null, readBytes: null };
    },
  };
}

/** RAND(seed) gives the same numbers each time, and a scan meets the rows in the same order. */
function chanceDraw({ asset, options, from, list }: Table, wanted: number): Draw {
  const method = 'random rows by RAND(seed)';
  const estimate = Math.max(asset.rowEstimate ?? (asset.sizeBytes ?? 0) / ROW_BYTES, 1);
  const least = Math.min(1, (wanted * RAND_OVERSAMPLE) / estimate);
  const statement = (share: number): string =>
    `SELECT ${list} FROM ${from} WHERE RAND(${Math.trunc(options.seed)}) < ${share.toFixed(9)}`;
  return {
    ...{ method, statements: [statement(least)], pushedDown: ['sample'], wanted },
    ...{ rows: asset.rowEstimate, bytes: asset.sizeBytes },
    async run(asked) {
      // Statistics may have promised more rows than there are.
      for (let share = least; ; share = Math.min(1, share * 10)) {
        const reservoir = await reservoirOf(asked, statement(share), wanted, options.seed);
        if (reservoir.offered < wanted && share < 1) continue;
        return {
          rows: reservoir.items(),
          rowCount: share >= 1 ? reservoir.offered : null,
          readBytes: asset.sizeBytes,
          method: share >= 1 ? 'random rows' : method,
        };
      }
    },
  };
}
