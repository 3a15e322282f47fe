import type { SeededRandom } from './seeded-random.ts';

/** A table as its source holds it at a moment. */
export interface SourceTable {
  readonly columns: readonly string[];
  readonly rows: number;
}

/** By name. */
export type SourceTables = ReadonlyMap<string, SourceTable>;

/** A table to make, with what is in it. */
export interface NewTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** What happens to a table while others read it. `grow` doubles its rows, `shrink` takes about half of them away. */
export type SourceChange =
  | { readonly kind: 'create'; readonly table: NewTable }
  | { readonly kind: 'drop' | 'widen' | 'rename' | 'grow' | 'shrink'; readonly name: string };

/** Tables that are cut into slices where every row is read, because they take up some megabytes. */
export const LARGE = ['big0', 'big1'] as const;
/** By a name with or without the ending of a file. */
export const isLarge = (name: string): boolean => LARGE.some((large) => large === name.replace(/\..*/, ''));

/** A table that the rule of the scans leaves out. */
export const LEFT_OUT = 'hidden';

const COLUMNS = ['id', 'email', 'name', 'card', 'note'];
const LARGE_ROWS = 3_000;
/** With it a large table takes about three megabytes, without many values to look at. */
const FILLER = 'kept for the time that the contract asks for and not a day longer. '.repeat(14);
const DOMAINS = ['example.com', 'example.org', 'example.net'] as const;
const NAMES = ['Amelia', 'Noah', 'Clara', 'Luis', 'Mei', 'Ivan', 'Zara', 'Otto'] as const;
/** Numbers that card issuers publish for tests. */
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117'] as const;

function tableOf(name: string, rows: number, filler: string, random: SeededRandom): NewTable {
  return {
    name,
    columns: COLUMNS,
    rows: Array.from({ length: rows }, (_, row) => {
      const person = random.pick(NAMES);
      const email = `${person.toLowerCase()}.${random.between(1, 999)}@${random.pick(DOMAINS)}`;
      return [row, email, person, random.pick(CARDS), `row ${row}${filler}`];
    }),
  };
}

/** Tables with people in them: so many small ones, the large ones where they are asked for, and the one that is left out. */
export function newTables(count: number, random: SeededRandom, isWhole: boolean): readonly NewTable[] {
  const small = Array.from({ length: count }, (_, index) =>
    tableOf(`t${String(index).padStart(3, '0')}`, random.between(5, 30), '', random),
  );
  if (!isWhole) return small;
  return [
    ...small,
    tableOf(LEFT_OUT, 10, '', random),
    ...LARGE.map((name) => tableOf(name, LARGE_ROWS, ` ${FILLER}`, random)),
  ];
}

/** A table that comes late. */
export const arrival: NewTable = {
  name: 'arrived',
  columns: ['id', 'email'],
  rows: [[1, 'late@example.com']],
};
