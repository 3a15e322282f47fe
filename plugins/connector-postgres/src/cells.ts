import type { ColumnSchema } from '@datawave/plugin-sdk';
import { isoTimestamp, plainDecimal } from '@datawave/plugin-sdk/connector';
import { quote } from './quote.ts';

/** Bytes of a binary value that are fetched. */
const BINARY_BYTES = 64;

// Functions and casts are qualified, so that nothing of the database's own is called in their place.
/** SQL for a value as text, cut to so many characters. */
export function columnText(column: ColumnSchema, maxLength: number): string {
  const name = quote(column.name);
  switch (column.kind) {
    case 'binary':
      return `'\\x' || pg_catalog.encode(pg_catalog.substr(${name}::pg_catalog.bytea, 1, ${BINARY_BYTES}), 'hex')`;
    case 'array':
      return `pg_catalog.left(pg_catalog.array_to_json(${name})::pg_catalog.text, ${maxLength})`;
    default:
      return `pg_catalog.left(${column.dataType === 'money' ? `${name}::pg_catalog.numeric` : name}::pg_catalog.text, ${maxLength})`;
  }
}

/** SELECT list of texts, cut in the server one character past the limit so that a cut can be seen; NULL for columns that may not be read. */
export function selectList(
  columns: readonly ColumnSchema[],
  maxValueLength: number,
  denied: ReadonlySet<string>,
): string {
  if (columns.length === 0) return 'NULL::pg_catalog.text';
  return columns
    .map((column) =>
      denied.has(column.name) ? 'NULL::pg_catalog.text' : columnText(column, maxValueLength + 1),
    )
    .join(', ');
}

/** A value as the server wrote it, as the contract wants it. */
export function cellText(value: string | null | undefined, column: ColumnSchema): string | null {
  if (value === null || value === undefined) return null;
  switch (column.kind) {
    case 'decimal':
      return plainDecimal(value);
    case 'timestamp':
      return isoTimestamp(value);
    default:
      return value;
  }
}
