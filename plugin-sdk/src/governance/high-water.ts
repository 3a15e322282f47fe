import type { Asset, ColumnSchema, DataKind } from './asset.ts';

/** A column that only grows, by which assets are told to have changed whose source keeps no mark of their own. @public */
export interface HighWaterColumn {
  /** Glob over asset names: `shop.*`. */
  readonly assets: string;
  /** Name of the column: `updated_at`. */
  readonly column: string;
}

/**
 * The highest value of a column as its source writes it, null where there is none; or why it was not told, as half a sentence for
 * people. The value is one of those that the column holds: whoever asks for it stores a keyed hash of it at most. @public
 */
export type HighWater = { readonly value: string | null } | { readonly hindrance: string };

const GROWING: ReadonlySet<DataKind> = new Set(['integer', 'decimal', 'date', 'timestamp']);

/** The column of that name if it can tell what changed, by growing: it holds numbers, dates or times. Else why not. @public */
export function highWaterColumn(
  asset: Pick<Asset, 'columns'>,
  name: string,
): { readonly column: ColumnSchema } | { readonly hindrance: string } {
  const column = asset.columns.find((candidate) => candidate.name === name);
  if (column === undefined) return { hindrance: `it has no column "${name}"` };
  if (!GROWING.has(column.kind))
    return { hindrance: `its column "${name}" holds neither numbers nor dates or timestamps` };
  return { column };
}
