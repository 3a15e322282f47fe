import { endOf, pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import {
  coreServices,
  definePlugin,
  type Principal,
  type StorageService,
  scanRulesService,
} from '@datawave/plugin-sdk';
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
  let storage: StorageService;
  /** Has a database, so that the test can be where scans tell what became of the time of a rule. */
  const teller = {
    manifest: {
      ...{ manifestVersion: 1 as const, id: 'test-teller', apiVersion: '*' },
      needs: { database: 'own' as const },
    },
    plugin: definePlugin()({
      deps: { storage: coreServices.storage },
      setup: ({ deps }) => {
        storage = deps.storage;
        return {};
      },
    }),
  };
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
      plugins: [
        staged.plugin,
        teller,
        ...['access', 'review', 'custom-rules', 'scan-rules'].map(pluginFolder),
      ],
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

  it('hides a rule for scans that names it, and each version and time of another that does', async () => {
    const rule = async (body: object): Promise<string> => {
      const answer = await ask('POST', 'scan-rules', undefined, body);
      expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
      return String(field(answer.body, 'id'));
    };
    const [ofFar, ofBoth] = [
      await rule({ title: 'Of far', sources: [far] }),
      await rule({ title: 'Of both', sources: [near, far], isEnabled: false }),
    ];
    const ofNear = await rule({ title: 'Of near', sources: [near, far] });
    const narrowed = await ask('PATCH', `scan-rules/${ofNear}`, undefined, { sources: [near] });
    expect(narrowed.status).to.equal(200);
    const ofAll = await rule({ title: 'Of all' });
    const rules = test.service(scanRulesService);
    const dueAt = '2026-01-15T02:00:00.000Z';
    for (const sourceId of [null, near, far])
      await storage.transaction(test.scope(), (tx) =>
        rules.recordScheduled(tx, test.scope(), {
          ...{ ruleId: ofAll, dueAt, sourceId, outcome: 'skipped', runId: null },
          ...{ code: 'DW_SCAN_RUNNING', reason: `for ${sourceId}` },
        }),
      );
    const steward: Principal = { ...nell, roles: ['engineer', 'steward'] };
    const titles = async (query: string, as?: Principal) => {
      const { body } = await ask('GET', `scan-rules${query}`, as);
      const items = field(body, 'items') as readonly { readonly title: string }[];
      return [...items.map(({ title }) => title), field(body, 'total'), field(body, 'enabled')];
    };
    expect(await titles('')).to.deep.equal(['Of all', 'Of both', 'Of far', 'Of near', 4, 3]);
    expect(await titles('', steward)).to.deep.equal(['Of all', 'Of near', 2, 2]);
    const last = async (as?: Principal) =>
      field(field((await ask('GET', 'scan-rules?q=of%20all', as)).body, 'items'), '0');
    expect(field(field(await last(), 'last'), 'reason')).to.equal(`for ${far}`);
    expect(field(field(await last(steward), 'last'), 'reason')).to.equal(`for ${near}`);
    const times = async (as?: Principal) => {
      const { body } = await ask('GET', `scan-rules/${ofAll}/schedule`, as);
      return (field(body, 'outcomes') as readonly object[]).map((time) => field(time, 'sourceId'));
    };
    expect(await times()).to.deep.equal([far, near, null]);
    expect(await times(steward)).to.deep.equal([near, null]);
    expect(await titles(`?source=${far}`, steward)).to.deep.equal(['Of all', 1, 1]);
    expect(await titles('?q=far', steward)).to.deep.equal([0, 0]);
    expect(await titles('?limit=1', steward)).to.deep.equal(['Of all', 2, 2]);
    for (const hidden of [ofFar, ofBoth])
      for (const [method, part, body] of [
        ['GET', ''],
        ['GET', '/versions'],
        ['GET', '/versions/1'],
        ['GET', '/schedule'],
        ['PATCH', '', { sources: [near] }],
        ['PATCH', '', { sources: [] }],
        ['POST', '/enable'],
        ['POST', '/disable'],
        ['POST', '/versions/1/restore'],
        ['POST', '/preview', { sourceId: near }],
        ['DELETE', ''],
      ] as const) {
        const { status, body: told } = await ask(method, `scan-rules/${hidden}${part}`, steward, body);
        expect([status, field(told, 'code')], `${method} ${part}`).to.deep.equal([
          404,
          'DW_SCAN_RULE_UNKNOWN',
        ]);
      }
    for (const path of ['scan-rules/preview', 'scan-rules/check'])
      for (const hidden of [ofFar, ofBoth]) {
        const asked = path.endsWith('check') ? {} : { sourceId: near };
        const body = { rule: { title: 'Mine' }, ruleId: hidden, ...asked };
        expect((await ask('POST', path, steward, body)).status, path).to.equal(404);
      }
    const started = await ask('POST', 'scans', steward, { sourceId: near, ruleId: ofBoth });
    expect([started.status, field(started.body, 'code')]).to.deep.equal([404, 'DW_SCAN_RULE_UNKNOWN']);
    // Nor is it known by its id to a rule that is written.
    const missing = '00000000-0000-7000-8000-00000000abcd';
    const refused = async (id: string, path: string, method = 'POST') =>
      JSON.stringify((await ask(method, path, steward, { title: 'Mine', sources: [near, id] })).body)
        .replaceAll(id, 'ID')
        .replace(/"(requestId|traceId|instance)":"[^"]*"/g, '');
    expect(await refused(far, 'scan-rules')).to.contain('DW_SCAN_RULE_INVALID');
    expect(await refused(far, 'scan-rules')).to.equal(await refused(missing, 'scan-rules'));
    expect(await refused(far, `scan-rules/${ofNear}`, 'PATCH')).to.contain('DW_SCAN_RULE_INVALID');
    const versions = await ask('GET', `scan-rules/${ofNear}/versions`, steward);
    expect(
      (field(versions.body, 'items') as readonly object[]).map((one) => field(one, 'version')),
    ).to.deep.equal([2]);
    const second = await ask('GET', `scan-rules/${ofNear}/versions/2`, steward);
    expect(second.body).to.deep.include({ against: null, changes: [] });
    for (const path of ['versions/1', 'versions/2?against=1'])
      expect((await ask('GET', `scan-rules/${ofNear}/${path}`, steward)).status, path).to.equal(404);
    expect((await ask('POST', `scan-rules/${ofNear}/versions/1/restore`, steward)).status).to.equal(404);
    const left = JSON.stringify((await ask('GET', `sources/${near}/departure`, steward)).body);
    expect(left).to.contain('Of near').and.not.to.contain('Of both');
    expect(JSON.stringify((await ask('GET', `sources/${near}/departure`)).body)).to.contain('Of both');
    // One that is gone hides nothing: nobody can tell any more who might have seen it.
    const added = { title: 'Gone', connector: 'staged', config: { host: 'g' } };
    const gone = String(field((await ask('POST', 'sources', undefined, added)).body, 'id'));
    const ofGone = await rule({ title: 'Of gone', sources: [near, gone] });
    expect((await ask('DELETE', `sources/${gone}`)).status).to.be.below(300);
    const kept = await ask('PATCH', `scan-rules/${ofGone}`, steward, { priority: 1 });
    expect(kept.body).to.deep.include({ sources: [near, gone], version: 2 });
    // They are as they were.
    expect((await ask('GET', `scan-rules/${ofBoth}`)).body).to.deep.include({
      ...{ sources: [near, far], isEnabled: false, version: 1 },
    });
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
