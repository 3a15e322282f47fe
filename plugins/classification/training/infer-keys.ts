import { tokenizeName } from '@datawave/plugin-sdk';
import type { LabelledColumn, LabelledTable, TableKeys } from '../eval/labelled-tables.ts';

/** How names of keys end. */
const OF_KEYS: ReadonlySet<string> = new Set(['identifier', 'id', 'key', 'number', 'code', 'uuid', 'index']);

/** Rows from which on values that are all different are no accident. */
const LEAST_ROWS = 8;

/**
 * The keys that the tables would have, had their authors kept them in a database: files declare none. A primary key is one
 * of the first two columns, complete and without repetition in every row that is known, of short codes, and either called
 * like a key or running on by one; a foreign key is called like the key of another table of the same group and shares a
 * value with it. Labels are not looked at. Tables without such columns are left out.
 */
export function inferKeys(tables: readonly LabelledTable[]): ReadonlyMap<LabelledTable, TableKeys> {
  const primary = new Map<LabelledTable, number>();
  for (const table of tables) {
    const position = table.columns.slice(0, 2).findIndex(isKey);
    if (position >= 0) primary.set(table, position);
  }
  const keys = new Map<LabelledTable, TableKeys>();
  for (const [group, members] of Map.groupBy(tables, (table) => table.group)) {
    if (group.startsWith('sherlock/')) continue;
    const referable = members.flatMap((table) => {
      const column = table.columns[primary.get(table) ?? -1];
      return column === undefined ? [] : [{ table, column, names: namesOf(table, column) }];
    });
    for (const table of members) {
      const own = primary.get(table);
      const foreign = table.columns.flatMap((column, position) => {
        if (position === own) return [];
        const name = joined(column.name);
        const other = referable.find(
          (candidate) =>
            candidate.table !== table && candidate.names.has(name) && shareValue(candidate.column, column),
        );
        return other === undefined ? [] : [{ column: position, table: other.table.name }];
      });
      if (own !== undefined || foreign.length > 0)
        keys.set(table, { primary: own === undefined ? [] : [own], foreign });
    }
  }
  return keys;
}

function isKey({ name, values }: LabelledColumn): boolean {
  if (values.length < LEAST_ROWS || new Set(values).size < values.length) return false;
  const texts = values.filter((value) => value !== null);
  if (texts.length < values.length || texts.some((value) => value.length > 40 || /[\s@]/.test(value)))
    return false;
  if (OF_KEYS.has(tokenizeName(name).at(-1) ?? '')) return true;
  const numbers = texts.map(Number);
  return numbers.every((value, index) => Number.isInteger(value) && value - index === numbers[0]);
}

const joined = (name: string): string => tokenizeName(name).join(' ');

/** What columns that refer to the key are called: as it is, or after the table. */
function namesOf(table: LabelledTable, column: LabelledColumn): ReadonlySet<string> {
  const own = joined(column.name);
  const last = tokenizeName(column.name).at(-1) ?? '';
  const about = joined(table.name);
  const names = [about, about.replace(/s$/, '')].map((noun) => `${noun} ${last}`);
  // Plain "id" is called alike everywhere and refers to nothing.
  return new Set(own.includes(' ') ? [own, ...names] : names);
}

function shareValue(key: LabelledColumn, column: LabelledColumn): boolean {
  const known = new Set(key.values);
  return column.values.some((value) => value !== null && known.has(value));
}
