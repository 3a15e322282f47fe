import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { FaultSource } from './fault-source.ts';
import { statementsOf } from './sql-changes.ts';

/** A SQLite file in a folder. */
export async function sqliteSource(folder: string): Promise<FaultSource> {
  const path = join(folder, 'source.sqlite');
  const using = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path, { timeout: 5_000 });
    try {
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    connector: 'sqlite',
    port: null,
    config: () => ({ path }),
    change: async (changes) =>
      using((database) =>
        database.exec(['begin immediate', ...changes.flatMap(statementsOf), 'commit'].join(';\n')),
      ),
    tables: async () =>
      using((database) => {
        const rows = database
          .prepare(
            `select m.name as name, c.name as col from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by m.name, c.cid`,
          )
          .all();
        const byTable = Map.groupBy(rows, (row) => String(row['name']));
        return new Map(
          [...byTable].map(([name, columns]) => [
            name,
            {
              columns: columns.map((row) => String(row['col'])),
              rows: Number(database.prepare(`select count(*) as n from ${name}`).get()?.['n'] ?? 0),
            },
          ]),
        );
      }),
    // A file has one lock for all of its tables.
    lock: async (_tables, forMs) => {
      const database = new DatabaseSync(path, { timeout: 5_000 });
      database.exec('begin exclusive');
      await new Promise((resolve) => setTimeout(resolve, forMs));
      database.exec('rollback');
      database.close();
    },
    revoke: async () => {
      throw new Error('a SQLite file knows no accounts');
    },
    die: async () => undefined,
    revive: async () => undefined,
  };
}
