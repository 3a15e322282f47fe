import mysql from 'mysql2/promise';
import {
  type RunningMariadb,
  type RunningPostgres,
  startMariadb,
  startPostgres,
} from '../test/servers/index.ts';
import { filesSource } from './files-source.ts';
import type { SourceKind } from './run-plan.ts';
import type { SeededRandom } from './seeded-random.ts';
import { arrival, isLarge, newTables, type SourceChange, type SourceTables } from './source-tables.ts';
import { mariadbSource, postgresSource } from './sql-sources.ts';
import { sqliteSource } from './sqlite-source.ts';

/** A database or folder that a run scans, and what can happen to it. */
export interface FaultSource {
  readonly connector: string;
  /** Of its server; null where there is none. */
  readonly port: number | null;
  /** Settings to register it with. @param port - the server's, or that of a proxy before it */
  config(port: number): Readonly<Record<string, unknown>>;
  change(changes: readonly SourceChange[]): Promise<void>;
  /** What it holds at this moment. */
  tables(): Promise<SourceTables>;
  /** Keeps everybody from reading some tables for a while. */
  lock(tables: readonly string[], forMs: number): Promise<void>;
  /** Takes from the account that scans the right to read some tables, for a while. */
  revoke(tables: readonly string[], forMs: number): Promise<void>;
  die(): Promise<void>;
  revive(): Promise<void>;
}

/** Changes the schema as a release of somebody's application may. Answers what was done. */
export async function alterSource(source: FaultSource, random: SeededRandom): Promise<string> {
  const [dropped = '', widened = '', renamed = '', ...rest] = random.shuffle([
    ...(await source.tables()).keys(),
  ]);
  const also = rest.slice(0, random.between(0, 3));
  await source.change([
    ...[dropped, ...also].map((name) => ({ kind: 'drop', name }) as const),
    { kind: 'widen', name: widened },
    { kind: 'rename', name: renamed },
    { kind: 'create', table: arrival },
  ]);
  return `${[dropped, ...also].join(', ')} dropped, ${widened} widened, a column of ${renamed} renamed, one table new`;
}

/** Has tables grow, shrink and vanish, large ones among them. Answers what was done. */
export async function resizeSource(source: FaultSource, random: SeededRandom): Promise<string> {
  const names = [...(await source.tables()).keys()];
  const small = random.shuffle(names.filter((name) => !isLarge(name)));
  const [grown = '', shrunk = '', gone = ''] = small;
  const [large = '', other = ''] = random.shuffle(names.filter(isLarge));
  const ends = random.pick(['shrink', 'drop'] as const);
  await source.change([
    ...[grown, large].map((name) => ({ kind: 'grow', name }) as const),
    { kind: 'shrink', name: shrunk },
    { kind: ends, name: other },
    { kind: 'drop', name: gone },
  ]);
  return `${grown} and ${large} grown, ${shrunk} shrunk, ${gone} gone, ${other} ${ends === 'drop' ? 'gone' : 'shrunk'}`;
}

/** Servers that runs share, each with a database of its own; started by the first that asks. */
export class SourceServers {
  #postgres: Promise<RunningPostgres> | null = null;
  #mariadb: Promise<RunningMariadb> | null = null;
  #made = 0;

  /**
   * Makes a source with so many small tables.
   * @param isWhole - whether it also has large ones, and one that the rule of the scans leaves out
   */
  async create(
    kind: SourceKind,
    folder: string,
    tables: number,
    random: SeededRandom,
    isWhole = true,
  ): Promise<FaultSource> {
    this.#made += 1;
    const source = await this.#open(kind, folder, `source_${this.#made}`);
    await source.change(
      newTables(tables, random, isWhole).map((table) => ({ kind: 'create', table }) as const),
    );
    return source;
  }

  async close(): Promise<void> {
    await (await this.#postgres)?.stop();
    await (await this.#mariadb)?.stop();
  }

  #open(kind: SourceKind, folder: string, name: string): Promise<FaultSource> {
    switch (kind) {
      case 'sqlite':
        return sqliteSource(folder);
      case 'files':
        return filesSource(folder);
      case 'postgres':
        return this.#postgresSource(name);
      case 'mariadb':
        return this.#mariadbSource(name);
    }
  }

  async #postgresSource(name: string): Promise<FaultSource> {
    this.#postgres ??= startPostgres();
    const server = await this.#postgres;
    return postgresSource(server, await server.createDatabase(name), name);
  }

  async #mariadbSource(name: string): Promise<FaultSource> {
    this.#mariadb ??= startMariadb();
    const server = await this.#mariadb;
    const connection = await mysql.createConnection(server.url);
    await connection.query(`create database ${name}`);
    await connection.end();
    return mariadbSource(server, name);
  }
}
