import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { json, type Served, serve } from '../../../test/http/serve.ts';
import { requireServer, startRedis } from '../../../test/servers/index.ts';
import { silentLog } from '../../../test/storage.ts';
import { createSharedRates, type SharedRates } from './shared-rates.ts';

const mount = (served: Served): Served => {
  for (const [method, permission, path] of [
    ['GET', 'things:read', '/things/slow'],
    ['POST', 'public', '/things/open'],
  ] as const)
    served.routes.route({
      method,
      path,
      permission,
      rateLimit: { requests: 3, seconds: 3_600 },
      summary: 'x',
      handler: async () => ({ body: {} }),
    });
  return served;
};

describe('rate limits', () => {
  let served: Served;
  afterEach(() => served.close());
  const slow = (as = 'admin', at = served): Promise<Response> =>
    at.call('GET', '/api/v1/things/slow', { as });

  it('bound what one caller asks of one route, say what is left and when to go on', async () => {
    served = mount(await serve());
    for (const left of [2, 1, 0]) {
      const answer = await slow();
      expect(answer.status).to.equal(200);
      expect(answer.headers.get('ratelimit-policy')).to.equal('"route";q=3;w=3600');
      expect(answer.headers.get('ratelimit')).to.equal(`"route";r=${left};t=${(3 - left) * 1_200}`);
    }
    const refused = await slow();
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1_100, 1_200);
    expect(refused.headers.get('ratelimit')).to.match(/^"route";r=0;t=1\d\d\d$/);
    expect(await json(refused)).to.include({ code: 'DW_HTTP_RATE_LIMITED', status: 429 });
    // Neither others nor other routes wait with it.
    expect((await slow('reader')).status).to.equal(200);
    expect((await served.call('POST', '/api/v1/things/open')).status).to.equal(200);
  });

  it('count a public route by address, whoever signs the request', async () => {
    served = mount(await serve({ server: { trustProxy: true } }));
    const post = (address: string, as: string | null): Promise<Response> =>
      served.call('POST', '/api/v1/things/open', { as, headers: { 'x-forwarded-for': address } });
    for (const as of ['admin', 'reader', null]) expect((await post('2001:db8::1', as)).status).to.equal(200);
    expect((await post('2001:db8::ffff', null)).status).to.equal(429);
    expect((await post('2001:db8:0:1::1', null)).status).to.equal(200);
  });

  it('show nothing of a route to who may not use it', async () => {
    served = mount(await serve());
    const hidden = await slow('nobody');
    const missing = await served.call('GET', '/api/v1/things/none', { as: 'nobody' });
    const names = ({ headers }: Response): readonly string[] => [...headers.keys()].toSorted();
    expect([hidden.status, names(hidden)]).to.deep.equal([404, names(missing)]);
  });

  it('are generous unless a route says otherwise, stricter where somebody signs in, and can be left out', async () => {
    const signIn = {
      method: 'POST',
      path: '/auth/login',
      permission: 'public',
      summary: 'x',
      handler: async () => ({ body: {} }),
    } as const;
    const policy = async (path: string, method = 'POST'): Promise<string | null> =>
      (await served.call(method, `/api/v1${path}`)).headers.get('ratelimit-policy');
    const list = { ...signIn, method: 'GET', path: '/things', permission: 'things:read' } as const;
    for (const [enabled, policies] of [
      [true, ['"route";q=300;w=60', '"route";q=6000;w=60']],
      [false, [null, null]],
    ] as const) {
      served = await serve({ server: { rates: { enabled, perMinute: 6_000, signInsPerMinute: 300 } } });
      served.http.service({ manifest: { id: 'gate', resources: ['auth'] } }).route(signIn);
      served.routes.route(list);
      expect([await policy('/auth/login'), await policy('/things', 'GET')]).to.deep.equal(policies);
      if (enabled) await served.close();
    }
    for (const rateLimit of [
      { requests: 0, seconds: 1 },
      { requests: 1, seconds: 0.5 },
    ])
      expect(() => served.routes.route({ ...list, path: '/things/odd', rateLimit }))
        .to.throw()
        .with.property('code', 'DW_HTTP_ROUTE_INVALID');
  });

  it('are shared by replicas through Redis, and go on in each process while Redis is away', async function () {
    requireServer(this, 'redis-server');
    const redis = await startRedis();
    const replicas: SharedRates[] = [];
    const replica = async (): Promise<Served> => {
      const sharedRates = await createSharedRates({ url: redis.url, log: silentLog, patienceMs: 30_000 });
      replicas.push(sharedRates);
      return mount(await serve({ sharedRates }));
    };
    served = await replica();
    const other = await replica();
    try {
      const policy = { requests: 1_000, seconds: 1_000_000 };
      const [one, two] = replicas.map((shared) => shared.rate('warm up', policy));
      const isAsked = async (): Promise<boolean> =>
        (await one?.take('a')) !== null && (await two?.take('a')) !== null;
      while (!(await isAsked())) await sleep(10);

      const statuses: number[] = [];
      for (const at of [served, other, served, other, served])
        statuses.push((await slow('admin', at)).status);
      expect(statuses).to.deep.equal([200, 200, 200, 429, 429]);
      // Concurrent ones of both take no more than there is.
      const both = [served, other, served, other, served, other];
      const at = await Promise.all(both.map((where) => slow('reader', where)));
      expect(at.filter(({ status }) => status === 200)).to.have.length(3);

      // Portions are fetched for a hundredth of the bucket: of 1,000 both have taken no more than they were given.
      let granted = 0;
      for (let round = 0; round < 600; round++)
        for (const rate of [one, two]) if (Number(await rate?.take('b')) >= 0) granted += 1;
      expect(granted).to.equal(1_000);

      await redis.crash();
      while ((await one?.take('c')) !== null) await sleep(10);
      const alone: number[] = [];
      for (let sent = 0; sent < 4; sent++)
        alone.push((await served.call('POST', '/api/v1/things/open')).status);
      expect(alone).to.deep.equal([200, 200, 200, 429]);
    } finally {
      await other.close();
      await redis.stop();
    }
  });
});
