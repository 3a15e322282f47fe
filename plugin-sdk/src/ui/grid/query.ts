import type { GridColumn } from './column.ts';
import { type GridFilter, type GridFilterKind, type GridState, isOpen } from './filter.ts';

const SORT = 'sort';
const COLUMNS = 'columns';
const FILTER = 'f.';

const encodeList = (values: readonly string[]): string => values.map(encodeURIComponent).join(',');

function decodeList(text: string): readonly string[] {
  return text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        // An address that somebody cut off in the middle.
        return part;
      }
    });
}

function encodeFilter(filter: GridFilter): string {
  if (filter.kind === 'text') return filter.text;
  if (filter.kind === 'choice') return encodeList(filter.any);
  return `${filter.from ?? ''}..${filter.to ?? ''}`;
}

function decodeFilter(kind: GridFilterKind, text: string): GridFilter {
  if (kind.kind === 'text') return { kind: 'text', text };
  if (kind.kind === 'choice' || kind.kind === 'sensitivity') return { kind: 'choice', any: decodeList(text) };
  const [from = '', to = ''] = text.split('..');
  if (kind.kind === 'date')
    return { kind: 'date', from: from === '' ? null : from, to: to === '' ? null : to };
  const number = (part: string): number | null =>
    part === '' || !Number.isFinite(Number(part)) ? null : Number(part);
  return { kind: 'number', from: number(from), to: number(to) };
}

/**
 * A query with the state of a grid in it, for a page's address: `sort=-size,name`, `f.name=mail`, `columns=name,size`.
 * What else the query holds stays.
 * @public
 */
export function gridQuery(state: GridState, query: URLSearchParams = new URLSearchParams()): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const name of [...next.keys()]) if (name.startsWith(FILTER)) next.delete(name);
  const put = (name: string, value: string): void => {
    if (value === '') next.delete(name);
    else next.set(name, value);
  };
  put(
    SORT,
    state.sort.map(({ key, descending }) => `${descending ? '-' : ''}${encodeURIComponent(key)}`).join(','),
  );
  put(COLUMNS, state.columns === null ? '' : encodeList(state.columns));
  for (const [key, filter] of Object.entries(state.filters))
    if (!isOpen(filter)) put(FILTER + key, encodeFilter(filter));
  return next;
}

/** The state that a query holds for these columns; what does not fit them is left out. Never throws. @public */
export function gridStateIn<Row>(query: URLSearchParams, columns: readonly GridColumn<Row>[]): GridState {
  const known = new Map(columns.map((column) => [column.key, column]));
  const sort = decodeList(query.get(SORT) ?? '').flatMap((part) => {
    const descending = part.startsWith('-') && !known.has(part);
    const key = descending ? part.slice(1) : part;
    return known.has(key) ? [{ key, descending }] : [];
  });
  const filters = columns.flatMap((column): (readonly [string, GridFilter])[] => {
    const text = query.get(FILTER + column.key);
    if (text === null || column.filter === undefined) return [];
    const filter = decodeFilter(column.filter, text);
    return isOpen(filter) ? [] : [[column.key, filter]];
  });
  const shown = decodeList(query.get(COLUMNS) ?? '').filter((key) => known.has(key));
  return { sort, filters: Object.fromEntries(filters), columns: shown.length === 0 ? null : shown };
}
