import type { ColumnSchema } from '@datawave/plugin-sdk';
import { binaryText, isoTimestamp, plainDecimal } from '@datawave/plugin-sdk/connector';
import type { ParquetLeaf } from './parquet-columns.ts';

/** What a Parquet file says of itself. */
export interface DescribedParquet {
  readonly leaves: readonly ParquetLeaf[];
  readonly columns: readonly ColumnSchema[];
  readonly rows: number;
}

/** A cell as DuckDB wrote it to the text that samples hold. */
export function cellText(value: string | null | undefined, leaf: ParquetLeaf): string | null {
  if (value === null || value === undefined) return null;
  switch (leaf.kind) {
    case 'binary':
      return binaryText(Buffer.from(value, 'hex'));
    case 'decimal':
      return plainDecimal(value);
    case 'timestamp':
      return isoTimestamp(value);
    default:
      return value;
  }
}
