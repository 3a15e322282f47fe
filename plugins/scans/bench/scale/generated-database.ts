import { seededRandom } from '@datawave/plugin-sdk/connector';
import { Client } from 'pg';
import { POOL_ROWS, valuePools } from './value-pools.ts';

/** A database as it is generated. */
export interface DatabaseShape {
  readonly tables: number;
  readonly columns: number;
  readonly rows: number;
  readonly seed: number;
}

/** Tables made in one statement. */
const BATCH = 100;

/** Fills a database with tables of varied contents in the schema `public`. */
export async function generateDatabase(url: string, data: string, shape: DatabaseShape): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set synchronous_commit = off; set work_mem = '64MB'");
    const pools = valuePools(data, shape.seed);
    await client.query('create schema pools');
    await client.query(
      `create table pools.rows (n integer primary key, ${pools.map((_, at) => `v${at} text`).join(', ')})`,
    );
    for (let from = 0; from < POOL_ROWS; from += 1000) {
      const part = pools.map(({ values }) => values.slice(from, from + 1000));
      await client.query(
        `insert into pools.rows select ${from} + n - 1, ${pools.map((_, at) => `v${at}`).join(', ')}
         from rows from (${pools.map((_, at) => `unnest($${at + 1}::text[])`).join(', ')}) with ordinality as r (${pools.map((_, at) => `v${at}`).join(', ')}, n)`,
        part.map((values) => [...values]),
      );
    }
    const random = seededRandom(shape.seed + 1);
    for (let from = 0; from < shape.tables; from += BATCH) {
      const statements: string[] = [];
      for (let table = from; table < Math.min(shape.tables, from + BATCH); table += 1)
        statements.push(...tableStatements(table));
      await client.query(statements.join(';\n'));
    }
    await client.query('drop schema pools cascade');
    await client.query('analyze');

    function tableStatements(table: number): readonly string[] {
      const chosen = new Set<number>();
      while (chosen.size < Math.min(shape.columns - 1, pools.length))
        chosen.add(Math.floor(random() * pools.length));
      const used = new Set(['id']);
      const columns = [...chosen].flatMap((at) => {
        const pool = pools[at];
        if (pool === undefined) return [];
        const wanted = pool.names[Math.floor(random() * pool.names.length)] ?? 'value';
        const name = used.has(wanted) ? `${wanted}_${at}` : wanted;
        used.add(name);
        return [`v${at}::${pool.type} as "${name}"`];
      });
      const start = Math.floor(random() * (POOL_ROWS - shape.rows));
      const name = `table_${String(table).padStart(6, '0')}`;
      return [
        `create table "${name}" as select n::bigint as id, ${columns.join(', ')} from pools.rows where n >= ${start} and n < ${start + shape.rows}`,
        `alter table "${name}" add primary key (id)`,
      ];
    }
  } finally {
    await client.end();
  }
}

/** Fills a database with very many tables of one column and one row each. */
export async function generateTinyTables(url: string, tables: number): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set synchronous_commit = off');
    // A transaction holds a lock for each table that it makes.
    for (let from = 0; from < tables; from += 1000)
      await client.query(
        `do $$ begin for n in ${from}..${Math.min(tables, from + 1000) - 1} loop
           execute format('create table %I as select %L::text as email', 'table_' || lpad(n::text, 6, '0'), 'person' || n || '@example.com');
         end loop; end $$`,
      );
    await client.query('analyze pg_class');
  } finally {
    await client.end();
  }
}
