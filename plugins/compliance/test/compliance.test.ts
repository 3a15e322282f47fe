import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  pluginFolder,
  StagedSource,
  scanOnce,
  startPlatform,
  withDatabase,
} from '@datawave/core/test-platform';
import {
  complianceService,
  coreServices,
  definePlugin,
  type Finding,
  frameworkPoint,
  scansService,
} from '@datawave/plugin-sdk';
import type { TestKernel, TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';

interface Violation {
  readonly id: string;
  readonly framework: string;
  readonly control: string;
  readonly controlTitle: string;
  readonly severity: string;
  readonly state: string;
  readonly asset: string;
  readonly column: string | null;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
}

/** A framework that says what a test wants it to say. */
class StagedFramework {
  rules: readonly Pick<Finding, 'control' | 'severity' | 'column'>[] = [];

  get plugin() {
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
            info: {
              id: 'staged',
              version: '1.0.0',
              title: 'Staged rules',
              jurisdiction: 'Nowhere',
              controls: ['S.1', 'S.2'].map((id) => ({
                id,
                title: `Rule ${id}`,
                summary: 'Do it.',
                url: 'https://example.org',
              })),
            },
            assess: async (facts) =>
              this.rules.map((rule) => ({
                ...rule,
                framework: 'staged',
                asset: facts.urn,
                message: `${rule.control} is broken.`,
                remediation: 'Mend it.',
              })),
          });
          return {};
        },
      }),
    };
  }
}

describe('compliance', () => {
  let test: TestKernel;
  let folder: string;
  let sourceId: string;
  const staged = new StagedSource([{ name: 'people' }]);
  const framework = new StagedFramework();
  const people = 'urn:dw:staged:staged:main/people';

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-compliance-'));
    const files = { directory: pluginFolder('connector-files'), config: { roots: ['/'] } };
    const plugins = [staged.plugin, framework.plugin, files, pluginFolder('scan-rules')];
    test = await startPlatform({ plugins, dataDirectory: folder });
  });
  after(async () => {
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const get = (path: string) => test.request('GET', `/api/v1/${path}`);
  const list = async (query = ''): Promise<readonly Violation[]> =>
    items(await get(`violations?framework=staged&${query}`));
  const scan = async (): Promise<void> => {
    ({ sourceId } = await scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } }));
  };
  const high = { control: 'S.1', severity: 'high', column: 'email' } as const;

  it('opens what a scan finds, once, with what the framework says of it', async () => {
    framework.rules = [
      high,
      high,
      { ...high, severity: 'medium' },
      { control: 'S.2', severity: 'critical', column: null },
    ];
    await scan();
    const open = await list();
    expect(open.map(({ control, severity, column }) => [control, severity, column])).to.deep.equal([
      ['S.2', 'critical', null],
      ['S.1', 'high', 'email'],
    ]);
    expect(open[0]).to.deep.include({
      frameworkTitle: 'Staged rules',
      controlTitle: 'Rule S.2',
      controlUrl: 'https://example.org',
      asset: people,
      assetName: 'main.people',
      state: 'open',
      message: 'S.2 is broken.',
      remediation: 'Mend it.',
      sourceId,
      resolvedAt: null,
    });
  });

  it('keeps what is still there, without doubling it', async () => {
    const before = await list();
    await scan();
    expect((await list()).map(({ id, openedAt }) => [id, openedAt])).to.deep.equal(
      before.map(({ id, openedAt }) => [id, openedAt]),
    );
    expect(await list('state=all')).to.have.length(2);
  });

  it('resolves what is gone and reopens what comes back, as the same violation', async () => {
    const [, first] = await list();
    framework.rules = [];
    await scan();
    expect(await list()).to.have.length(0);
    const resolved = await list('state=resolved');
    expect(resolved).to.have.length(2);
    expect(resolved[0]?.resolvedAt).to.be.a('string');
    framework.rules = [{ ...high, severity: 'low' }];
    await scan();
    const [again] = await list();
    expect(again).to.include({ id: first?.id, severity: 'low', resolvedAt: null });
    expect(Date.parse(again?.openedAt ?? '')).to.be.greaterThan(Date.parse(first?.openedAt ?? ''));
    expect(await list('state=all')).to.have.length(2);
  });

  it('leaves alone what frameworks said that a scan does not ask', async () => {
    framework.rules = [high];
    await scan();
    const [before] = await list();
    const body = { title: 'One framework', frameworks: ['gdpr'], mode: 'full' };
    const rule = await test.request('POST', '/api/v1/scan-rules', { body });
    expect(rule.status, JSON.stringify(rule.body)).to.equal(201);
    const scans = test.service(scansService);
    const ruleId = String(Reflect.get(Object(rule.body), 'id'));
    const run = await scans.start(test.scope(), { sourceId, ruleId });
    expect(await scans.finished(test.scope(), run.id)).to.include({ state: 'completed' });
    expect((await list()).map(({ id, state }) => [id, state])).to.deep.equal([[before?.id, 'open']]);
    framework.rules = [];
    await scan();
    expect(await list()).to.have.length(0);
  });

  it('tells a rule of the whole asset from one of a column without a name', async () => {
    framework.rules = [{ ...high, column: null }, { ...high, column: '' }, high];
    await scan();
    expect((await list()).map(({ column }) => column).sort()).to.deep.equal(['', 'email', null].sort());
  });

  it('resolves what concerns an asset that is gone from its source', async () => {
    framework.rules = [high];
    staged.assets = [{ name: 'people' }, { name: 'staff' }];
    await scan();
    expect(await list()).to.have.length(2);
    staged.assets = [{ name: 'people' }];
    await scan();
    expect((await list()).map(({ asset }) => asset)).to.deep.equal([people]);
    expect(
      await list(`state=resolved&asset=${encodeURIComponent('urn:dw:staged:staged:main/staff')}`),
    ).to.have.length(1);
  });

  it('announces what was opened and resolved, and is silent when nothing changes', async () => {
    const events = (): Promise<readonly unknown[]> =>
      withDatabase(folder, async (client) => {
        const { rows } = await client.query<{ data: unknown }>(
          `select data from core.events where type = 'compliance.asset.assessed' order by sequence`,
        );
        return rows.map(({ data }) => data);
      });
    const before = (await events()).length;
    await scan();
    framework.rules = [high, { ...high, control: 'S.2' }];
    await scan();
    let fresh = await events();
    while (fresh.length === before) fresh = await events();
    const mine = fresh.slice(before).filter((data) => Reflect.get(Object(data), 'asset') === people);
    expect(mine).to.deep.equal([{ asset: people, opened: 1, resolved: 0 }]);
  });

  it('narrows by every filter and counts the same', async () => {
    framework.rules = [
      high,
      { control: 'S.2', severity: 'critical', column: 'email' },
      { control: 'S.2', severity: 'low', column: null },
    ];
    await scan();
    expect(await list('severity=critical,low')).to.have.length(2);
    expect(await list('control=S.2')).to.have.length(2);
    expect(await list(`asset=${encodeURIComponent(people)}&severity=high`)).to.have.length(1);
    expect(await list(`source=${sourceId}`)).to.have.length(3);
    expect(await list('source=00000000-0000-7000-8000-00000000dead')).to.have.length(0);
    expect(await list('q=MAIL')).to.have.length(2);
    expect(await list('q=100%25')).to.have.length(0);
    expect((await get(`violations?q=${encodeURIComponent("'; --\\%_\0")}`)).status).to.be.oneOf([200, 400]);
    expect((await get('violations?severity=awful')).status).to.equal(400);
    expect((await get('violations?framework=staged&limit=1')).body).to.include({ total: 3 });

    const all = items(await get('violations?limit=500'));
    const { body } = await get(`violations/summary?source=${sourceId}`);
    const bySeverity = Reflect.get(Object(body), 'bySeverity') as Record<string, number>;
    expect(body).to.include({ open: all.length });
    for (const severity of ['low', 'medium', 'high', 'critical'])
      expect(bySeverity[severity], severity).to.equal(all.filter((one) => one.severity === severity).length);
    const controls = Reflect.get(Object(body), 'byControl') as readonly object[];
    expect(controls.find((one) => Reflect.get(one, 'control') === 'S.2')).to.deep.equal({
      framework: 'staged',
      control: 'S.2',
      title: 'Rule S.2',
      url: 'https://example.org',
      severity: 'critical',
      violations: 2,
      assets: 1,
    });
    const summary = await test.service(complianceService).summary(test.scope(), { sourceId });
    expect(summary).to.deep.include({ open: all.length, bySeverity });
  });

  it('pages from the worst to the mildest without losing or repeating any', async () => {
    const expected = (await list('limit=500')).map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const page = await get(`violations?framework=staged&limit=1${cursor}`);
      seen.push(...items(page).map(({ id }) => id));
      const next: unknown = Reflect.get(Object(page.body), 'nextCursor');
      if (next === null) break;
      cursor = `&cursor=${String(next)}`;
    }
    expect(seen).to.deep.equal(expected);
    const forged = Buffer.from(JSON.stringify([1, 'now', 'x'])).toString('base64url');
    expect((await get(`violations?cursor=${forged}`)).status).to.equal(400);
  });

  it('says which frameworks there are, and keeps violations readable when one is disabled', async () => {
    const ids = items(await get('frameworks')).map(({ id }) => id);
    expect(ids).to.include('staged');
    await test.kernel.disable('framework-staged');
    const [violation] = await list();
    expect(violation).to.include({ controlTitle: 'S.2', framework: 'staged' });
    await test.kernel.enable('framework-staged');
  });

  it('can be away while a scan runs, and catches up with the next one', async () => {
    framework.rules = [high, { ...high, control: 'S.2' }];
    staged.assets = [{ name: 'people' }, { name: 'newcomer' }];
    await test.kernel.disable('compliance');
    expect((await get('violations')).status).to.equal(404);
    await scan();
    await test.kernel.enable('compliance');
    const newcomer = encodeURIComponent('urn:dw:staged:staged:main/newcomer');
    expect(await list(`asset=${newcomer}`)).to.have.length(0);
    await scan();
    expect(await list(`asset=${newcomer}`)).to.have.length(2);
  });

  it('writes nothing when the transaction that it is part of fails', async () => {
    const before = (await list('state=all')).length;
    const storage = test.service(coreServices.storage);
    const failed = await storage
      .transaction(test.scope(), async (tx) => {
        await test.service(complianceService).record(tx, test.scope(), {
          asset: 'urn:dw:staged:staged:main/ghost',
          sourceId,
          scanId: sourceId,
          findings: [{ ...high, framework: 'staged', asset: '', message: 'm', remediation: 'r' }],
        });
        throw new Error('no');
      })
      .catch((error: unknown) => error);
    expect(failed).to.have.property('message', 'no');
    expect(await list('state=all')).to.have.length(before);
  });

  it('keeps workspaces apart', async () => {
    const before = await list('state=all&limit=500');
    const elsewhere = test.scope({ workspace: OTHER_WORKSPACE });
    framework.rules = [high];
    staged.assets = [{ name: 'people' }, { name: 'hidden' }];
    await scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } }, elsewhere);
    const compliance = test.service(complianceService);
    expect(
      (await compliance.summary(elsewhere)).byControl.filter((one) => one.framework === 'staged'),
    ).to.deep.equal([{ framework: 'staged', control: 'S.1', violations: 2 }]);
    expect(await list('state=all&limit=500')).to.deep.equal(before);
    expect(
      await list(`asset=${encodeURIComponent('urn:dw:staged:staged:main/hidden')}&state=all`),
    ).to.have.length(0);
  });

  it('tells columns apart whose names are longer than an index takes, as the headers of files make them', async () => {
    // Of chance, because what repeats itself is compressed; of three bytes each, because they are counted.
    const long = String.fromCharCode(...Array.from({ length: 20_000 }, () => 0x4e00 + randomInt(20_000)));
    const emails = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];
    const file = [[long, long], ...emails.map((one) => [one, one])].join('\n');
    await writeFile(join(folder, 'long.csv'), file);
    framework.rules = [];
    const source = { key: 'files', connector: 'files', config: { path: join(folder, 'long.csv') } };
    const { run, sourceId: files } = await scanOnce(test, source);
    expect(run).to.deep.include({ state: 'completed', columns: 2, sensitiveColumns: 2 });
    const opened = async (): Promise<readonly Violation[]> =>
      items(await get(`violations?source=${files}&limit=500&state=all`));
    const open = await opened();
    const names = new Set(open.flatMap(({ column }) => column ?? []));
    expect(names).to.have.property('size', 2);
    for (const name of names) expect(Buffer.byteLength(name)).to.be.greaterThan(2_704);
    await scanOnce(test, source);
    expect((await opened()).map(({ id }) => id)).to.have.members(open.map(({ id }) => id));
  });
});

const items = (answer: TestResponse): readonly Violation[] =>
  Reflect.get(Object(answer.body), 'items') as readonly Violation[];
