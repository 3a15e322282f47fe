import type { DatabaseSync } from 'node:sqlite';
import type { Asset, AssetSlice, ColumnSchema } from '@datawave/plugin-sdk';
import {
  cutKeys,
  keyRangeCondition,
  keyRangeOf,
  keyRangeParts,
  numberSlices,
  roundBounds,
  sliceCount,
} from '@datawave/plugin-sdk/connector';
import { asCells, prepareRows } from './cells.ts';
import { quote } from './quote.ts';
import { estimateRows, type RowidRange, rowidRange } from './rowid.ts';

/** Row numbers as the key that they are: never null, never double. */
const ROW_NUMBER: ColumnSchema = {
  name: 'row number',
  ordinal: 0,
  dataType: 'INTEGER',
  kind: 'integer',
  nullable: false,
  comment: null,
};

/** Slices of a table by ranges of its row numbers; none for views and tables WITHOUT ROWID. */
export async function sliceTable(
  database: DatabaseSync,
  asset: Asset,
  sliceBytes: number | null,
): Promise<readonly AssetSlice[]> {
  const table = asset.path[1] ?? '';
  const count = sliceCount(asset.sizeBytes, sliceBytes);
  const range = count < 2 ? null : rowidRange(database, table, asset.columns);
  if (range === null) return [];
  const { alias } = range;
  const from = `FROM main.${quote(table)}`;
  const next = prepareRows(database, `SELECT ${alias} ${from} WHERE ${alias} >= ? ORDER BY ${alias} LIMIT 1`);
  const before = prepareRows(
    database,
    `SELECT ${alias} ${from} WHERE ${alias} < ? ORDER BY ${alias} DESC LIMIT 1`,
  );
  const found = (row: unknown): bigint | null => {
    const [rowid] = asCells(row);
    return typeof rowid === 'bigint' ? rowid : null;
  };
  const { first, places } = await cutKeys(
    {
      first: async (least) => (least === null ? emptyOr(range, range.first) : found(next.get(least))),
      last: async (end) => (end === null ? emptyOr(range, range.last) : found(before.get(end))),
      rows: async (least, greatest) =>
        estimateRows(database, table, {
          ...range,
          first: least,
          last: greatest,
          rows: greatest - least + 1n,
        }),
    },
    count,
  );
  return numberSlices(
    'key-range',
    keyRangeParts(
      { column: ROW_NUMBER, scale: 'number' },
      roundBounds(places, 'number', first),
      asset.rowEstimate,
    ),
  );
}

const emptyOr = (range: RowidRange, key: bigint): bigint | null => (range.rows === 0n ? null : key);

/** The condition that a slice's rows fulfil, with `WHERE`; nothing without a slice. */
export function sliceCondition(
  slice: AssetSlice | undefined,
  asset: Asset,
  label: string,
  range: RowidRange | null,
): string {
  if (slice === undefined) return '';
  const keys = keyRangeOf(slice, { ...asset, columns: range === null ? [] : [ROW_NUMBER] }, label);
  return range === null ? '' : ` WHERE ${keyRangeCondition(keys, range.alias, String)}`;
}
