import pg from 'pg';
import { openEmbeddedServer } from '../../src/storage/embedded/embedded-server.ts';
import { silentLog } from '../storage.ts';

/** Looks into the embedded database of a data folder past all row security, while a kernel runs on it. */
export async function withDatabase<T>(
  dataDirectory: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const server = await openEmbeddedServer({ dataDirectory, log: silentLog });
  const client = new pg.Client({ ...server.address, user: server.superuser, database: 'datawave' });
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
    await server.close();
  }
}

/** Every row of the tables of some schemas, as text: to see that something is not stored anywhere. */
export function everythingStored(dataDirectory: string): Promise<string> {
  return withDatabase(dataDirectory, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const texts: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      texts.push(name, ...rows.map(({ row }) => row));
    }
    return texts.join('\n');
  });
}
