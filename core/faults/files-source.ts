import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultSource } from './fault-source.ts';
import type { NewTable, SourceChange } from './source-tables.ts';

const ENDING = '.csv';
const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');
const textOf = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** A folder of CSV files, the tables' names with their ending. Values are the suite's own and need no quotes. */
export async function filesSource(parent: string): Promise<FaultSource> {
  const folder = join(parent, 'files');
  await mkdir(folder);
  const create = ({ name, columns, rows }: NewTable): Promise<void> =>
    writeFile(
      join(folder, `${name}${ENDING}`),
      textOf([columns.join(','), ...rows.map((row) => row.join(','))]),
    );
  const change = async (one: SourceChange): Promise<void> => {
    if (one.kind === 'create') return create(one.table);
    const file = join(folder, one.name);
    if (one.kind === 'drop') return rm(file);
    const [head = '', ...rows] = linesOf(await readFile(file, 'utf8'));
    switch (one.kind) {
      case 'grow':
        // Somebody appends to it: the file stays the same one.
        return writeFile(file, textOf(rows), { flag: 'a' });
      case 'shrink':
        return writeFile(file, textOf([head, ...rows.filter((_, at) => at % 2 === 1)]));
      case 'widen':
      case 'rename': {
        const columns = one.kind === 'widen' ? `${head},extra` : head.replace(/\bnote\b/, 'remark');
        const wider = one.kind === 'widen' ? rows.map((row) => `${row},`) : rows;
        await writeFile(`${file}.new`, textOf([columns, ...wider]));
        return rename(`${file}.new`, file);
      }
    }
  };
  return {
    connector: 'files',
    port: null,
    config: () => ({ path: folder }),
    change: async (changes) => {
      for (const one of changes) await change(one);
    },
    tables: async () => {
      const names = (await readdir(folder)).sort();
      const read = names.map(async (name) => {
        const [head = '', ...rows] = linesOf(await readFile(join(folder, name), 'utf8'));
        return [name, { columns: head.split(','), rows: rows.length }] as const;
      });
      return new Map(await Promise.all(read));
    },
    lock: async () => {
      throw new Error('files cannot be locked');
    },
    revoke: async () => {
      throw new Error('an administrator may read every file');
    },
    die: async () => undefined,
    revive: async () => undefined,
  };
}
