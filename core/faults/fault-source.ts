import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import mysql from 'mysql2/promise';
import pg from 'pg';
import {
  type RunningMariadb,
  type RunningPostgres,
  startMariadb,
  startPostgres,
} from '../test/servers/index.ts';
import type { SourceKind } from './run-plan.ts';
import type { SeededRandom } from './seeded-random.ts';

/** Names of columns by table. */
export type SourceTables = ReadonlyMap<string, readonly string[]>;

/** A database that a run scans, and what can happen to it. */
export interface FaultSource {
  readonly connector: string;
  /** Of its server; null where there is none. */
  readonly port: number | null;
  /** Settings to register it with. @param port - the server's, or that of a proxy before it */
  config(port: number): Readonly<Record<string, unknown>>;
  execute(...statements: readonly string[]): Promise<void>;
  /** What it holds at this moment. */
  tables(): Promise<SourceTables>;
  /** Keeps everybody from reading some tables for a while. */
  lock(tables: readonly string[], forMs: number): Promise<void>;
  die(): Promise<void>;
  revive(): Promise<void>;
  close(): Promise<void>;
}

const COLUMNS = ['id', 'email', 'name', 'card', 'note'];
const tableName = (index: number): string => `t${String(index).padStart(3, '0')}`;
const DOMAINS = ['example.com', 'example.org', 'example.net'] as const;
const NAMES = ['Amelia', 'Noah', 'Clara', 'Luis', 'Mei', 'Ivan', 'Zara', 'Otto'] as const;
/** Numbers that card issuers publish for tests. */
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117'] as const;

/** Statements that make tables with people in them. */
function tablesOf(count: number, random: SeededRandom): readonly string[] {
  return Array.from({ length: count }, (_, index) => index).flatMap((index) => {
    const rows = Array.from({ length: random.between(5, 30) }, (_row, row) => {
      const name = random.pick(NAMES);
      return `(${row}, '${name.toLowerCase()}.${random.between(1, 999)}@${random.pick(DOMAINS)}', '${name}', '${random.pick(CARDS)}', 'row ${row}')`;
    });
    return [
      `create table ${tableName(index)} (id integer primary key, email varchar(100), name varchar(100), card varchar(40), note varchar(100))`,
      `insert into ${tableName(index)} (${COLUMNS.join(', ')}) values ${rows.join(', ')}`,
    ];
  });
}

/** Changes the schema as a release of somebody's application may. Answers what was done. */
export async function alterSource(source: FaultSource, random: SeededRandom): Promise<string> {
  const [dropped = '', widened = '', renamed = '', ...rest] = random.shuffle([
    ...(await source.tables()).keys(),
  ]);
  const also = rest.slice(0, random.between(0, 3));
  await source.execute(
    `drop table ${dropped}`,
    ...also.map((name) => `drop table ${name}`),
    `alter table ${widened} add column extra varchar(20)`,
    `alter table ${renamed} rename column note to remark`,
    'create table arrived (id integer primary key, email varchar(100))',
    `insert into arrived values (1, 'late@example.com')`,
  );
  return `${dropped}${also.map((name) => `, ${name}`).join('')} dropped, ${widened} widened, a column of ${renamed} renamed, one table new`;
}

/** Servers that runs share, each with a database of its own; started by the first that asks. */
export class SourceServers {
  #postgres: Promise<RunningPostgres> | null = null;
  #mariadb: Promise<RunningMariadb> | null = null;
  #made = 0;

  async create(kind: SourceKind, folder: string, tables: number, random: SeededRandom): Promise<FaultSource> {
    this.#made += 1;
    const name = `source_${this.#made}`;
    const source =
      kind === 'sqlite'
        ? sqliteSource(join(folder, 'source.sqlite'))
        : kind === 'postgres'
          ? await this.#postgresSource(name)
          : await this.#mariadbSource(name);
    await source.execute(...tablesOf(tables, random));
    return source;
  }

  async close(): Promise<void> {
    await (await this.#postgres)?.stop();
    await (await this.#mariadb)?.stop();
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

function postgresSource(server: RunningPostgres, url: string, database: string): FaultSource {
  const using = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  };
  return {
    connector: 'postgres',
    port: server.port,
    config: (port) => ({
      ...{ host: '127.0.0.1', port, database, username: server.user, password: server.password },
      sslMode: 'disable',
    }),
    execute: (...statements) =>
      using(async (client) => {
        await client.query(statements.join(';\n'));
      }),
    tables: () =>
      using(async (client) => {
        const { rows } = await client.query<{ name: string; columns: string[] }>(
          `select table_name::text as name, array_agg(column_name::text order by ordinal_position) as columns
           from information_schema.columns where table_schema = 'public' group by 1`,
        );
        return new Map(rows.map((row) => [row.name, row.columns]));
      }),
    lock: (tables, forMs) =>
      using(async (client) => {
        await client.query(`begin; lock table ${tables.join(', ')} in access exclusive mode`);
        await new Promise((resolve) => setTimeout(resolve, forMs));
        await client.query('rollback');
      }),
    die: () => server.crash(),
    revive: () => server.restart(),
    close: async () => undefined,
  };
}

function mariadbSource(server: RunningMariadb, database: string): FaultSource {
  const using = async <T>(work: (connection: mysql.Connection) => Promise<T>): Promise<T> => {
    const connection = await mysql.createConnection(`${server.url}/${database}`);
    connection.on('error', () => undefined);
    try {
      return await work(connection);
    } finally {
      await connection.end().catch(() => undefined);
    }
  };
  return {
    connector: 'mysql',
    port: server.port,
    config: (port) => ({
      ...{ host: '127.0.0.1', port, database, username: server.user, password: server.password },
      sslMode: 'disable',
    }),
    execute: (...statements) =>
      using(async (connection) => {
        for (const statement of statements) await connection.query(statement);
      }),
    tables: () =>
      using(async (connection) => {
        const [rows] = await connection.query<({ t: string; c: string } & mysql.RowDataPacket)[]>(
          'select table_name as t, column_name as c from information_schema.columns where table_schema = ? order by table_name, ordinal_position',
          [database],
        );
        const byTable = Map.groupBy(rows, (row) => row.t);
        return new Map([...byTable].map(([name, columns]) => [name, columns.map((column) => column.c)]));
      }),
    lock: (tables, forMs) =>
      using(async (connection) => {
        await connection.query(`lock tables ${tables.map((name) => `${name} write`).join(', ')}`);
        await new Promise((resolve) => setTimeout(resolve, forMs));
        await connection.query('unlock tables');
      }),
    die: () => server.crash(),
    revive: () => server.restart(),
    close: async () => undefined,
  };
}

function sqliteSource(path: string): FaultSource {
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
    execute: async (...statements) => using((database) => database.exec(statements.join(';\n'))),
    tables: async () =>
      using((database) => {
        const rows = database
          .prepare(
            `select m.name as name, c.name as col from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' order by m.name, c.cid`,
          )
          .all();
        const byTable = Map.groupBy(rows, (row) => String(row['name']));
        return new Map(
          [...byTable].map(([name, columns]) => [name, columns.map((row) => String(row['col']))]),
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
    die: async () => undefined,
    revive: async () => undefined,
    close: async () => undefined,
  };
}
