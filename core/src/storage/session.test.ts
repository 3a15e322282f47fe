import { expect } from 'chai';
import pg from 'pg';
import { requireServer, sharedServers } from '../../test/servers/index.ts';
import type { SessionPool } from './pool.ts';
import { TransactionSession } from './session.ts';

describe('The beginning of a transaction', () => {
  let url: string;

  before(async function () {
    requireServer(this, 'postgres');
    const server = await sharedServers.postgres();
    url = await server.createDatabase(`session_${process.pid}`);
  });

  /** A pool that hands out connections which the server has ended, before it makes a new one. */
  async function poolOfDead(count: number): Promise<{ readonly pool: SessionPool; readonly real: pg.Pool }> {
    const real = new pg.Pool({ connectionString: url, max: count });
    real.on('error', () => undefined);
    real.on('connect', (client) => client.on('error', () => undefined));
    const dead = await Promise.all(Array.from({ length: count }, () => real.connect()));
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await admin.end();
    const pool: SessionPool = {
      acquire: async () => dead.shift() ?? (await real.connect()),
      watch: (_client, statement) => statement,
      get size() {
        return { total: real.totalCount, idle: real.idleCount, waiting: real.waitingCount };
      },
      close: () => real.end(),
    };
    return { pool, real };
  }

  for (const count of [1, 2, 5]) {
    it(`passes over ${count === 1 ? 'a connection' : `${count} connections`} that the server has ended`, async () => {
      const { pool, real } = await poolOfDead(count);
      const session = await TransactionSession.begin(pool, 'begin', async () => undefined);
      const { rows } = await session.query({ text: 'select 1 as one', values: [] }, { guarded: true });
      expect(rows).to.deep.equal([{ one: 1 }]);
      await session.commit();
      expect(real.totalCount, 'the dead ones are gone').to.equal(1);
      await pool.close();
    });
  }
});
