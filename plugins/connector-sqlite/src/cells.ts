import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ColumnSchema } from '@datawave/plugin-sdk';
import { binaryText, isoTimestamp, plainDecimal } from '@datawave/plugin-sdk/connector';
import { quote } from './quote.ts';

/** SELECT list that cuts long texts and blobs inside SQLite, one character past the limit so that a cut can be seen. */
export function selectList(columns: readonly ColumnSchema[], maxValueLength: number): string {
  const most = Math.max(maxValueLength, 64) + 1;
  return columns
    .map(
      ({ name }) =>
        `iif(typeof(${quote(name)}) IN ('text', 'blob'), substr(${quote(name)}, 1, ${most}), ${quote(name)})`,
    )
    .join(', ');
}

/** A statement whose rows come as arrays, whole numbers as bigint. */
export function prepareRows(database: DatabaseSync, text: string): StatementSync {
  const statement = database.prepare(text);
  statement.setReturnArrays(true);
  statement.setReadBigInts(true);
  return statement;
}

/** A row as {@link prepareRows} gives it. Node's types know only rows as objects. */
export const asCells = (row: unknown): readonly unknown[] => (Array.isArray(row) ? row : []);

/** A stored value as text. SQLite types belong to values, not to columns, so the value decides and the column refines. */
export function cellText(value: unknown, column: ColumnSchema): string | null {
  switch (typeof value) {
    case 'string':
      return column.kind === 'timestamp' ? isoTimestamp(value) : value;
    case 'bigint':
      return column.kind === 'boolean' && (value === 0n || value === 1n)
        ? String(value === 1n)
        : value.toString();
    case 'number':
      return plainDecimal(String(value));
    default:
      return value instanceof Uint8Array ? binaryText(value) : null;
  }
}
