import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import { coreServices, type Principal, type ResourceAttributes } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';

interface Asset extends Required<ResourceAttributes> {
  readonly urn: string;
  readonly name: string;
  readonly tags: readonly string[];
}
interface Facets {
  readonly owner: readonly { readonly value: string; readonly count: number }[];
  readonly domain: readonly { readonly value: string; readonly count: number }[];
  readonly tag: readonly { readonly value: string; readonly count: number }[];
}

const person = (name: string, ...groups: readonly string[]): Principal => ({
  ...{ id: `user:${name}`, kind: 'user', displayName: name, roles: ['steward'], groups },
});
const [ann, bob, cyd] = [person('ann', 'group:eu'), person('bob'), person('cyd', 'group:us')];
const OWNERS = [null, ann.id, bob.id, 'group:eu', 'group:us'];
const DOMAINS = [null, 'sales', 'finance', 'hr'];
const TAGS = ['pii', 'gold', 'q1:2026'];
const MAIL = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];

describe('whose assets are, and what policies make of it', () => {
  let test: TestKernel;
  const staged = new StagedSource(
    Array.from({ length: 12 }, (_, n) => ({
      name: `table_${n}`,
      columns: n % 3 === 0 ? { email: MAIL } : { colour: ['red', 'green', 'blue'] },
    })),
  );

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({
      plugins: [staged.plugin, pluginFolder('access'), pluginFolder('review')],
    });
    await scanOnce(test, { key: 'near', connector: 'staged', config: { host: 'a' } });
  });
  after(() => test?.stop());
  afterEach(async () => {
    for (const { id } of (await read<{ items: { id: string }[] }>('access-policies?limit=500')).items)
      await test.request('DELETE', `/api/v1/access-policies/${id}`);
  });

  /** The answers are this plugin's own. */
  const read = async <T>(path: string, as?: Principal): Promise<T> => {
    const { status, body } = await test.request('GET', `/api/v1/${path}`, as === undefined ? {} : { as });
    expect(status, path).to.equal(200);
    return body as T;
  };
  const all = async (query = '', as?: Principal): Promise<readonly Asset[]> =>
    (await read<{ items: readonly Asset[] }>(`assets?limit=500&${query}`, as)).items;
  const byName = async (name: string): Promise<string> => {
    const found = (await all()).find((asset) => asset.name === `main.${name}`);
    return found?.urn ?? '';
  };
  const path = (urn: string) => `/api/v1/assets/${encodeURIComponent(urn)}/stewardship`;
  const steward = (urn: string, body: object, options: { as?: Principal; version?: string } = {}) =>
    test.request('PATCH', path(urn), {
      body,
      ...(options.as === undefined ? {} : { as: options.as }),
      ...(options.version === undefined ? {} : { headers: { 'if-match': options.version } }),
    });
  const policy = async (body: object): Promise<void> => {
    const made = await test.request('POST', '/api/v1/access-policies', { body });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
  };
  const nobody = (title: string, when: object, subjects: object = {}) =>
    policy({ title, effect: 'deny', permissions: ['catalog:*'], subjects, when });

  it('is told of by an event that says what changed and not to what', async () => {
    const heard: { subject: string | undefined; data: unknown }[] = [];
    const told = Promise.withResolvers<void>();
    const stop = test
      .service(coreServices.events)
      .subscribe({ types: ['catalog.asset.stewarded'] }, ({ subject, data }) => {
        heard.push({ subject, data });
        told.resolve();
      });
    try {
      const urn = await byName('table_7');
      // What changes nothing is no news.
      expect((await steward(urn, { domain: null })).status).to.equal(200);
      expect((await steward(urn, { domain: 'hr', tags: ['gold'] })).status).to.equal(200);
      await told.promise;
      expect(heard.map(({ data }) => data)).to.deep.equal([{ urn, version: 1, changed: ['domain', 'tags'] }]);
      expect(JSON.stringify(heard)).not.to.match(/"hr"|gold/);
      expect((await steward(urn, { domain: null, tags: [] })).status).to.equal(200);
    } finally {
      await stop();
    }
  });

  it('is changed under the version that was seen, audited, and outlives the next scan', async () => {
    const urn = await byName('table_1');
    const seen = await test.request('GET', path(urn));
    expect(seen.body).to.deep.include({ owner: null, domain: null, tags: [], mayChange: true });
    const version = String(seen.headers.get('etag'));
    const made = await steward(
      urn,
      { owner: ann.id, domain: ' Sales ', tags: ['PII', 'gold', 'pii'] },
      { version },
    );
    expect(made.body).to.deep.include({ owner: ann.id, domain: 'sales', tags: ['gold', 'pii'], version: 1 });
    expect((await steward(urn, { domain: 'hr' }, { version })).status).to.equal(412);
    expect(
      (await steward(urn, { domain: 'hr' }, { version: String(made.headers.get('etag')) })).status,
    ).to.equal(200);
    await scanOnce(test, { key: 'near', connector: 'staged', config: { host: 'a' } });
    const detail = await read<Asset>(`assets/${encodeURIComponent(urn)}`);
    expect(detail).to.deep.include({ owner: ann.id, domain: 'hr', tags: ['gold', 'pii'] });
    const entries = await test.service(coreServices.auditLog).read(test.scope(), { limit: 1000 });
    const last = entries.findLast(({ action }) => action === 'catalog.asset.stewarded');
    expect(last?.object).to.deep.equal({ type: 'asset', id: urn, name: 'main.table_1' });
    expect(last).to.deep.include({ before: { domain: 'sales' }, after: { domain: 'hr' } });
  });

  it('takes no value that a policy or an address could not name', async () => {
    const urn = await byName('table_1');
    for (const body of [
      {},
      { owner: 'ann' },
      { owner: 'user:a,b' },
      { owner: 'user:\u0000' },
      { domain: '' },
      { domain: '-' },
      { tags: ['a,b'] },
      { tags: ['x'.repeat(101)] },
      { tags: Array.from({ length: 51 }, (_, n) => `t${n}`) },
      { sensitivity: 'public' },
    ])
      expect((await steward(urn, body)).status, JSON.stringify(body)).to.equal(400);
  });

  it('narrows lists, and is counted in facets, those without among them', async () => {
    for (const [n, asset] of (await all()).entries())
      await steward(asset.urn, {
        owner: n < 3 ? ann.id : null,
        domain: n < 5 ? 'sales' : null,
        tags: n < 2 ? ['pii'] : [],
      });
    expect(await all(`owner=${ann.id}`)).to.have.length(3);
    expect(await all('domain=-')).to.have.length(7);
    expect(await all(`owner=${ann.id},-&domain=sales&tag=pii,gold`)).to.have.length(2);
    const { facets } = await read<{ facets: Facets }>('assets?facets=true&domain=sales');
    const plain = ({ value, count }: { value: string; count: number }) => [value, count];
    expect(facets.owner.map(plain)).to.deep.equal([
      [ann.id, 3],
      ['-', 2],
    ]);
    expect(facets.domain.map(plain)).to.deep.equal([
      ['-', 7],
      ['sales', 5],
    ]);
    expect(facets.tag.map(plain)).to.deep.equal([['pii', 2]]);
  });

  it('leaves no trace of what a policy about it hides: list, search, total, facets, summary, page', async () => {
    const urn = await byName('table_0');
    await steward(urn, { owner: 'group:secret', domain: 'takeover', tags: ['hush'] });
    await nobody('Hushed', { tags: { any: ['HUSH'] } }, { principals: [bob.id] });
    for (const query of [
      '',
      'q=table_0',
      'q=email',
      'facets=true',
      'tag=hush&facets=true',
      'domain=takeover',
      'owner=group:secret',
    ]) {
      const body = JSON.stringify(await read(`assets?limit=500&${query}`, bob));
      expect(body, query).not.to.match(/table_0\b|hush|takeover|group:secret/);
    }
    expect(await read('assets?facets=true', bob)).to.include({ total: 11 });
    expect(await read('assets/summary', bob)).to.include({ assets: 11, columns: 11 });
    for (const hidden of [`/api/v1/assets/${encodeURIComponent(urn)}`, path(urn)])
      expect((await test.request('GET', hidden, { as: bob })).status).to.equal(404);
    expect((await steward(urn, { domain: null }, { as: bob })).status).to.equal(404);
    const queue = await read(`classifications?status=all&limit=500`, bob);
    expect(JSON.stringify(queue)).not.to.match(/table_0\b/);
    expect(JSON.stringify(await read('violations?state=all&limit=500', bob))).not.to.match(/table_0\b/);
  });

  it('is not changed by who may see but not change, nor out of what is theirs', async () => {
    const [mine, other] = [await byName('table_3'), await byName('table_4')];
    await steward(mine, { owner: 'group:us', domain: 'sales', tags: [] });
    await steward(other, { owner: 'group:eu', domain: 'sales', tags: [] });
    await policy({
      ...{ title: 'Only owners', effect: 'deny', permissions: ['catalog:write'] },
      ...{ subjects: { principals: [cyd.id] }, when: { owner: { notIn: ['group:us'] } } },
    });
    expect((await steward(other, { tags: ['x'] }, { as: cyd })).status).to.equal(403);
    expect((await test.request('GET', path(other), { as: cyd })).body).to.include({ mayChange: false });
    expect((await steward(mine, { tags: ['x'] }, { as: cyd })).status).to.equal(200);
    expect((await steward(mine, { owner: cyd.id }, { as: cyd })).body).to.include({
      code: 'DW_ASSET_STEWARDSHIP_DENIED',
    });
    expect((await test.request('GET', path(mine))).body).to.include({ owner: 'group:us' });
  });

  it('decides the same about each asset as about rows of lists, totals and facets, whatever policies say', async function () {
    this.timeout(120_000);
    const some = <T>(values: readonly T[]) =>
      fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });
    const owners = some(OWNERS.filter((owner) => owner !== null));
    const domains = some(DOMAINS.filter((domain) => domain !== null));
    const flag = fc.constant(true as const);
    const partly = (shape: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
      fc.record(shape, { requiredKeys: [] }).filter((made) => Object.keys(made).length > 0);
    const when = partly({
      owner: partly({ isMe: flag, isMyGroup: flag, in: owners, notIn: owners, orNone: flag }),
      domain: partly({ in: domains, notIn: domains, orNone: flag }),
      tags: partly({ any: some(TAGS), all: some(TAGS), none: some(TAGS) }),
    });
    const rule = fc.record({
      ...{ effect: fc.constantFrom('allow', 'deny'), permissions: fc.constant(['catalog:read']), when },
      subjects: fc.constantFrom({ roles: ['steward'] }, { principals: [bob.id] }, { groups: ['group:eu'] }),
    });
    const said = fc.record({
      ...{ owner: fc.constantFrom(...OWNERS), domain: fc.constantFrom(...DOMAINS) },
      tags: fc.subarray(TAGS),
    });
    const known = await all();
    const tally = { seen: 0, asked: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(rule, { minLength: 1, maxLength: 4 }),
        fc.array(said, { minLength: 12, maxLength: 12 }),
        async (rules, values) => {
          for (const { id } of (await read<{ items: { id: string }[] }>('access-policies?limit=500')).items)
            await test.request('DELETE', `/api/v1/access-policies/${id}`);
          for (const [n, { urn }] of known.entries())
            expect((await steward(urn, values[n] ?? {})).status).to.equal(200);
          for (const [n, one] of rules.entries()) await policy({ title: `Rule ${n}`, ...one });
          const assets = await all();
          for (const asker of [ann, { ...bob, roles: [] }, cyd]) {
            const allowed: string[] = [];
            for (const { urn, owner, domain, sensitivity, tags } of assets) {
              const attributes = { owner, domain, sensitivity, tags, source: 'near' };
              const scope = { ...test.scope(), principal: asker };
              const decision = await test
                .service(coreServices.access)
                .decide(scope, { permission: 'catalog:read', attributes });
              if (decision.allowed) allowed.push(urn);
            }
            tally.asked += assets.length;
            tally.seen += allowed.length;
            const answer = await test.request('GET', '/api/v1/assets?limit=500&facets=true', { as: asker });
            if (answer.status !== 200) {
              expect(allowed).to.deep.equal([]);
              continue;
            }
            const { items, total, facets } = answer.body as { items: Asset[]; total: number; facets: Facets };
            expect(items.map(({ urn }) => urn)).to.have.members(allowed);
            expect(total).to.equal(allowed.length);
            const counted = (of: (asset: Asset) => readonly string[]) => {
              const seen = assets.filter(({ urn }) => allowed.includes(urn)).flatMap(of);
              return [...Map.groupBy(seen, (value) => value)].map(([value, { length }]) => ({
                value,
                count: length,
              }));
            };
            const plain = (name: keyof Facets) => facets[name].map(({ value, count }) => ({ value, count }));
            expect(plain('tag')).to.have.deep.members(counted(({ tags }) => tags));
            expect(plain('domain')).to.have.deep.members(counted(({ domain }) => [domain ?? '-']));
            expect(plain('owner')).to.have.deep.members(counted(({ owner }) => [owner ?? '-']));
          }
        },
      ),
      { numRuns: Number(process.env['DATAWAVE_ACCESS_RUNS'] ?? 10) },
    );
    // Were all alike, agreement would prove little.
    expect(tally.seen / tally.asked).to.be.within(0.1, 0.9);
  });
});
