import { expect } from 'chai';
import { json, type Served, serve } from '../../test/http/serve.ts';
import { silentLog, type TestStorage, testStorage } from '../../test/storage.ts';
import { createIdempotencyStore, httpMigrations } from './idempotency-store.ts';

describe('idempotency', () => {
  let database: TestStorage;
  let served: Served;
  let runs: number;
  let gate: Promise<void>;
  let fails: boolean;

  const statement = (text: string): Promise<readonly Record<string, unknown>[]> =>
    database.storage.execute({ text, parameters: [] });
  const post = (
    key: string,
    body: unknown = { name: 'a' },
    options: { as?: string; path?: string } = {},
  ): Promise<Response> =>
    served.call('POST', options.path ?? '/api/v1/things', {
      as: options.as ?? 'admin',
      body,
      headers: { 'idempotency-key': key },
    });

  before(async () => {
    database = await testStorage({
      plugins: [{ id: 'core', schema: 'core', entities: [], migrations: httpMigrations }],
    });
  });
  after(() => database.close());
  beforeEach(async () => {
    await statement('delete from core.http_idempotent_requests');
    runs = 0;
    gate = Promise.resolve();
    fails = false;
    served = await serve({ idempotency: createIdempotencyStore(database.storage), log: silentLog });
    served.routes.route({
      method: 'POST',
      path: '/things',
      permission: 'things:read',
      summary: 'x',
      body: { type: 'object' },
      handler: async () => {
        runs += 1;
        await gate;
        if (fails) throw new Error('it broke');
        return {
          status: 201,
          body: { id: runs, token: 'top-secret-token' },
          headers: { location: `/api/v1/things/${runs}` },
          version: runs,
        };
      },
    });
  });
  afterEach(() => served.close());

  it('repeats the first answer instead of doing the work again', async () => {
    const [first, second] = [await post('key-1'), await post('key-1')];
    expect([
      second.status,
      second.headers.get('location'),
      second.headers.get('etag'),
      second.headers.get('idempotency-replayed'),
    ]).to.deep.equal([201, '/api/v1/things/1', '"1"', 'true']);
    expect(await second.json()).to.deep.equal(await first.json());
    expect(first.headers.get('idempotency-replayed')).to.equal(null);
    expect(runs).to.equal(1);
  });

  it('answers 409 while the first is being worked on, so that of many at once one is done', async () => {
    const open = Promise.withResolvers<void>();
    gate = open.promise;
    const first = post('key-1');
    while (runs === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const others = await Promise.all([1, 2, 3].map(() => post('key-1')));
    expect(others.map(({ status }) => status)).to.deep.equal([409, 409, 409]);
    expect(others[0]?.headers.get('retry-after')).to.equal('1');
    open.resolve();
    expect((await first).status).to.equal(201);
    expect(runs).to.equal(1);
  });

  it('refuses the key with another body', async () => {
    await post('key-1');
    const other = await post('key-1', { name: 'b' });
    expect(await json(other)).to.include({ status: 422, code: 'DW_HTTP_IDEMPOTENCY_MISMATCH' });
    expect(runs).to.equal(1);
  });

  it('keeps keys of principals and of addresses apart', async () => {
    await post('key-1');
    expect((await post('key-1', { name: 'b' }, { as: 'reader' })).status).to.equal(201);
    expect((await post('key-1', { name: 'b' }, { path: '/api/v1/things?x=1' })).status).to.equal(201);
    expect(runs).to.equal(3);
  });

  it('lets a request that failed be tried again', async () => {
    fails = true;
    expect((await post('key-1')).status).to.equal(500);
    fails = false;
    expect((await post('key-1')).status).to.equal(201);
    expect(runs).to.equal(2);
  });

  it('forgets a key after a day, and a claim whose worker has vanished', async () => {
    await post('key-1');
    await statement(`update core.http_idempotent_requests set expires_at = now() - interval '1 second'`);
    expect((await post('key-1', { name: 'b' })).status).to.equal(201);
    await statement(
      `update core.http_idempotent_requests set answer = null, lease_until = now() - interval '1 second'`,
    );
    expect((await post('key-1', { name: 'b' })).status).to.equal(201);
    expect(runs).to.equal(3);
    const [row] = await statement(
      `select extract(epoch from expires_at - now())::int as seconds from core.http_idempotent_requests`,
    );
    expect(row?.['seconds']).to.be.within(86_000, 86_400);
  });

  it('stores nothing that can be read without the key', async () => {
    await post('my-own-key');
    const rows = JSON.stringify(await statement('select * from core.http_idempotent_requests'));
    expect(rows).not.to.contain('top-secret-token').and.not.to.contain('my-own-key');
  });

  it('refuses a key that is not usable', async () => {
    expect(await json(await post('x'.repeat(256)))).to.include({
      status: 400,
      code: 'DW_HTTP_IDEMPOTENCY_KEY_INVALID',
    });
  });
});
