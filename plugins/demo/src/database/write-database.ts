import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { company } from './company.ts';
import type { Table } from './table.ts';

/** Raised whenever the company changes: a file of another version is written anew. */
const DATABASE_VERSION = 1;

/** Writes the company's database unless it stands there already. Answers whether it was written. */
export async function ensureDatabase(path: string): Promise<boolean> {
  if (versionOf(path) === DATABASE_VERSION) return false;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.new`;
  await rm(temporary, { force: true });
  try {
    write(temporary, company());
    // Whoever reads the old file goes on reading it; nobody ever sees half of a new one.
    await rename(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  return true;
}

/** Null when there is no such database. */
function versionOf(path: string): number | null {
  try {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const row = database.prepare('PRAGMA user_version').get();
      return typeof row?.['user_version'] === 'number' ? row['user_version'] : null;
    } finally {
      database.close();
    }
  } catch {
    // Missing, or not a database: written anew either way.
    return null;
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function write(path: string, tables: readonly Table[]): void {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
    for (const { name, columns, constraints = [], rows } of tables) {
      const declared = Object.entries(columns).map(([column, type]) => `${quote(column)} ${type}`);
      database.exec(`CREATE TABLE ${quote(name)} (${[...declared, ...constraints].join(', ')})`);
      const insert = database.prepare(
        `INSERT INTO ${quote(name)} VALUES (${declared.map(() => '?').join(', ')})`,
      );
      for (const row of rows) insert.run(...row);
    }
    database.exec(`PRAGMA user_version = ${DATABASE_VERSION}; COMMIT`);
  } finally {
    database.close();
  }
}
