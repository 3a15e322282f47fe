import { DataWaveError } from './errors.ts';
import type { Page } from './services/http.ts';

/** What a cursor remembers: the sort keys of the last item on the page. @public */
export type CursorPosition = readonly (string | number | null)[];

/** Makes the opaque `nextCursor` of a page from the sort keys of its last item. @public */
export function encodeCursor(position: CursorPosition): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/**
 * A page of a list, of rows that were read in the list's order with `limit ${limit + 1}`: the row too many tells that the
 * list goes on.
 * @param limit - items of a full page, at least 1
 * @param toItem - what is shown of a row
 * @param toPosition - sort keys of a row, in the order of the list
 * @example `cutPage(rows, limit, ({ position: _position, ...item }) => item, ({ position, id }) => [position, id])`
 * @public
 */
export function cutPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
  toPosition: (row: Row) => CursorPosition,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toItem(row)),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(toPosition(last)) : null,
  };
}

/** What a sort key is. `integer` is a safe one; a `text` may be anything. @public */
export type CursorKey = 'text' | 'integer' | 'uuid';

/** The position that a cursor stands for, one value for each key of the order. @public */
export type DecodedCursor<Keys extends readonly CursorKey[]> = {
  readonly [Key in keyof Keys]: Keys[Key] extends 'integer' ? number : string;
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const fits = (value: unknown, key: CursorKey | undefined): boolean => {
  if (key === 'integer') return Number.isSafeInteger(value);
  return typeof value === 'string' && (key === 'text' || UUID.test(value));
};

/**
 * Reads a cursor back. What it holds comes from the client: the keys say what may go into a statement.
 * @param keys - what each sort key of the list is
 * @throws DataWaveError DW_HTTP_CURSOR_INVALID, status 400, when it was not made by {@link encodeCursor} for such a list
 * @public
 */
export function decodeCursor<const Keys extends readonly CursorKey[]>(
  cursor: string,
  keys: Keys,
): DecodedCursor<Keys> {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isPosition = (value: unknown): value is DecodedCursor<Keys> =>
      Array.isArray(value) &&
      value.length === keys.length &&
      value.every((part, index) => fits(part, keys[index]));
    if (isPosition(position)) return position;
  } catch {
    // Falls through: whatever it is, it is not a cursor.
  }
  throw new DataWaveError({
    code: 'DW_HTTP_CURSOR_INVALID',
    message: 'The cursor does not belong to this list.',
    hint: 'Pass nextCursor of the page before unchanged, or start without a cursor.',
    status: 400,
    errors: [{ pointer: '/query/cursor', message: 'is not a cursor of this list' }],
  });
}
