import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { expect } from 'chai';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { startMariadb } from './mariadb.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { findProgram, requireServer } from './server-program.ts';

describe('the servers of the tests', () => {
  it('start Redis, which keeps what it acknowledged over a crash', async function () {
    requireServer(this, 'redis-server');
    const redis = await startRedis({ aof: true });
    const client = new Redis(redis.url, { lazyConnect: true });
    client.on('error', () => undefined);
    await client.set('key', 'value');
    await redis.crash();
    await redis.restart();
    expect(await client.get('key')).to.equal('value');
    client.disconnect();
    await redis.stop();
  });

  it('start PostgreSQL, which asks for the password', async function () {
    requireServer(this, 'postgres');
    const postgres = await startPostgres();
    const client = new Client({ connectionString: await postgres.createDatabase('a "b') });
    await client.connect();
    const { rows } = await client.query('select current_database() as name');
    expect(rows).to.deep.equal([{ name: 'a "b' }]);
    await client.end();
    const stranger = new Client({ ...postgres, database: 'postgres', password: 'wrong' });
    const refusal: unknown = await stranger.connect().catch((error: unknown) => error);
    expect(refusal).to.have.property('code', '28P01');
    await postgres.stop();
  });

  it('start MariaDB, which is gone with its folder after a stop', async function () {
    requireServer(this, 'mariadbd');
    const mariadb = await startMariadb();
    const client = findProgram('mariadb') ?? 'mariadb';
    const login = [`--user=${mariadb.user}`, `--password=${mariadb.password}`, `--socket=${mariadb.socket}`];
    const output = execFileSync(client, ['--no-defaults', ...login, '-N', '-e', 'select 6 * 7'], {
      encoding: 'utf8',
    });
    expect(output.trim()).to.equal('42');
    await mariadb.stop();
    expect(existsSync(mariadb.socket)).to.equal(false);
  });
});
