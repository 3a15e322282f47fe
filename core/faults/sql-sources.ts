import { randomBytes } from 'node:crypto';
import mysql from 'mysql2/promise';
import pg from 'pg';
import type { RunningMariadb, RunningPostgres } from '../test/servers/index.ts';
import type { FaultSource } from './fault-source.ts';
import type { SourceChange } from './source-tables.ts';
import { statementsOf } from './sql-changes.ts';

const lasting = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));

/** Names of tables that changes make. */
const made = (changes: readonly SourceChange[]): readonly string[] =>
  changes.flatMap((change) => (change.kind === 'create' ? [change.table.name] : []));

/** A database on a PostgreSQL, read by an account that may read its tables and see who else is at work. */
export async function postgresSource(
  server: RunningPostgres,
  url: string,
  database: string,
): Promise<FaultSource> {
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
  const reader = `reader_${database}`;
  const password = randomBytes(12).toString('hex');
  await using((client) =>
    client.query(
      `create role ${reader} login password '${password}'; grant pg_read_all_stats to ${reader}; alter default privileges grant select on tables to ${reader}`,
    ),
  );
  return {
    connector: 'postgres',
    port: server.port,
    config: (port) => ({ host: '127.0.0.1', port, database, username: reader, password, sslMode: 'disable' }),
    change: (changes) =>
      using(async (client) => {
        await client.query(changes.flatMap(statementsOf).join(';\n'));
      }),
    tables: () =>
      using(async (client) => {
        const { rows } = await client.query<{ name: string; columns: string[] }>(
          `select table_name::text as name, array_agg(column_name::text order by ordinal_position) as columns
           from information_schema.columns where table_schema = 'public' group by 1`,
        );
        const counts = await client.query<{ name: string; rows: number }>(
          rows
            .map(({ name }) => `select '${name}' as name, count(*)::int as rows from ${name}`)
            .join(' union all '),
        );
        const byName = new Map(counts.rows.map((row) => [row.name, row.rows]));
        return new Map(rows.map(({ name, columns }) => [name, { columns, rows: byName.get(name) ?? 0 }]));
      }),
    lock: (tables, forMs) =>
      using(async (client) => {
        await client.query(`begin; lock table ${tables.join(', ')} in access exclusive mode`);
        await lasting(forMs);
        await client.query('rollback');
      }),
    revoke: async (tables, forMs) => {
      await using((client) => client.query(`revoke select on ${tables.join(', ')} from ${reader}`));
      await lasting(forMs);
      await using((client) => client.query(`grant select on ${tables.join(', ')} to ${reader}`));
    },
    die: () => server.crash(),
    revive: () => server.restart(),
  };
}

/** A database on a MariaDB, read by an account that has been given each of its tables. */
export async function mariadbSource(server: RunningMariadb, database: string): Promise<FaultSource> {
  const using = async <T>(work: (connection: mysql.Connection) => Promise<T>): Promise<T> => {
    const connection = await mysql.createConnection(`${server.url}/${database}`);
    connection.on('error', () => undefined);
    try {
      return await work(connection);
    } finally {
      await connection.end().catch(() => undefined);
    }
  };
  const execute = (statements: readonly string[]): Promise<void> =>
    using(async (connection) => {
      for (const statement of statements) await connection.query(statement);
    });
  const reader = `'reader_${database}'@'127.0.0.1'`;
  const password = randomBytes(12).toString('hex');
  const may = (verb: 'grant' | 'revoke', tables: readonly string[]): readonly string[] =>
    tables.map(
      (name) => `${verb} select on ${database}.${name} ${verb === 'grant' ? 'to' : 'from'} ${reader}`,
    );
  await execute([`create user ${reader} identified by '${password}'`]);
  return {
    connector: 'mysql',
    port: server.port,
    config: (port) => ({
      ...{ host: '127.0.0.1', port, database, username: `reader_${database}`, password },
      sslMode: 'disable',
    }),
    change: (changes) => {
      const grown = changes.flatMap((change) => (change.kind === 'grow' ? [change.name] : []));
      return execute([
        ...changes.flatMap(statementsOf),
        // What the server knows of their sizes is otherwise renewed when it comes to it.
        ...[...made(changes), ...grown].map((name) => `analyze table ${name}`),
        ...may('grant', made(changes)),
      ]);
    },
    tables: () =>
      using(async (connection) => {
        const [rows] = await connection.query<({ t: string; c: string } & mysql.RowDataPacket)[]>(
          'select table_name as t, column_name as c from information_schema.columns where table_schema = ? order by table_name, ordinal_position',
          [database],
        );
        const byTable = Map.groupBy(rows, (row) => row.t);
        const [counts] = await connection.query<({ t: string; n: number } & mysql.RowDataPacket)[]>(
          [...byTable.keys()]
            .map((name) => `select '${name}' as t, count(*) as n from ${name}`)
            .join(' union all '),
        );
        const byName = new Map(counts.map((row) => [row.t, Number(row.n)]));
        return new Map(
          [...byTable].map(([name, columns]) => [
            name,
            { columns: columns.map((column) => column.c), rows: byName.get(name) ?? 0 },
          ]),
        );
      }),
    lock: (tables, forMs) =>
      using(async (connection) => {
        await connection.query(`lock tables ${tables.map((name) => `${name} write`).join(', ')}`);
        await lasting(forMs);
        await connection.query('unlock tables');
      }),
    revoke: async (tables, forMs) => {
      await execute(may('revoke', tables));
      await lasting(forMs);
      await execute(may('grant', tables));
    },
    die: () => server.crash(),
    revive: () => server.restart(),
  };
}
