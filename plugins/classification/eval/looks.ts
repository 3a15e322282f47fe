import { createRandom } from '../training/random.ts';
import { type LabelledTable, type Look, rowCount } from './labelled-tables.ts';

/** A way of looking at every table, by which figures are told apart. */
export interface Viewpoint {
  readonly title: string;
  look(table: LabelledTable, seed: number): Look;
}

/** Rows from a place of the table that the seed gives. */
function someRows(table: LabelledTable, count: number, seed: number): readonly number[] {
  const rows = rowCount(table);
  const kept = Math.min(count, rows);
  const from = Math.floor(createRandom(seed)() * (rows - kept + 1));
  return Array.from({ length: kept }, (_, index) => from + index);
}

/** Names without vowels, as cryptic schemas have them: `customer_name` becomes `cstmr_nm`. */
const withoutVowels = (name: string): string => name.replace(/(?<=[a-z])[aeiou]/gi, '');

/** What the evaluation looks at: five rows as they stand, more rows, and one signal taken away. */
export const VIEWPOINTS: readonly Viewpoint[] = [
  { title: '5 rows', look: (table, seed) => ({ rows: someRows(table, 5, seed) }) },
  { title: '20 rows', look: (table, seed) => ({ rows: someRows(table, 20, seed) }) },
  { title: '100 rows', look: (table, seed) => ({ rows: someRows(table, 100, seed) }) },
  {
    title: '5 rows, names without vowels',
    look: (table, seed) => ({ rows: someRows(table, 5, seed), rename: withoutVowels }),
  },
  {
    title: '20 rows, no names',
    look: (table, seed) => ({
      rows: someRows(table, 20, seed),
      rename: (_name, position) => `column${position + 1}`,
    }),
  },
];
