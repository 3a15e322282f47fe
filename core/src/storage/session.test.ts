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
    const real = new pg.Pool({ connectionString: url, max: count, pipeline: true });
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
      backendOf: () => undefined,
      nameOf: () => undefined,
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
      const session = await TransactionSession.begin(
        pool,
        { preamble: 'begin', isKeyed: false },
        async () => undefined,
      );
      const { rows } = await session.query({ text: 'select 1 as one', values: [] }, { guarded: true });
      expect(rows).to.deep.equal([{ one: 1 }]);
      await session.commit();
      expect(real.totalCount, 'the dead ones are gone').to.equal(1);
      await pool.close();
    });
  }

  it('passes over connections that the server has ended, also where nobody waits for an answer before the commit', async () => {
    const { pool, real } = await poolOfDead(2);
    const session = await TransactionSession.begin(
      pool,
      { preamble: 'begin', isKeyed: false },
      async () => undefined,
    );
    session.defer({ text: 'create table written (id integer primary key)', values: [] });
    for (const id of [1, 2]) session.defer({ text: 'insert into written values ($1)', values: [id] });
    await session.commit();
    expect((await real.query('select id from written order by id')).rows).to.deep.equal([
      { id: 1 },
      { id: 2 },
    ]);
    await pool.close();
  });

  it('asks nothing of the server where nothing is said', async () => {
    const { pool } = await poolOfDead(1);
    const session = await TransactionSession.begin(
      pool,
      { preamble: 'not even SQL', isKeyed: false },
      async () => undefined,
    );
    await session.commit();
    expect(session.isOpen).to.equal(false);
    await pool.close();
  });
});

describe('The end of a transaction that is given up', () => {
  let url: string;

  before(async function () {
    requireServer(this, 'postgres');
    const server = await sharedServers.postgres();
    url = await server.createDatabase(`given_up_${process.pid}`);
  });

  for (const end of ['commit', 'rollback'] as const) {
    it(`keeps its connection from others until its cancellation has arrived, at a ${end}`, async () => {
      const real = new pg.Pool({ connectionString: url, max: 1, pipeline: true });
      const admin = new pg.Client({ connectionString: url });
      await admin.connect();
      const held = await real.connect();
      const { rows } = await held.query<{ pid: number }>('select pg_backend_pid() as pid');
      // What a pooler before the server makes up.
      Reflect.set(held, 'processID', 1);
      held.release();
      const pool: SessionPool = {
        acquire: () => real.connect(),
        watch: (_client, statement) => statement,
        backendOf: () => rows[0]?.pid,
        nameOf: () => undefined,
        get size() {
          return { total: real.totalCount, idle: real.idleCount, waiting: real.waitingCount };
        },
        close: () => real.end(),
      };
      const gate = Promise.withResolvers<void>();
      const session = await TransactionSession.begin(
        pool,
        { preamble: 'begin', isKeyed: false },
        async (pid) => {
          await gate.promise;
          expect(pid, 'who is told to stop').to.equal(rows[0]?.pid);
          await admin.query('select pg_cancel_backend($1)', [pid]);
        },
      );
      const statement = session.query({ text: 'select 1', values: [] }, { guarded: true });
      const aborted = session.abort();
      await statement;
      const ended = session[end]();
      let isTaken = false;
      const next = real.connect().then((client) => {
        isTaken = true;
        return client;
      });
      await admin.query('select pg_sleep(0.05)');
      expect(isTaken, 'somebody else has the connection').to.equal(false);
      gate.resolve();
      await Promise.all([aborted, ended]);
      const client = await next;
      expect((await client.query('select pg_sleep(0.05)')).rows).to.have.length(1);
      client.release();
      await admin.end();
      await pool.close();
    });
  }
});

describe('A connection over which something went wrong', () => {
  let url: string;

  before(async function () {
    requireServer(this, 'postgres');
    const server = await sharedServers.postgres();
    url = await server.createDatabase(`went_wrong_${process.pid}`);
  });

  function poolOfOne(): SessionPool {
    const real = new pg.Pool({ connectionString: url, max: 1, pipeline: true });
    return {
      acquire: () => real.connect(),
      watch: (_client, statement) => statement,
      backendOf: () => undefined,
      nameOf: () => undefined,
      get size() {
        return { total: real.totalCount, idle: real.idleCount, waiting: real.waitingCount };
      },
      close: () => real.end(),
    };
  }
  const begin = (pool: SessionPool): Promise<TransactionSession> =>
    TransactionSession.begin(pool, { preamble: 'begin', isKeyed: false }, async () => undefined);
  const failureOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  it('says what it was at the commit, though nobody waited for it', async () => {
    const pool = poolOfOne();
    const session = await begin(pool);
    await session.query({ text: 'select 1', values: [] }, { guarded: true });
    session.defer({ text: 'select 1 / $1::int', values: [0] });
    const failure = await failureOf(session.commit());
    expect(failure).to.have.property('code', 'DW_STORAGE_STATEMENT');
    expect(String(failure)).to.include('22012');
    await session.rollback();
    await pool.close();
  });

  it('is not handed on with a statement that it holds to be prepared and the server does not', async () => {
    const pool = poolOfOne();
    const write = async (value: unknown): Promise<unknown> => {
      const session = await begin(pool);
      const statement = { text: 'select $1::text as value', values: [value], name: 'often' };
      const failure = await failureOf(session.query(statement, { guarded: true }));
      await session.rollback();
      return failure;
    };
    expect(await write('first')).to.equal(null);
    // The driver cannot write it, and takes back what it had prepared.
    expect(await write({ large: 1n })).to.be.instanceOf(TypeError);
    expect(await write('second')).to.equal(null);
    await pool.close();
  });
});
