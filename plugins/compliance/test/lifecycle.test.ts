import { createHash } from 'node:crypto';
import { pluginFolder, StagedSource, scanOnce, startPlatform } from '@datawave/core/test-platform';
import {
  coreServices,
  definePlugin,
  type Finding,
  frameworkPoint,
  type Principal,
  sql,
} from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { toCsvLine } from '../src/evidence.ts';

interface Violation {
  readonly id: string;
  readonly control: string;
  readonly state: string;
  readonly owner: string | null;
  readonly dueOn: string | null;
  readonly waiver: { readonly reason: string; readonly until: string } | null;
  readonly version: number;
  readonly openedAt: string;
  readonly events?: readonly {
    readonly kind: string;
    readonly actor: string | null;
    readonly comment: string | null;
  }[];
}

const olga: Principal = { id: 'user:olga', kind: 'user', displayName: 'Olga', roles: ['steward'] };
const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Says what the test wants, under the version that it wants. */
class StagedFramework {
  rules: readonly Pick<Finding, 'control' | 'severity' | 'column'>[] = [];
  version = '1.0.0';

  get plugin() {
    const staged = this;
    return {
      manifest: {
        manifestVersion: 1,
        id: 'framework-staged',
        apiVersion: '*',
        requires: { assessment: '*' },
      } as const,
      plugin: definePlugin()({
        setup: ({ extensions }) => {
          extensions.contribute(frameworkPoint, 'staged', {
            get info() {
              return {
                ...{ id: 'staged', version: staged.version, title: 'Staged rules', jurisdiction: 'Nowhere' },
                controls: ['S.1', 'S.2', 'S.3'].map((id) => ({
                  ...{ id, title: `Rule ${id}`, summary: 'Do it.', url: 'https://example.org' },
                  ...(id === 'S.3' ? {} : { check: 'It is looked at.' }),
                })),
              };
            },
            assess: async (facts) =>
              staged.rules.map((rule) => ({
                ...{ ...rule, framework: 'staged', asset: facts.urn },
                ...{ message: `${rule.control} is broken.`, remediation: 'Mend it.' },
              })),
          });
          return {};
        },
      }),
    };
  }
}

describe('the life of violations', () => {
  let test: TestKernel;
  const source = new StagedSource([{ name: 'people', columns: { colour: ['red', 'green', 'blue'] } }]);
  const framework = new StagedFramework();
  const people = 'urn:dw:staged:staged:main/people';
  const first = { control: 'S.1', severity: 'high', column: 'email' } as const;
  const second = { control: 'S.2', severity: 'low', column: null } as const;

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({
      plugins: [source.plugin, framework.plugin, pluginFolder('access'), pluginFolder('activity')],
    });
  });
  after(() => test?.stop());

  const read = async <T>(path: string): Promise<T> => {
    const { status, body } = await test.request('GET', `/api/v1/${path}`);
    expect(status, `${path}: ${JSON.stringify(body)}`).to.equal(200);
    return body as T;
  };
  const scan = () => scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } });
  const all = async () =>
    (await read<{ items: readonly Violation[] }>('violations?framework=staged&state=all')).items;
  const of = async (control: string): Promise<Violation> => {
    const found = (await all()).find((violation) => violation.control === control);
    if (found === undefined) throw new Error(`There is no violation of ${control}.`);
    return read(`violations/${found.id}`);
  };
  const change = (id: string, body: object, as?: Principal) =>
    test.request('PATCH', `/api/v1/violations/${id}`, { body, ...(as === undefined ? {} : { as }) });
  const kinds = async (control: string) => (await of(control)).events?.map(({ kind }) => kind);
  const inAsset = async () =>
    (await read<{ items: readonly { violations: unknown }[] }>(`assets?q=people`)).items[0]?.violations;

  it('begins with the scan that finds them, and is known to the catalog', async () => {
    framework.rules = [first, second];
    await scan();
    expect((await all()).map(({ state }) => state)).to.deep.equal(['open', 'open']);
    expect(await kinds('S.1')).to.deep.equal(['opened']);
    expect(await inAsset()).to.deep.equal({ standing: 2, worst: 'high' });
  });

  it('takes what people say, and keeps it over the next scan', async () => {
    const { id, version } = await of('S.1');
    const said = { state: 'in-progress', dueOn: day(3), comment: 'Under way.', version };
    expect((await change(id, said)).status).to.equal(200);
    await scan();
    expect(await of('S.1')).to.include({ state: 'in-progress', dueOn: day(3) });
    expect(await inAsset()).to.deep.equal({ standing: 2, worst: 'high' });
    const [event] = (await of('S.1')).events ?? [];
    expect(event).to.include({ kind: 'in-progress', comment: 'Under way.' });
    const { body } = await test.request('GET', '/api/v1/audit-events?limit=20');
    expect(JSON.stringify(body)).to.contain('compliance.violation.changed');
  });

  it('tells whoever saw an older version', async () => {
    const { id, version } = await of('S.1');
    const late = await change(id, { comment: 'Late.', version: version - 1 });
    expect([late.status, Reflect.get(Object(late.body), 'code')]).to.deep.equal([
      412,
      'DW_VIOLATION_CHANGED',
    ]);
  });

  it('is waived for a reason and a time by those who may, and not by others', async () => {
    const { id } = await of('S.1');
    const waiver = { reason: 'Encrypted on the disk.', until: day(10) };
    expect((await change(id, { state: 'waived' })).status).to.equal(400);
    expect((await change(id, { state: 'waived', waiver: { ...waiver, until: day(-1) } })).status).to.equal(
      400,
    );
    expect((await change(id, { state: 'in-progress', waiver })).status).to.equal(400);
    const refused = await change(id, { state: 'waived', waiver }, olga);
    expect([refused.status, Reflect.get(Object(refused.body), 'code')]).to.deep.equal([
      403,
      'DW_VIOLATION_DENIED',
    ]);
    expect((await change(id, { comment: 'Seen.' }, olga)).status).to.equal(200);
    expect((await change(id, { state: 'waived', waiver })).status).to.equal(200);
    await scan();
    expect((await of('S.1')).waiver).to.deep.equal(waiver);
    expect(await inAsset()).to.deep.equal({ standing: 1, worst: 'low' });
    expect(
      (await read<{ open: number }>(`violations/summary?asset=${encodeURIComponent(people)}`)).open,
    ).to.be.below(3);
  });

  it('opens again when its waiver has run out, for whoever looks and for scans', async () => {
    const { id, openedAt } = await of('S.1');
    const past = (): Promise<unknown> =>
      test
        .service(coreServices.storage)
        .transaction(test.scope(), (tx) =>
          test
            .service(coreServices.storage)
            .query(
              tx,
              sql`update compliance.violations set waived_until = current_date - 1 where id = ${id}::uuid`,
            ),
        );
    await past();
    expect((await all()).map(({ state }) => state)).not.to.include('waived');
    expect((await kinds('S.1'))?.[0]).to.equal('waiver-ended');
    expect(await inAsset()).to.deep.equal({ standing: 2, worst: 'high' });
    expect(
      (await change(id, { state: 'waived', waiver: { reason: 'Once more.', until: day(2) } })).status,
    ).to.equal(200);
    await past();
    await scan();
    expect(await of('S.1')).to.deep.include({ state: 'open', waiver: null, openedAt });
  });

  it('ends where a scan finds nothing, and begins again where it comes back', async () => {
    framework.rules = [second];
    await scan();
    expect(await of('S.1')).to.include({ state: 'resolved' });
    framework.rules = [first, second];
    await scan();
    expect(await of('S.1')).to.include({ state: 'open', dueOn: day(3) });
    expect((await kinds('S.1'))?.slice(0, 2)).to.deep.equal(['reopened', 'resolved']);
  });

  it('is opened again by a scan that still finds what a person called resolved', async () => {
    const { id } = await of('S.2');
    expect((await change(id, { state: 'resolved', comment: 'Done.' })).status).to.equal(200);
    expect(await inAsset()).to.deep.equal({ standing: 1, worst: 'high' });
    await scan();
    expect(await of('S.2')).to.include({ state: 'open' });
  });

  it('is changed for several at once, each by itself', async () => {
    const ids = [...(await all()).map(({ id }) => id), '00000000-0000-7000-8000-00000000dead'];
    const body = { ids, change: { state: 'in-progress' } };
    const made = await test.request('POST', '/api/v1/violations/changes', { body });
    const outcomes = (made.body as { items: { outcome: string }[] }).items.map(({ outcome }) => outcome);
    expect(outcomes).to.deep.equal(['changed', 'changed', 'refused']);
  });

  it('is counted by state, and in the trend by day', async () => {
    const { facets } = await read<{ facets: { state: unknown } }>('violations/facets?framework=staged');
    expect(facets.state).to.deep.equal([
      { value: 'open', count: 0 },
      { value: 'in-progress', count: 2 },
      { value: 'waived', count: 0 },
      { value: 'resolved', count: 0 },
    ]);
    await test
      .service(coreServices.storage)
      .transaction(test.scope(), (tx) =>
        test
          .service(coreServices.storage)
          .query(
            tx,
            sql`update compliance.violation_changes set at = now() - interval '3 days' where kind = 'opened'`,
          ),
      );
    const { items } = await read<{ items: { open: number; opened: number; closed: number }[] }>(
      'violations/trend?days=5&framework=staged',
    );
    expect(items.map(({ open }) => open)).to.deep.equal([0, 2, 2, 2, 2]);
    expect(items[1]?.opened).to.equal(2);
  });

  it('is remembered by its newest 500 changes, however often it comes and goes', async () => {
    const { id } = await of('S.1');
    const table = sql.identifier('compliance', 'violation_changes');
    const storage = test.service(coreServices.storage);
    const kept = await storage.transaction(test.scope(), async (tx) => {
      await storage.query(
        tx,
        sql`insert into ${table} (id, workspace_id, violation_id, at, kind, from_state, to_state)
            select gen_random_uuid(), ${test.scope().workspace}::uuid, ${id}::uuid, now() - n * interval '1 day', 'reopened', 'resolved', 'open' from generate_series(1, 600) n`,
      );
      return storage.query<{ n: number; days: number }>(
        tx,
        sql`select count(*)::int as n, max(extract(day from now() - at))::int as days from ${table} where violation_id = ${id}::uuid`,
      );
    });
    expect(kept[0]?.n).to.equal(500);
    expect(kept[0]?.days).to.be.within(450, 500);
  });

  it('tells how controls stand: not met, met, and those that only people judge', async () => {
    framework.rules = [first];
    await scan();
    const { items } = await read<{
      items: {
        id: string;
        assets: number;
        controls: { id: string; status: string; failingAssets: number; passingAssets: number }[];
      }[];
    }>('frameworks/coverage');
    const found = items.find(({ id }) => id === 'staged');
    expect(found?.controls.map(({ id, status }) => [id, status])).to.deep.equal([
      ['S.1', 'failing'],
      ['S.2', 'passing'],
      ['S.3', 'manual'],
    ]);
    const assets = async (control: string, status: string) =>
      (
        await read<{ items: { asset: string }[] }>(
          `frameworks/staged/controls/${control}/assets?status=${status}`,
        )
      ).items.map(({ asset }) => asset);
    expect(await assets('S.1', 'failing')).to.deep.equal([people]);
    expect(await assets('S.1', 'passing')).to.deep.equal([]);
    expect(await assets('S.2', 'passing')).to.deep.equal([people]);
    expect((await test.request('GET', '/api/v1/frameworks/staged/controls/S.9/assets')).status).to.equal(404);
  });

  it('leaves evidence: a chain that anybody can work out anew, and that shows what was changed', async () => {
    framework.version = '1.1.0';
    await scan();
    interface Link {
      readonly asset: string;
      readonly number: number;
      readonly frameworkVersion: string;
      readonly content: string;
      readonly previousHash: string | null;
      readonly hash: string;
    }
    const { assessments } = await read<{ assessments: readonly Link[] }>(
      'assessments/export?format=json&framework=staged',
    );
    expect(assessments[0]?.frameworkVersion).to.equal('1.1.0');
    expect(assessments.length).to.be.above(5);
    for (const { content, previousHash, hash } of assessments)
      expect(
        createHash('sha256')
          .update(Buffer.from(previousHash ?? '', 'hex'))
          .update(content)
          .digest('hex'),
      ).to.equal(hash);
    for (const [index, { previousHash }] of assessments.slice(0, -1).entries())
      expect(previousHash).to.equal(assessments[index + 1]?.hash);
    interface Verified {
      readonly checked: number;
      readonly broken: readonly { readonly number: number; readonly reason: string }[];
    }
    expect(await read<Verified>('assessments/verification?framework=staged')).to.deep.equal({
      ...{ checked: assessments.length, broken: [] },
    });
    await test
      .service(coreServices.storage)
      .transaction(test.scope(), (tx) =>
        test
          .service(coreServices.storage)
          .query(
            tx,
            sql`update compliance.assessments set content = content || ' ' where framework = 'staged' and number = 3`,
          ),
      );
    expect((await read<Verified>('assessments/verification?framework=staged')).broken).to.have.length(1);
    const csv = await test.request('GET', '/api/v1/assessments/export?format=csv&framework=staged');
    expect(String(csv.body)).to.match(/^at,asset,framework/);
  });

  it('is asked for days that no calendar has without a fault of the server', async () => {
    const [{ id = '' } = {}] = await all();
    for (const day of ['0000-01-01', '0001-01-01', '9999-12-31']) {
      for (const path of [`assessments?from=${day}`, `assessments/verification?to=${day}`])
        expect((await test.request('GET', `/api/v1/${path}`)).status, `${path}`).to.be.oneOf([200, 400]);
      expect((await change(id, { dueOn: day })).status, day).to.be.oneOf([200, 400, 422]);
      const waiver = { reason: 'It is accepted.', until: day };
      expect((await change(id, { state: 'waived', waiver })).status, day).to.be.oneOf([200, 400, 422]);
    }
    expect((await change(id, { state: 'open', dueOn: null })).status).to.equal(200);
  });

  it('is exported without a formula, also for who parts cells by semicolons', () => {
    const hostile = ['=1+1', 'x;=cmd', 'x;" =cmd', '\n=cmd', 'x\n@cmd', '＝cmd'];
    for (const text of hostile)
      for (const cell of toCsvLine(['first', text, 1]).split(/[;\t\r\n]/))
        expect(cell, text).not.to.match(/^[\s"]*[=+\-@＝＋－＠]/);
    expect(toCsvLine(['a-b', -1, null])).to.equal('a-b,-1,\r\n');
  });

  it('ends with the asset, which is counted among those assessed no more', async () => {
    source.assets = [{ name: 'others' }];
    framework.rules = [];
    await scan();
    expect((await all()).every(({ state }) => state === 'resolved')).to.equal(true);
    const { items } = await read<{ items: { id: string; assets: number }[] }>('frameworks/coverage');
    expect(items.find(({ id }) => id === 'staged')?.assets).to.equal(1);
  });
});
