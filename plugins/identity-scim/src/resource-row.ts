import { notFound, stale } from './scim-error.ts';

/** What is kept of people and groups alike. */
export interface ResourceRow {
  readonly id: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

/** Part of a list, and how long all of it is. */
export interface Slice<T> {
  readonly total: number;
  readonly items: readonly T[];
}

/** Where in a list: how many to pass over, and how many to answer. */
export interface SliceRange {
  readonly offset: number;
  readonly count: number;
}

/** Names are compared without case and in one Unicode form. */
export const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Whether a text could be the id of anything here. */
export const isUuid = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/**
 * What a client changes must be as it has seen it.
 * @param expected - version that the client saw; any unless given
 * @throws ScimError 404 where there is none, 412 where it is another by now
 */
export function asSeen<Row extends ResourceRow>(
  row: Row | null,
  what: 'user' | 'group',
  expected: string | undefined,
): Row {
  if (row === null) throw notFound(what);
  if (expected !== undefined && expected !== String(row.version)) throw stale();
  return row;
}
