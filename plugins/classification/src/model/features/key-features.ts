import { type TableSubject, type TableView, viewTable } from '@datawave/plugin-sdk';
import type { ColumnFacts } from './read-column.ts';
import type { TableFacts } from './read-table.ts';

const SUBJECTS = ['person', 'organisation', 'thing'] as const;

/**
 * `key.*`: what the source declares (`primary`, `composite`: part of one, `unique`, `foreign`, and what the table referred to is
 * about), what the sample shows (`distinct`: complete and without repetition; `candidate`: of short codes besides), and whether
 * another column is the key.
 */
export const KEY_FEATURES: readonly string[] = [
  ...['primary', 'composite', 'unique', 'foreign', ...SUBJECTS.map((subject) => `foreign.${subject}`)],
  ...['distinct', 'candidate', 'elsewhere', 'foreignElsewhere'],
].map((name) => `key.${name}`);

/** @see KEY_FEATURES */
export function describeKeys({ view, values }: ColumnFacts, table: TableFacts): readonly number[] {
  const { asset, sampledRows } = table.view;
  const { name } = view.schema;
  const reference = asset.foreignKeys.find(({ columns }) => columns.includes(name));
  const subject = reference === undefined ? null : subjectOf(table.view, reference.referencedPath);
  const isDistinct =
    sampledRows > 2 && view.values.length === view.filledRows && view.filledRows >= sampledRows;
  const isCode = values.every(({ words, length }) => words === 1 && length <= 40);
  return [
    Number(view.isPrimaryKey),
    Number(view.isPrimaryKey && asset.primaryKey.length > 1),
    Number(asset.uniqueKeys.some((columns) => columns.length === 1 && columns[0] === name)),
    Number(reference !== undefined),
    ...SUBJECTS.map((wanted) => Number(subject === wanted)),
    Number(isDistinct),
    Number(isDistinct && isCode),
    Number(asset.primaryKey.length > 0 && !view.isPrimaryKey),
    Number(asset.foreignKeys.length > 0 && reference === undefined),
  ];
}

/** What a table of this path is about, by its name alone: only the path of what is referred to is known. */
const subjectOf = ({ asset }: TableView, path: readonly string[]): TableSubject =>
  viewTable({
    asset: { ...asset, path, columns: [], primaryKey: [], uniqueKeys: [], foreignKeys: [] },
    ...{ sampledRows: 0, rowCount: null, columns: [], method: '', warnings: [] },
  }).subject;
