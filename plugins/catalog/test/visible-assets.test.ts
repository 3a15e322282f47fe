import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import type { Principal } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

/** Sees all but what is confidential or restricted. */
const vera: Principal = { id: 'user:vera', kind: 'user', displayName: 'Vera', roles: ['viewer'] };
/** Sees what comes from one source, and nothing of what is restricted. */
const sam: Principal = { id: 'user:sam', kind: 'user', displayName: 'Sam', roles: [] };
const MAIL = { email: ['amelia@example.com', 'noah@example.org', 'clara@example.net'] };
const PLAIN = { colour: ['red', 'green', 'blue'], amount: ['12', '14', '9'] };

describe('assets that the caller may not see', () => {
  let test: TestKernel;
  let hidden: string;
  let shown: string;
  const near = new StagedSource([
    { name: 'hush_people', columns: MAIL },
    { name: 'palette', columns: PLAIN },
  ]);

  const get = (path: string, as?: Principal) =>
    test.request('GET', `/api/v1/${path}`, as === undefined ? {} : { as });
  const field = (body: unknown, ...names: readonly (string | number)[]): unknown =>
    names.reduce<unknown>((at, name) => Reflect.get(Object(at), name), body);
  const listed = async (query: string, as?: Principal): Promise<readonly string[]> => {
    const { body } = await get(`assets?limit=500&${query}`, as);
    const items = field(body, 'items');
    return Array.isArray(items) ? items.map((item) => String(field(item, 'name'))) : [];
  };

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({
      plugins: [near.plugin, pluginFolder('access'), pluginFolder('identity'), pluginFolder('review')],
    });
    await scanOnce(test, { key: 'near', connector: 'staged', config: { host: 'a' } });
    await scanOnce(test, { key: 'far', connector: 'staged', config: { host: 'b' } });
    const urnOf = async (name: string) => {
      const { body } = await get(`assets?q=${name}`);
      return String(field(body, 'items', 0, 'urn'));
    };
    hidden = await urnOf('hush');
    shown = await urnOf('palette');
    const policies = [
      {
        ...{ title: 'Nothing sensitive for viewers', effect: 'deny', permissions: ['catalog:*'] },
        ...{ subjects: { roles: ['viewer'] }, when: { sensitivity: { atLeast: 'confidential' } } },
      },
      {
        ...{ title: 'Sam sees near', effect: 'allow', permissions: ['catalog:read'] },
        ...{ subjects: { principals: [sam.id] }, when: { source: { in: ['near'] } } },
      },
    ];
    for (const body of policies)
      expect((await test.request('POST', '/api/v1/access-policies', { body })).status).to.equal(201);
  });
  after(() => test?.stop());

  it('are there for whoever may see everything', async () => {
    expect(await listed('')).to.have.members([
      'main.hush_people',
      'main.palette',
      'main.hush_people',
      'main.palette',
    ]);
    expect((await get(`assets/${encodeURIComponent(hidden)}`)).status).to.equal(200);
  });

  it('leave no trace in lists, totals, facets, search and counts', async () => {
    for (const query of [
      '',
      'q=hush',
      'q=email',
      'sensitivity=confidential',
      'infoType=EMAIL_ADDRESS',
      'facets=true',
    ]) {
      const { status, body } = await get(`assets?${query}`, vera);
      expect(status, query).to.equal(200);
      const text = JSON.stringify(body);
      expect(text, query).not.to.match(/hush|EMAIL_ADDRESS|"confidential"/);
    }
    // What the search suggests while somebody types.
    for (const find of ['email', 'E-mail address', 'conf', 'hush'])
      for (const facet of ['infoType', 'sensitivity', 'tag', 'source', 'owner']) {
        const path = `asset-facets/${facet}?find=${encodeURIComponent(find)}`;
        const { status, body } = await get(path, vera);
        expect({ status, ...Object(body) }, path).to.deep.equal({ status: 200, items: [], values: 0 });
      }
    const suggested = await get('asset-facets/infoType?find=e-mail');
    expect(field(suggested.body, 'items', 0)).to.include({ value: 'EMAIL_ADDRESS', count: 2 });
    expect((await get('asset-facets/infoType?find=email')).body).to.deep.equal(suggested.body);
    const { body } = await get('assets?facets=true', vera);
    expect(field(body, 'total')).to.equal(2);
    const summary = await get('assets/summary', vera);
    expect(summary.body).to.include({ assets: 2, columns: 4, sensitiveColumns: 0 });
    expect(field(summary.body, 'infoTypes')).to.deep.equal([]);
    expect(await listed('', vera)).to.deep.equal(['main.palette', 'main.palette']);
  });

  it('answer the same as what does not exist', async () => {
    const missing = `${shown}_gone`;
    const answers = await Promise.all(
      [hidden, missing].map((urn) => get(`assets/${encodeURIComponent(urn)}`, vera)),
    );
    const [one, other] = answers.map(({ status, body }) => ({
      status,
      code: field(body, 'code'),
      detail: field(body, 'detail'),
    }));
    expect(one).to.deep.equal(other);
    expect(one?.status).to.equal(404);
    expect((await get(`assets/${encodeURIComponent(shown)}`, vera)).status).to.equal(200);
  });

  it('are paged past without a gap', async () => {
    const names: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { body } = await get(`assets?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`, vera);
      names.push(field(body, 'items', 0, 'urn'));
      const next = field(body, 'nextCursor');
      if (typeof next !== 'string') break;
      cursor = encodeURIComponent(next);
    }
    expect(names).to.have.length(2);
    expect(names).not.to.include(undefined);
  });

  it('leave no trace among violations', async () => {
    const all = await get('violations?state=all&limit=500');
    expect(JSON.stringify(all.body)).to.contain('hush');
    for (const query of ['', 'state=all', 'q=hush', `asset=${encodeURIComponent(hidden)}`]) {
      const { status, body } = await get(`violations?${query}`, vera);
      expect([status, field(body, 'total')], query).to.deep.equal([200, 0]);
      expect(JSON.stringify(body), query).not.to.contain('hush');
    }
    const summary = await get('violations/summary', vera);
    expect(summary.body).to.deep.include({ open: 0, byControl: [] });
    expect(field((await get('violations/summary')).body, 'open')).not.to.equal(0);
  });

  it('are not to be told apart by what nobody sees of their owners', async () => {
    const account = {
      ...{ username: 'olive', displayName: 'Olive', email: 'private@letters.example' },
      password: 'a long walk along the shore 7',
    };
    const made = await test.request('POST', '/api/v1/users', { body: account });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const owner = String(field(made.body, 'id'));
    const stewardship = `/api/v1/assets/${encodeURIComponent(shown)}/stewardship`;
    const etag = (await test.request('GET', stewardship)).headers.get('etag') ?? '';
    const body = { owner };
    const kept = await test.request('PATCH', stewardship, { body, headers: { 'if-match': etag } });
    expect(kept.status, JSON.stringify(kept.body)).to.equal(200);
    const found = async (find: string): Promise<unknown> =>
      field((await get(`asset-facets/owner?find=${find}`, vera)).body, 'items', 0, 'value');
    expect(await found('liv')).to.equal(owner);
    for (const find of ['private', 'letters.example', '%40'])
      expect(await found(find), find).to.equal(undefined);
  });

  it('leave no trace in searches of facets, histories, relationships and changes of many', async () => {
    for (const facet of ['source', 'infoType', 'sensitivity', 'violation', 'folder', 'tag'])
      for (const find of ['', '?find=hush', '?find=mail', '?find=conf']) {
        const { status, body } = await get(`asset-facets/${facet}${find}`, vera);
        expect([status, facet, find]).to.deep.equal([200, facet, find]);
        expect(JSON.stringify(body), facet + find).not.to.match(/hush|EMAIL_ADDRESS|"confidential"/);
      }
    expect(field((await get('asset-facets/infoType?find=mail')).body, 'values')).not.to.equal(0);
    // Violations that they may not see are counted for nobody else either.
    const { body: counted } = await get('assets?facets=true', vera);
    expect(field(counted, 'facets', 'violation')).to.deep.equal([{ value: '-', count: 2 }]);
    const parts = ['history', 'relationships', 'comparison?from=1&to=2', 'stewardship'];
    for (const part of parts) {
      const [one, other] = await Promise.all(
        [hidden, `${shown}_gone`].map((urn) => get(`assets/${encodeURIComponent(urn)}/${part}`, vera)),
      );
      expect([one?.status, field(one?.body, 'code')], part).to.deep.equal([404, field(other?.body, 'code')]);
      expect(JSON.stringify(one?.body), part).not.to.contain('hush');
    }
    expect((await get(`assets/${encodeURIComponent(hidden)}/history`)).status).to.equal(200);
    const body = { urns: [hidden, `${hidden}_gone`], change: { addTags: ['mine'] } };
    await test.request('POST', '/api/v1/access-policies', {
      body: {
        ...{ title: 'Vera marks', effect: 'allow', permissions: ['catalog:write'] },
        subjects: { principals: [vera.id] },
      },
    });
    const made = await test.request('POST', '/api/v1/assets/stewardships', { as: vera, body });
    const outcomes = [0, 1].map((n) => [
      field(made.body, 'items', n, 'outcome'),
      field(made.body, 'items', n, 'problem'),
    ]);
    expect(outcomes[0]).to.deep.equal(outcomes[1]);
    expect(outcomes[0]?.[0]).to.equal('refused');
  });

  it('leave no trace on the board, in coverage, evidence and the trend of violations', async () => {
    for (const path of [
      'violations/facets?state=all',
      'violations/facets?state=all&q=hush',
      'violations/trend?days=7',
      'frameworks/coverage',
      'frameworks/gdpr/controls/Art.%2032(1)(a)/assets?status=failing',
      'frameworks/gdpr/controls/Art.%2032(1)(a)/assets?status=passing',
      'assessments?limit=500',
      'assessments?q=hush',
      'assessments/verification',
    ]) {
      const { status, body } = await get(path, vera);
      expect(status, path).to.equal(200);
      expect(JSON.stringify(body), path).not.to.contain('hush');
    }
    const { body: facets } = await get('violations/facets?state=all', vera);
    for (const facet of ['severity', 'framework', 'source', 'owner'])
      expect(field(facets, 'facets', facet), facet).to.deep.equal([]);
    const sum = async (as?: Principal) => {
      const { body } = await get('violations/trend?days=7', as);
      const items = field(body, 'items');
      return (Array.isArray(items) ? items : []).reduce<number>(
        (all, day) => all + Number(field(day, 'open')) + Number(field(day, 'opened')),
        0,
      );
    };
    expect(await sum()).to.be.above(0);
    expect(await sum(vera)).to.equal(0);
    const { body: covered } = await get('frameworks/coverage', vera);
    expect(field(covered, 'items', 0, 'assets')).to.equal(2);
    expect(field(covered, 'items', 0, 'byStatus', 'failing')).to.equal(0);
    expect(field((await get('assessments/verification', vera)).body, 'checked')).to.equal(2);
    const { body: all } = await get('violations?state=all&limit=1');
    const id = String(field(all, 'items', 0, 'id'));
    expect((await get(`violations/${id}`)).status).to.equal(200);
    expect((await get(`violations/${id}`, vera)).status).to.equal(404);
    await test.request('POST', '/api/v1/access-policies', {
      body: {
        ...{ title: 'Vera works', effect: 'allow', permissions: ['compliance:write'] },
        subjects: { principals: [vera.id] },
      },
    });
    const change = await test.request('PATCH', `/api/v1/violations/${id}`, {
      as: vera,
      body: { comment: 'Mine.' },
    });
    expect([change.status, field(change.body, 'code')]).to.deep.equal([404, 'DW_VIOLATION_UNKNOWN']);
  });

  it('leave no trace in the review queue, its counts, its history and what looks alike', async () => {
    const { body: queue } = await get('classifications?status=all&limit=500');
    const items = field(queue, 'items');
    const verdicts = Array.isArray(items) ? items : [];
    const secret = verdicts.find((item) => field(item, 'asset') === hidden);
    const id = String(field(secret, 'id'));
    expect(
      (await test.request('POST', `/api/v1/classifications/${id}/accept`, { body: {} })).status,
    ).to.equal(200);
    for (const path of [
      'classifications?status=all',
      'classifications?status=all&q=hush',
      `classifications?status=all&asset=${encodeURIComponent(hidden)}`,
      'classifications/summary',
      'classifications/decisions',
      'classifications/agreement',
    ]) {
      const { status, body } = await get(path, vera);
      expect(status, path).to.equal(200);
      expect(JSON.stringify(body), path).not.to.match(/hush|EMAIL_ADDRESS/);
    }
    const { body } = await get('classifications?status=all', vera);
    expect(field(body, 'total')).to.be.below(verdicts.length);
    for (const path of [`classifications/${id}`, `classifications/${id}/alike`])
      expect((await get(path, vera)).status, path).to.equal(404);
  });

  it('are not named by the scans that read them', async () => {
    await scanOnce(test, { key: 'nearer', connector: 'staged', config: { host: 'c' } });
    const { body: scans } = await get('scans');
    const runs = field(scans, 'items');
    for (const run of Array.isArray(runs) ? runs : []) {
      const scan = `scans/${String(field(run, 'id'))}`;
      expect(JSON.stringify((await get(`${scan}/tasks`)).body)).to.contain('hush');
      for (const part of ['', '/tasks', '/problems', '/drift', '/changes', '/comparison', '/transitions']) {
        const { status, body } = await get(scan + part, vera);
        expect(status, part).to.equal(200);
        expect(JSON.stringify(body), part).not.to.contain('hush');
      }
      expect(JSON.stringify((await get(`${scan}/tasks`, vera)).body)).to.contain('palette');
    }
  });

  it('are not decided upon either', async () => {
    const body = { title: 'Deciding viewers', effect: 'allow', permissions: ['review:decide'] };
    await test.request('POST', '/api/v1/access-policies', {
      body: { ...body, subjects: { principals: [vera.id] } },
    });
    const named = (column: string, asset: string) =>
      test.request('POST', '/api/v1/classifications', {
        ...{ as: vera, body: { asset, column, infoType: 'COUNTRY' } },
      });
    expect((await named('email', hidden)).status).to.equal(404);
    expect((await named('colour', shown)).status).to.equal(201);
  });

  it('can be all but those of one source', async () => {
    expect(await listed('', sam)).to.have.members(['main.hush_people', 'main.palette']);
    const { body } = await get('assets?facets=true', sam);
    expect(JSON.stringify(body)).not.to.contain('"far"');
    expect(field(body, 'facets', 'source')).to.have.length(1);
  });
});
