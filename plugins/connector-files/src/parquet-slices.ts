import type { Asset, AssetSlice, PlanOptions } from '@datawave/plugin-sdk';
import {
  assetLabel,
  numberSlices,
  positionOf,
  type SlicePart,
  sliceCount,
  strangeSlice,
} from '@datawave/plugin-sdk/connector';
import type { ParquetDatabase } from './duckdb.ts';
import type { DescribedParquet } from './parquet-table.ts';
import type { SourceFile } from './source-file.ts';

/** Cuts a file between row groups, which lie in it one after the other and are read without the others. */
export async function cutRowGroups(
  database: ParquetDatabase,
  file: SourceFile,
  { sample, sliceBytes }: PlanOptions,
  signal: AbortSignal,
): Promise<readonly AssetSlice[]> {
  const count = sliceCount(file.sizeBytes, sliceBytes);
  if (sample.rows !== 'full' || sample.slice !== undefined || count < 2) return [];
  const groups = (
    await database.rows(
      `SELECT any_value(row_group_num_rows)::VARCHAR, sum(total_compressed_size)::VARCHAR FROM ${database.groups} GROUP BY row_group_id ORDER BY row_group_id`,
      signal,
    )
  ).map(([rows, bytes]) => ({ rows: Number(rows), bytes: Number(bytes) }));
  const each = groups.reduce((sum, { bytes }) => sum + bytes, 0) / count;
  const parts: SlicePart[] = [];
  let [row, firstGroup, bytes, rows] = [0, 0, 0, 0];
  for (const [at, group] of groups.entries()) {
    bytes += group.bytes;
    rows += group.rows;
    const isFull = bytes >= each && rows > 0;
    if (!isFull && at < groups.length - 1) continue;
    parts.push({
      bounds: { file: file.node, from: row, to: row + rows },
      title: firstGroup === at ? `row group ${at}` : `row groups ${firstGroup} to ${at}`,
      rowEstimate: rows,
    });
    [row, firstGroup, bytes, rows] = [row + rows, at + 1, 0, 0];
  }
  return numberSlices('row-groups', parts);
}

/** The file as if it held the rows of one slice only. @throws DataWaveError DW_SOURCE_CHANGED when it is another file by now */
export function withinSlice(
  database: ParquetDatabase,
  described: DescribedParquet,
  file: SourceFile,
  asset: Asset,
  slice: AssetSlice,
): { readonly database: ParquetDatabase; readonly described: DescribedParquet } {
  const label = assetLabel(asset.path);
  if (slice.kind !== 'row-groups' || slice.bounds['file'] !== file.node) throw strangeSlice(label);
  const [from, to] = [positionOf(slice, 'from', label), positionOf(slice, 'to', label)];
  if (from === null || to === null || to < from || to > described.rows) throw strangeSlice(label);
  // Row groups outside this range are not read: their row numbers are known from the footer.
  const within = `WHERE file_row_number BETWEEN ${from} AND ${to - 1}`;
  return {
    database: {
      ...database,
      table: `(SELECT * FROM ${database.numberedTable} ${within})`,
      numberedTable: `(SELECT * REPLACE (file_row_number - ${from} AS file_row_number) FROM ${database.numberedTable} ${within})`,
    },
    described: { ...described, rows: to - from },
  };
}
