import type { Asset, AssetSlice } from '@datawave/plugin-sdk';
import {
  keyRangeCondition,
  keyRangeOf,
  keyRangeParts,
  numberSlices,
  pickPlaces,
  positionOf,
  roundBounds,
  type SliceKey,
  type SlicePart,
  secondsText,
  sliceCount,
  sliceKeyOf,
  strangeSlice,
} from '@datawave/plugin-sdk/connector';
import type { Query } from './postgres-connection.ts';
import { quote } from './quote.ts';

/** From here on the server finds the rows of a range of pages without reading the others (TID range scan). */
export const TID_RANGES = 140_000;

const PAGES = `
  SELECT c.relkind::text, pg_catalog.current_setting('block_size'), pg_catalog.pg_relation_size(c.oid, 'main')::text
  FROM pg_catalog.pg_class c WHERE c.oid = $1::pg_catalog.regclass`;

/** Bounds of equally many rows, as ANALYZE found them in a sample; of a partitioned table those over its partitions. */
const HISTOGRAM = `
  SELECT CASE WHEN $3 = 'number' THEN b::pg_catalog.numeric ELSE pg_catalog.date_part('epoch', b::pg_catalog.timestamptz)::pg_catalog.numeric END::pg_catalog.int8::pg_catalog.text
  FROM (
    SELECT histogram_bounds::pg_catalog.text::pg_catalog.text[] AS bounds FROM pg_catalog.pg_stats
    WHERE schemaname = $1 AND tablename = $2 AND attname = $4 ORDER BY inherited DESC LIMIT 1
  ) s, pg_catalog.unnest(s.bounds) AS b WHERE b NOT LIKE '%infinity'`;

/** Pages from one on and before another; the last slice has no end, because a table may grow while it is read. */
function pageParts(pages: number, count: number, rowEstimate: number | null): readonly SlicePart[] {
  const each = Math.ceil(pages / count);
  const used = Math.ceil(pages / each);
  return Array.from({ length: used }, (_, at): SlicePart => {
    const from = at * each;
    const to = at === used - 1 ? null : from + each;
    return {
      bounds: { from, to },
      title:
        to === null
          ? `pages from ${from.toLocaleString('en-US')}`
          : `pages ${from.toLocaleString('en-US')} to ${(to - 1).toLocaleString('en-US')}`,
      rowEstimate: rowEstimate === null ? null : Math.round(rowEstimate / used),
    };
  });
}

/** The slices of a relation of so many bytes; none where it is read in one go. */
export async function sliceRelation(
  query: Query,
  serverVersion: number,
  asset: Asset,
  sliceBytes: number | null,
): Promise<readonly AssetSlice[]> {
  const count = sliceCount(asset.sizeBytes, sliceBytes);
  if (count < 2) return [];
  const [[kind, blockSize, bytes] = []] = await query(PAGES, [quote(...asset.path)]);
  if ((kind === 'r' || kind === 'm') && serverVersion >= TID_RANGES)
    return numberSlices('pages', pageParts(Number(bytes) / Number(blockSize), count, asset.rowEstimate));
  const key = sliceKeyOf(asset);
  return key === null ? [] : await sliceByKey(query, asset, key, count);
}

async function sliceByKey(
  query: Query,
  asset: Asset,
  key: SliceKey,
  count: number,
): Promise<readonly AssetSlice[]> {
  const rows = await query(HISTOGRAM, [...asset.path, key.scale, key.column.name]);
  const keys = rows.map(([bound]) => BigInt(bound ?? 0));
  return numberSlices(
    'key-range',
    keyRangeParts(key, roundBounds(pickPlaces(keys, count), key.scale, keys[0] ?? null), asset.rowEstimate),
  );
}

/** The condition that a slice's rows fulfil, with `WHERE`; nothing without a slice. */
export function sliceCondition(slice: AssetSlice | undefined, asset: Asset, label: string): string {
  if (slice === undefined) return '';
  if (slice.kind === 'pages') {
    const [from, to] = [positionOf(slice, 'from', label), positionOf(slice, 'to', label)];
    if (asset.type !== 'table' && asset.type !== 'materialized-view') throw strangeSlice(label);
    const end = to === null ? '' : ` AND ctid < '(${to},0)'::pg_catalog.tid`;
    return ` WHERE ctid >= '(${from ?? 0},0)'::pg_catalog.tid${end}`;
  }
  const range = keyRangeOf(slice, asset, label);
  const name = quote(range.column.name);
  const literal = (bound: bigint): string =>
    range.scale === 'number'
      ? bound.toString()
      : `'${secondsText(bound)}'::pg_catalog.${range.column.kind === 'date' ? 'date' : 'timestamp'}`;
  return ` WHERE ${keyRangeCondition(range, name, literal)}`;
}
