import { DataWaveError } from './errors.ts';

/** What a cursor remembers: the sort keys of the last item on the page. @public */
export type CursorPosition = readonly (string | number | null)[];

/** Makes the opaque `nextCursor` of a page from the sort keys of its last item. @public */
export function encodeCursor(position: CursorPosition): string {
  return Buffer.from(JSON.stringify(position), 'utf8').toString('base64url');
}

/**
 * Reads a cursor back.
 * @param length - how many sort keys the list has
 * @throws DataWaveError DW_HTTP_CURSOR_INVALID, status 400, when it was not made by {@link encodeCursor} for such a list
 * @public
 */
export function decodeCursor(cursor: string, length: number): CursorPosition {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isKey = (key: unknown): key is string | number | null => key === null || typeof key === 'string' || typeof key === 'number';
    if (Array.isArray(position) && position.length === length && position.every(isKey)) return position;
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
