import { endOf, pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import type { Principal } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const engineer = (name: string): Principal => ({
  ...{ id: `user:${name}`, kind: 'user', displayName: name, roles: ['engineer'] },
});
/** Sees nothing of one source; sees another and may not touch it; sees a part of what is in it. */
const [nell, rita, paul] = [engineer('nell'), engineer('rita'), engineer('paul')];

describe('a source that somebody may not see', () => {
  let test: TestKernel;
  let near: string;
  let far: string;
  let farRun: string;
  let nearRun: string;
  const staged = new StagedSource([
    {
      name: 'people',
      columns: { email: ['amelia@example.com', 'noah@example.org'], city: ['Rome', 'Oslo'] },
    },
    { name: 'palette', columns: { colour: ['red', 'green'] } },
  ]);

  const ask = (method: string, path: string, as?: Principal, body?: object) =>
    test.request(method, `/api/v1/${path}`, {
      ...(as === undefined ? {} : { as }),
      ...(body === undefined ? {} : { body }),
    });
  const field = (body: unknown, name: string): unknown => Reflect.get(Object(body), name);
  const deny = async (title: string, who: Principal, permissions: readonly string[], when: object) => {
    const body = { title, effect: 'deny', permissions, subjects: { principals: [who.id] }, when };
    const { status, body: answer } = await ask('POST', 'access-policies', undefined, body);
    expect(status, JSON.stringify(answer)).to.equal(201);
  };

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({
      plugins: [staged.plugin, ...['access', 'review', 'custom-rules', 'scan-rules'].map(pluginFolder)],
    });
    near = (await scanOnce(test, { key: 'near', connector: 'staged', config: { host: 'a' } })).sourceId;
    far = (await scanOnce(test, { key: 'far', connector: 'staged', config: { host: 'b' } })).sourceId;
    const runOf = async (source: string): Promise<string> => {
      const { body } = await ask('GET', `scans?source=${source}`);
      const items = field(body, 'items');
      return String(field(Array.isArray(items) ? items[0] : null, 'id'));
    };
    [nearRun, farRun] = [await runOf(near), await runOf(far)];
    const all = ['catalog:*', 'compliance:read', 'review:*', 'sources:*', 'scans:*'];
    await deny('Nothing of far', nell, all, { source: { in: ['far'] } });
    await deny('Hands off', rita, ['sources:write', 'scans:run'], { source: { notIn: ['near'] } });
    await deny('No people', paul, ['catalog:read'], { sensitivity: { atLeast: 'confidential' } });
  });
  after(() => test?.stop());

  it('leaves no trace in lists of sources, departures, scans, assets, findings and verdicts', async () => {
    for (const path of [
      ...[
        'sources',
        'sources?q=far',
        'sources/departures',
        'scans',
        'scans?state=ended',
        `scans?source=${far}`,
      ],
      ...['assets?facets=true', 'assets?q=people', 'violations?state=all', 'classifications?status=all'],
      ...['sources/summary', 'sources/risk', 'scans/attention', 'assets/trend', 'violations/trend'],
    ]) {
      const { status, body } = await ask('GET', path, nell);
      expect(status, path).to.equal(200);
      expect(JSON.stringify(body), path).not.to.match(new RegExp(`"far"|:far:|${far}|${farRun}`));
    }
    expect(JSON.stringify((await ask('GET', 'sources', nell)).body)).to.contain('"near"');
    expect(JSON.stringify((await ask('GET', 'scans', nell)).body)).to.contain(nearRun);
  });

  it('answers the same as one that there is not, whatever is asked of it', async () => {
    const missing = '00000000-0000-7000-8000-00000000abcd';
    const asked: readonly (readonly [string, string, object?])[] = [
      ...(['', '/health', '/transitions', '/departure'].map((part) => ['GET', `sources/ID${part}`]) as [
        string,
        string,
      ][]),
      ...[['PATCH', 'sources/ID', { title: 'Mine' }] as const, ['DELETE', 'sources/ID'] as const],
      ...[['POST', 'sources/ID/check'] as const, ['POST', 'sources/ID/test', {}] as const],
      ['POST', 'scans', { sourceId: 'ID' }],
    ];
    for (const [method, path, body] of asked) {
      const answer = async (id: string) => {
        const given = body === undefined ? undefined : JSON.parse(JSON.stringify(body).replace('ID', id));
        const { status, body: told } = await ask(method, path.replace('ID', id), nell, given);
        return [status, String(field(told, 'detail')).replaceAll(id, 'ID')];
      };
      expect(await answer(far), `${method} ${path}`).to.deep.equal(await answer(missing));
      expect((await answer(far))[0], `${method} ${path}`).to.equal(404);
    }
    for (const part of [
      '',
      '/tasks',
      '/problems',
      '/transitions',
      '/drift',
      '/changes',
      '/comparison',
      '/log',
      '/events',
    ]) {
      expect((await ask('GET', `scans/${farRun}${part}`, nell)).status, part).to.equal(404);
      if (part !== '/events')
        expect((await ask('GET', `scans/${nearRun}${part}`, nell)).status, part).to.equal(200);
    }
    for (const verb of ['pause', 'resume', 'cancel', 'retry'])
      expect((await ask('POST', `scans/${farRun}/${verb}`, nell)).status, verb).to.equal(404);
    expect((await ask('GET', `sources/${far}`)).body).to.include({ title: 'far' });
  });

  it('is another thing than one that may be seen and not be touched', async () => {
    expect((await ask('GET', `sources/${far}`, rita)).status).to.equal(200);
    for (const [method, path, body] of [
      ['PATCH', `sources/${far}`, { title: 'Hers' }],
      ['DELETE', `sources/${far}`],
      ['POST', `sources/${far}/check`],
      ['POST', 'scans', { sourceId: far }],
      ['POST', `scans/${farRun}/cancel`],
      ['POST', 'sources', { title: 'Farther', connector: 'staged', config: { host: 'c' } }],
    ] as const)
      expect((await ask(method, path, rita, body)).status, `${method} ${path}`).to.equal(403);
    expect((await ask('PATCH', `sources/${near}`, rita, { title: 'Nearer' })).status).to.equal(200);
  });

  it('is no whole: figures of scans count the assets that may be seen', async () => {
    const figures = async (as?: Principal) => {
      const { body } = await ask('GET', `scans/${nearRun}`, as);
      const listed = field((await ask('GET', `scans?source=${near}`, as)).body, 'items');
      const told = [body, Array.isArray(listed) ? listed[0] : null].map((run) =>
        ['assets', 'columns', 'sensitiveColumns'].map((name) => field(run, name)),
      );
      expect(told[0]).to.deep.equal(told[1]);
      return [told[0], field(field(body, 'tasks'), 'total')];
    };
    expect(await figures()).to.deep.equal([[2, 3, 1], 2]);
    expect(await figures(paul)).to.deep.equal([[1, 1, 0], 1]);
  });

  it('is in no number, rank or trend of the start page', async () => {
    const told = async (path: string, as?: Principal) => (await ask('GET', path, as)).body;
    expect(await told('sources/summary')).to.include({ total: 2, watched: 2 });
    expect(await told('sources/summary', nell)).to.include({ total: 1, watched: 1 });
    const risk = async (as?: Principal) => {
      const body = await told('sources/risk', as);
      const items = field(body, 'items') as readonly {
        readonly source: { readonly key: string };
        readonly terms: Readonly<Record<string, { readonly figures: unknown }>>;
      }[];
      return {
        keys: items.map(({ source }) => source.key).sort(),
        sensitivity: items.find(({ source }) => source.key === 'near')?.terms['sensitivity']?.figures,
        scanned: field(body, 'scanned'),
        violations: items.find(({ source }) => source.key === 'near')?.terms['violations']?.figures,
      };
    };
    const all = await risk();
    expect(all.keys).to.deep.equal(['far', 'near']);
    expect(all.scanned).to.deep.equal({ lately: 2, never: 0, days: 30 });
    expect(await risk(nell)).to.deep.include({ keys: ['near'], scanned: { lately: 1, never: 0, days: 30 } });
    // Of the one that he sees in part, no column counts that he may not see.
    expect(all.sensitivity).to.deep.equal({ restricted: 0, confidential: 1, internal: 1 });
    expect((await risk(paul)).sensitivity).to.deep.equal({ restricted: 0, confidential: 0, internal: 0 });
    const today = async (path: string, name: string, as?: Principal) => {
      const items = field(await told(path, as), 'items') as readonly object[];
      expect(items, path).to.have.length(42);
      return Reflect.get(items.at(-1) ?? {}, name) as number;
    };
    const sensitive = (as?: Principal) => today('assets/trend', 'sensitiveColumns', as);
    expect([await sensitive(), await sensitive(nell), await sensitive(paul)]).to.deep.equal([2, 1, 0]);
    const open = await today('violations/trend', 'open');
    expect(open).to.be.above(0);
    expect(await today('violations/trend', 'open', nell)).to.equal(open / 2);
  });

  it('asks for nobody’s attention who may not see it', async () => {
    staged.discovering = () => Promise.reject(new Error('away'));
    const started = await ask('POST', 'scans', undefined, { sourceId: far });
    const run = String(field(started.body, 'id'));
    await endOf(test, run);
    staged.discovering = null;
    const failed = async (as?: Principal) =>
      field((await ask('GET', 'scans/attention', as)).body, 'failed') as readonly { readonly id: string }[];
    expect((await failed()).map(({ id }) => id)).to.deep.equal([run]);
    expect(await failed(nell)).to.deep.equal([]);
    const compared = (as?: Principal) => ask('GET', `scans/compare?a=${farRun}&b=${run}`, as);
    expect([(await compared()).status, (await compared(nell)).status]).to.deep.equal([200, 404]);
  });

  it('keeps what may not be seen of it out of what is read from it at once', async () => {
    const previewed = async (as?: Principal): Promise<string> => {
      const body = { rule: { title: 'All' }, sourceId: near };
      const answer = await ask('POST', 'scan-rules/preview', as, body);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
      return JSON.stringify(answer.body);
    };
    expect(await previewed()).to.contain('people');
    expect(await previewed(paul))
      .to.contain('palette')
      .and.not.to.contain('people');
    const rule = {
      ...{ key: 'rome', title: 'Rome', infoType: 'CITY' },
      match: { kind: 'pattern', pattern: 'Rome' },
    };
    const tried = async (table: string, as?: Principal) => {
      const body = { rule, asset: { source: near, path: ['main', table] } };
      return (await ask('POST', 'classification-rules/preview', as, body)).status;
    };
    expect([await tried('people'), await tried('people', paul), await tried('palette', paul)]).to.deep.equal([
      ...[200, 404, 200],
    ]);
  });

  it('can be asked about like an asset', async () => {
    const { status, body } = await ask(
      'GET',
      'access/who?permission=scans:run&kind=source&id=far&include=all',
    );
    expect([status, field(field(body, 'object'), 'name')]).to.deep.equal([200, 'far']);
    const tested = await ask('POST', 'access/test', undefined, {
      ...{ principal: { id: rita.id, roles: ['engineer'] }, permission: 'scans:run', resource: 'source:far' },
    });
    expect(tested.body).to.include({ allowed: false, grant: 'Allowed by role engineer.' });
  });
});
