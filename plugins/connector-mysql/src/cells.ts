import type { ColumnSchema } from '@datawave/plugin-sdk';
import { isoTimestamp, plainDecimal } from '@datawave/plugin-sdk/connector';
import { quote } from './quote.ts';

/** Bytes of a binary value that are fetched. */
const BINARY_BYTES = 64;
const SPATIAL =
  /^(geometry|point|linestring|polygon|multipoint|multilinestring|multipolygon|geometrycollection|geomcollection)\b/i;

function expression(column: ColumnSchema, maxLength: number): string {
  const name = quote(column.name);
  if (column.kind === 'binary') return `LOWER(HEX(LEFT(${name}, ${BINARY_BYTES})))`;
  // Texts are cut before anything else, because a cast of a value beyond max_allowed_packet gives NULL.
  if (column.kind === 'text') return `LEFT(${name}, ${maxLength})`;
  if (SPATIAL.test(column.dataType)) return `LEFT(ST_AsText(${name}), ${maxLength})`;
  return `LEFT(CAST(${column.dataType.startsWith('bit') ? `${name} + 0` : name} AS CHAR), ${maxLength})`;
}

/** SELECT list of texts, cut in the server one character past the limit so that a cut can be seen. */
export function selectList(columns: readonly ColumnSchema[], maxValueLength: number): string {
  return columns.length === 0
    ? 'NULL'
    : columns.map((column) => expression(column, maxValueLength + 1)).join(', ');
}

/** A value as the server wrote it, as the contract wants it. */
export function cellText(value: string | null | undefined, column: ColumnSchema): string | null {
  if (value === null || value === undefined) return null;
  switch (column.kind) {
    case 'binary':
      return `\\x${value}`;
    case 'boolean':
      return value === '1' ? 'true' : value === '0' ? 'false' : value;
    case 'decimal':
      return plainDecimal(value);
    case 'timestamp':
      return isoTimestamp(value);
    default:
      return value;
  }
}
