import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type RunningMariadb, startMariadb } from '../../../core/test/servers/mariadb.ts';
import { type RunningPostgres, startPostgres } from '../../../core/test/servers/postgres.ts';
import { findProgram, requireServer } from '../../../core/test/servers/server-program.ts';
import { sharedData } from '../../../core/test/shared-data.ts';
import { judgeScan } from './judge-scan.ts';
import { scanWithCli } from './scan-with-cli.ts';
import { chinook } from './truth/chinook.ts';
import { northwind } from './truth/northwind.ts';
import { sakila } from './truth/sakila.ts';

describe('well-known databases', function () {
  this.timeout(300_000);

  it('finds the people in Chinook on SQLite and flags nothing else', async function () {
    const { scan } = await scanWithCli(`sqlite:${sharedData(this, 'chinook/chinook.sqlite')}`);
    judgeScan(scan, chinook);
  });

  describe('on PostgreSQL', () => {
    let server: RunningPostgres | undefined;
    before(async function () {
      requireServer(this, 'postgres');
      server = await startPostgres();
    });
    after(() => server?.stop());

    it('finds the people in Chinook and flags nothing else', async function () {
      const dump = sharedData(this, 'chinook/chinook.postgresql.sql');
      const { scan } = await scanWithCli(await loadPostgres(server, 'chinook_copy', dump));
      judgeScan(scan, chinook);
    });

    it('finds the people in Northwind and flags nothing else', async function () {
      const dump = sharedData(this, 'northwind/northwind.postgresql.sql');
      const { scan } = await scanWithCli(await loadPostgres(server, 'northwind', dump));
      judgeScan(scan, northwind);
    });
  });

  describe('on MariaDB', () => {
    let server: RunningMariadb | undefined;
    before(async function () {
      requireServer(this, 'mariadbd');
      server = await startMariadb();
    });
    after(() => server?.stop());

    it('finds the people in Chinook and flags nothing else', async function () {
      const { scan } = await scanWithCli(
        loadMariadb(server, 'Chinook', [sharedData(this, 'chinook/chinook.mysql.sql')]),
      );
      judgeScan(scan, chinook);
    });

    it('finds the people in Sakila, its views included, and flags nothing else', async function () {
      const dumps = [
        sharedData(this, 'sakila/sakila-schema.mysql.sql'),
        sharedData(this, 'sakila/sakila-data.mysql.sql'),
      ];
      const { scan } = await scanWithCli(loadMariadb(server, 'sakila', dumps));
      judgeScan(scan, sakila);
    });
  });
});

async function loadPostgres(
  server: RunningPostgres | undefined,
  database: string,
  dump: string,
): Promise<string> {
  if (server === undefined) throw new Error('PostgreSQL does not run');
  const url = await server.createDatabase(database);
  // A dump may create a database of its own; here it goes into the one just made.
  const sql = readFileSync(dump, 'utf8')
    .replace(/^(?:DROP|CREATE) DATABASE .*$/gm, '')
    .replace(/^\\c .*$/gm, '');
  execFileSync(
    findProgram('psql') ?? 'psql',
    ['--quiet', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1', '--dbname', url],
    { input: sql, stdio: ['pipe', 'ignore', 'pipe'] },
  );
  return url;
}

function loadMariadb(server: RunningMariadb | undefined, database: string, dumps: readonly string[]): string {
  if (server === undefined) throw new Error('MariaDB does not run');
  const client = [
    '--no-defaults',
    `--socket=${server.socket}`,
    `--user=${server.user}`,
    '--default-character-set=utf8mb4',
  ];
  for (const dump of dumps) {
    execFileSync(findProgram('mariadb') ?? 'mysql', client, {
      input: readFileSync(dump),
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, MYSQL_PWD: server.password },
    });
  }
  return `${server.url}/${database}`;
}
