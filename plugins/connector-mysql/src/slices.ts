import type { Asset, AssetSlice } from '@datawave/plugin-sdk';
import {
  cutKeys,
  keyRangeCondition,
  keyRangeOf,
  keyRangeParts,
  numberSlices,
  roundBounds,
  type SliceKey,
  type StatementLimits,
  secondsText,
  sliceCount,
  sliceKeyOf,
} from '@datawave/plugin-sdk/connector';
import type { MysqlConnection } from './mysql-connection.ts';
import { quote } from './quote.ts';

/**
 * How the server writes the rows that it expects to look at in EXPLAIN FORMAT=JSON: MariaDB, MySQL with the first version of that
 * format, and with the second, which is the default since MySQL 9.
 */
const EXPECTED_ROWS = /"(?:rows|rows_examined_per_scan|estimated_rows)":\s*([\d.]+(?:e[+-]?\d+)?)/i;

/** Rows that the server expects to look at, as its EXPLAIN says; none where it does not say. */
export function expectedRows(plan: string | null): number {
  return Math.round(Number(EXPECTED_ROWS.exec(plan ?? '')?.[1] ?? 0));
}

/** Slices of a table by ranges of its key, cut by what the server expects of ranges of its index. */
export async function sliceTable(
  connection: MysqlConnection,
  asset: Asset,
  sliceBytes: number | null,
  limits: StatementLimits,
): Promise<readonly AssetSlice[]> {
  const count = sliceCount(asset.sizeBytes, sliceBytes);
  const key = asset.type === 'table' ? sliceKeyOf(asset) : null;
  if (count < 2 || key === null) return [];
  const from = quote(...asset.path);
  const name = quote(key.column.name);
  const ask = async (text: string): Promise<string | null> =>
    (await connection.query(text, [], limits))[0]?.[0] ?? null;
  const { first, places } = await cutKeys(
    {
      first: async (least) =>
        toKey(
          await ask(
            `SELECT CAST(MIN(${name}) AS CHAR) FROM ${from}${least === null ? '' : ` WHERE ${name} >= ${literal(least, key)}`}`,
          ),
          key,
        ),
      last: async (before) =>
        toKey(
          await ask(
            `SELECT CAST(MAX(${name}) AS CHAR) FROM ${from}${before === null ? '' : ` WHERE ${name} < ${literal(before, key)}`}`,
          ),
          key,
        ),
      async rows(least, greatest) {
        const range = `${name} >= ${literal(least, key)} AND ${name} < ${literal(greatest + 1n, key)}`;
        const plan = await ask(`EXPLAIN FORMAT=JSON SELECT ${name} FROM ${from} WHERE ${range}`);
        const rows = expectedRows(plan);
        // No key occurs twice, so that there are no more rows than numbers.
        return key.scale === 'number' ? Math.min(rows, Number(greatest - least) + 1) : rows;
      },
    },
    count,
  );
  return numberSlices(
    'key-range',
    keyRangeParts(key, roundBounds(places, key.scale, first), asset.rowEstimate),
  );
}

/** A key as the server writes it, as a whole number; null also for dates that no calendar knows, which end the cutting. */
function toKey(text: string | null, { scale }: SliceKey): bigint | null {
  if (text === null) return null;
  if (scale === 'number') return BigInt(text);
  const milliseconds = Date.parse(
    `${text.length === 10 ? `${text} 00:00:00` : text.slice(0, 19)}Z`.replace(' ', 'T'),
  );
  return Number.isNaN(milliseconds) ? null : BigInt(Math.floor(milliseconds / 1000));
}

const literal = (bound: bigint, { scale }: Pick<SliceKey, 'scale'>): string =>
  scale === 'number' ? bound.toString() : `'${secondsText(bound)}'`;

/** The condition that a slice's rows fulfil, with `WHERE`; nothing without a slice. */
export function sliceCondition(slice: AssetSlice | undefined, asset: Asset, label: string): string {
  if (slice === undefined) return '';
  const range = keyRangeOf(slice, asset, label);
  const name = quote(range.column.name);
  return ` WHERE ${keyRangeCondition(range, name, (bound) => literal(bound, range))}`;
}
