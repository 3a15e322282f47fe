import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  everythingStored,
  pluginFolder,
  StagedSource,
  scanOnce,
  startPlatform,
} from '@datawave/core/test-platform';
import { classificationService, type LogFields, type Logger } from '@datawave/plugin-sdk';
import { buildSample, type TestKernel, type TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { BADGE } from './staff-badge.ts';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';
const ROOT = '/api/v1/classification-rules';
const SECRET = 'QZ-4711';
const BADGES = [SECRET, 'QZ-1234', 'QZ-9876', 'QZ-5555'];

describe('custom rules', () => {
  let test: TestKernel;
  let folder: string;
  let sourceId: string;
  const logged: string[] = [];
  const staged = new StagedSource([{ name: 'staff', columns: { card: BADGES, note: ['a', 'b'] } }]);

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-rules-'));
    test = await startPlatform({
      plugins: [staged.plugin, pluginFolder('custom-rules')],
      dataDirectory: folder,
      log: collect(logged),
    });
    expect(test.plugin('custom-rules')).to.include({ state: 'active', reason: null });
    ({ sourceId } = await scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } }));
  });
  after(async () => {
    await test?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const { id } of items<{ id: string }>(await test.request('GET', `${ROOT}?limit=500`)))
      await test.request('DELETE', `${ROOT}/${id}`);
  });

  const get = (path: string) => test.request('GET', `${ROOT}${path}`);
  const post = (path: string, body?: unknown, headers?: Record<string, string>) =>
    test.request('POST', `${ROOT}${path}`, {
      ...(body === undefined ? {} : { body }),
      ...(headers === undefined ? {} : { headers }),
    });
  const create = async (rule: object = BADGE): Promise<string> => {
    const answer = await post('', rule);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return String(part(answer, 'id'));
  };
  const patch = (id: string, body: object, etag?: string) =>
    test.request('PATCH', `${ROOT}/${id}`, {
      body,
      ...(etag === undefined ? {} : { headers: { 'if-match': etag } }),
    });
  const classify = async (workspaceId: string | null) => {
    const sample = buildSample('staff', [{ name: 'card', values: BADGES }]);
    const [verdict] = await test
      .service(classificationService)
      .classify(sample, { minConfidence: 0.5, workspaceId });
    return (
      verdict?.classifications.map(({ infoType, evidence }) => `${infoType} ${evidence[0]?.classifier}`) ?? []
    );
  };
  const workspace = () => test.scope().workspace;

  it('adds, shows, lists, changes and removes a rule', async () => {
    const added = await post('', BADGE);
    expect(added.status).to.equal(201);
    const location = added.headers.get('location') ?? '';
    const read = await test.request('GET', location);
    expect(read.body).to.deep.include({
      ...BADGE,
      question: 'type',
      threshold: { values: 1, share: 0.8 },
      enabled: true,
      version: 1,
      revision: 1,
      createdBy: 'user:admin',
    });
    expect(part(read, 'chance'))
      .to.include({ column: 0 })
      .and.to.have.property('value')
      .that.is.within(0.0001, 0.001);
    expect(read.headers.get('etag')).to.equal('"1"');
    const list = await get('');
    expect(list.body).to.include({ total: 1, enabled: 1, nextCursor: null });
    expect(items(list)[0]).to.deep.include({
      key: 'staff-badge',
      infoType: 'ACME_BADGE',
      blocks: { all: 1, pattern: 1, not: 1, dictionary: 1 },
      terms: 1,
    });
    expect(items(list)[0]).not.to.have.property('match');
    const id = String(part(added, 'id'));
    expect((await patch(id, { title: 'Badges', confidence: null })).body).to.deep.include({
      title: 'Badges',
      version: 2,
      revision: 2,
    });
    expect((await get(`/${id}`)).body).not.to.have.property('confidence');
    expect((await get('?q=badg&enabled=true&infoType=ACME_BADGE')).body).to.include({ total: 1 });
    expect((await get(`?q=${encodeURIComponent("%_\\'; --")}`)).body).to.include({ total: 0 });
    expect((await test.request('DELETE', `${ROOT}/${id}`)).status).to.equal(204);
    expect((await get(`/${id}`)).body).to.include({ code: 'DW_RULE_UNKNOWN', status: 404 });
  });

  it('refuses a change of a version that is not the newest, and a second rule of the same key', async () => {
    const id = await create();
    const both = await Promise.all([
      patch(id, { title: 'Left' }, '"1"'),
      patch(id, { title: 'Right' }, '"1"'),
    ]);
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 412]);
    expect(
      (await test.request('DELETE', `${ROOT}/${id}`, { headers: { 'if-match': '"1"' } })).status,
    ).to.equal(412);
    expect((await post('', BADGE)).body).to.deep.include({
      code: 'DW_RULE_KEY_TAKEN',
      errors: [{ pointer: '/key', message: 'is taken' }],
    });
    expect((await patch(id, { key: 'other' })).body).to.have.nested.property('errors[0].pointer', '/key');
    const twice = await Promise.all([
      post('', { ...BADGE, key: 'twin' }),
      post('', { ...BADGE, key: 'twin' }),
    ]);
    expect(twice.map(({ status }) => status).sort()).to.deep.equal([201, 409]);
  });

  it('names every fault at once, and where a pattern cannot be used how to mend it', async () => {
    const bad = await post('', {
      key: 'X',
      match: { kind: 'any', of: [{ kind: 'pattern', pattern: 'a(?=b)' }, { kind: 'nothing' }] },
      extra: 1,
    });
    expect(bad.status).to.equal(400);
    expect(bad.body).to.have.property('code', 'DW_RULE_INVALID');
    expect((part(bad, 'errors') as { pointer: string }[]).map(({ pointer }) => pointer)).to.have.members([
      '/title',
      '/infoType',
      '/key',
      '/extra',
      '/match/of/0/pattern',
      '/match/of/1/kind',
    ]);
    const pattern = await post('', { ...BADGE, match: { kind: 'pattern', pattern: 'a(?=b)' } });
    expect(pattern.body).to.have.property('code', 'DW_RULE_PATTERN');
    expect(part(pattern, 'detail')).to.match(/position 2: look-ahead/);
    expect(
      (await post('', { ...BADGE, match: { kind: 'pattern', pattern: '((((x{99}){99}){99}){99}){99}' } }))
        .status,
    ).to.equal(400);
    expect((await post('', [])).status).to.equal(400);
    expect((await get('/nonsense')).status).to.equal(400);
  });

  it('takes part in classification at once, under its name and version, and stops when it is disabled', async () => {
    expect(await classify(workspace())).not.to.include('ACME_BADGE custom/staff-badge@1');
    const id = await create();
    expect(await classify(workspace())).to.deep.equal(['ACME_BADGE custom/staff-badge@1']);
    expect(await classify(null)).not.to.include('ACME_BADGE custom/staff-badge@1');
    await patch(id, { description: 'Cards at the door.' });
    expect(await classify(workspace())).to.deep.equal(['ACME_BADGE custom/staff-badge@2']);
    const resting = await post(`/${id}/disable`);
    expect(resting.body).to.include({ enabled: false, version: 2, revision: 3 });
    expect(await classify(workspace())).not.to.include('ACME_BADGE custom/staff-badge@2');
    const types = await test.service(classificationService).infoTypes({ workspaceId: workspace() });
    expect(types.map(({ id: type }) => type)).to.include('ACME_BADGE');
    await post(`/${id}/enable`);
    expect(await classify(workspace())).to.deep.equal(['ACME_BADGE custom/staff-badge@2']);
  });

  it('finds the few values that stand among others', async () => {
    await create({
      ...BADGE,
      question: 'contains',
      match: { kind: 'pattern', pattern: '\\bQZ-\\d{4}\\b', anywhere: true },
    });
    const notes = Array.from({ length: 100 }, (_, index) => `called back on day ${index} about the order`);
    const sample = buildSample('tickets', [
      { name: 'note', values: [...notes, `lost ${SECRET} at the door`] },
    ]);
    const options = { minConfidence: 0.5, workspaceId: workspace() };
    const [verdict] = await test.service(classificationService).classify(sample, options);
    const found = verdict?.classifications.find(({ infoType }) => infoType === 'ACME_BADGE');
    expect(found).to.include({ question: 'contains', matched: 1, sampled: 101 });
    expect(found?.explanation).to.be.a('string').and.not.include(SECRET);
  });

  it('reaches the catalog through a scan', async () => {
    await create();
    await scanOnce(test, { key: 'staged', connector: 'staged', config: { host: 'a' } });
    const asset = await test.request(
      'GET',
      `/api/v1/assets/${encodeURIComponent('urn:dw:staged:staged:main/staff')}`,
    );
    expect(asset.body).to.have.nested.property('columns[0].classifications[0].infoType', 'ACME_BADGE');
    expect(asset.body).to.have.nested.property(
      'columns[0].classifications[0].evidence[0].classifier',
      'custom/staff-badge@1',
    );
    expect((await test.request('GET', '/api/v1/assets?infoType=ACME_BADGE&facets=true')).body).to.include({
      total: 1,
    });
    const types = items<{ id: string }>(await test.request('GET', '/api/v1/info-types'));
    expect(types.map(({ id }) => id)).to.include('ACME_BADGE');
  });

  it('keeps workspaces apart', async () => {
    const elsewhere = test.scope({ workspace: OTHER_WORKSPACE });
    await create();
    expect(await classify(elsewhere.workspace)).not.to.include('ACME_BADGE custom/staff-badge@1');
    const types = await test.service(classificationService).infoTypes({ workspaceId: OTHER_WORKSPACE });
    expect(types.map(({ id }) => id)).not.to.include('ACME_BADGE');
  });

  it('keeps versions, and what each of them said', async () => {
    const id = await create();
    await patch(id, { title: 'Second' });
    await patch(id, { title: 'Second' });
    await post(`/${id}/disable`);
    await patch(id, { title: 'Third' });
    expect(
      items<{ version: number; title: string }>(await get(`/${id}/versions`)).map(
        ({ version, title }) => `${version} ${title}`,
      ),
    ).to.deep.equal(['3 Third', '2 Second', '1 Staff badge']);
    expect((await get(`/${id}/versions/1`)).body).to.have.nested.property('document.title', 'Staff badge');
    expect((await get(`/${id}/versions/9`)).body).to.include({
      code: 'DW_RULE_VERSION_UNKNOWN',
      status: 404,
    });
  });

  it('lets no two rules define one info type differently', async () => {
    await create();
    const other = await post('', {
      ...BADGE,
      key: 'other',
      infoType: { ...BADGE.infoType, sensitivity: 'public' },
    });
    expect(other.status).to.equal(409);
    expect(other.body).to.have.property('code', 'DW_RULE_TYPE_CONFLICT');
    expect((await post('', { ...BADGE, key: 'other' })).status).to.equal(201);
  });

  it('tries a rule on pasted values without keeping it or them', async () => {
    const answer = await post('/preview', {
      rule: { infoType: BADGE.infoType, match: BADGE.match },
      table: 'staff',
      columns: [
        { name: 'card', values: [...BADGES, 'qz-1111', 'QZ-0000'] },
        { name: 'email', values: ['ada@example.org', 'grace@example.net', 'alan@example.com'] },
      ],
    });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    const [card, email] = part(answer, 'columns') as [Record<string, unknown>, Record<string, unknown>];
    expect(card).to.deep.include({ name: 'card', hits: 4, values: 6, applies: false, examples: ['AA-9999'] });
    expect(card['nearMisses']).to.deep.include({
      example: 'aa-9999',
      because: 'would fit in capital letters',
    });
    expect(email).to.deep.include({ hits: 0, applies: false });
    expect(email).to.have.nested.property('claims[0].infoType', 'EMAIL_ADDRESS');
    expect(part(answer, 'ordinary')).to.include({ hits: 0 });
    expect(JSON.stringify(answer.body)).not.to.include('4711').and.not.to.include('ada@');
    expect(items(await get(''))).to.have.length(0);
    expect(await everythingStored(folder)).not.to.include(SECRET);
    expect(logged.join('\n')).not.to.include(SECRET);
  });

  it('says which other rules take a column for their own', async () => {
    await create();
    const answer = await post('/preview', {
      rule: { ...BADGE, key: 'other' },
      columns: [{ values: BADGES }],
    });
    expect(answer.body).to.have.nested.property('columns[0].claims[0].rules[0]', 'staff-badge');
  });

  it('tries a rule on an asset, sampled while one waits', async () => {
    const answer = await post('/preview', {
      rule: BADGE,
      asset: { source: sourceId, path: ['main', 'staff'] },
    });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(answer.body).to.have.nested.property('columns[0].hits', 4);
    expect(part(answer, 'columns')).to.have.length(2);
    expect(JSON.stringify(answer.body)).not.to.include(SECRET);
    expect(
      (await post('/preview', { rule: BADGE, asset: { source: sourceId, path: ['main', 'nothing'] } })).body,
    ).to.include({ code: 'DW_RULE_ASSET_UNKNOWN', status: 404 });
    expect(
      (await post('/preview', { rule: BADGE, asset: { source: OTHER_WORKSPACE, path: ['main'] } })).status,
    ).to.equal(404);
    expect((await post('/preview', { rule: BADGE })).status).to.equal(400);
    expect(
      (
        await post('/preview', {
          rule: { ...BADGE, match: { kind: 'pattern', pattern: '(' } },
          columns: [{ values: [] }],
        })
      ).body,
    ).to.have.nested.property('errors[0].pointer', '/rule/match/pattern');
  });

  it('is tried on nothing that its source keeps from scans, and not while that is to be left alone', async () => {
    const before = staged.sampled.length;
    const tried = async (change: object) => {
      await test.request('PATCH', `/api/v1/sources/${sourceId}`, { body: change });
      const asset = { source: sourceId, path: ['main', 'staff'] };
      return (await post('/preview', { rule: BADGE, asset })).body;
    };
    expect(await tried({ exclude: ['main.st*'] })).to.include({ code: 'DW_RULE_ASSET_UNKNOWN' });
    expect(await tried({ exclude: [], include: ['other.*'] })).to.include({ code: 'DW_RULE_ASSET_UNKNOWN' });
    expect(await tried({ include: [], state: 'maintenance' })).to.include({ code: 'DW_SCAN_SOURCE_STATE' });
    expect(staged.sampled).to.have.length(before);
    expect(await tried({ state: 'active' })).to.have.nested.property('columns[0].hits', 4);
  });

  it('stops with its plugin and is there again with it', async () => {
    await create();
    await test.kernel.disable('custom-rules');
    expect(await classify(workspace())).not.to.include('ACME_BADGE custom/staff-badge@1');
    expect((await get('')).status).to.equal(404);
    expect((await test.kernel.enable('custom-rules')).state).to.equal('active');
    expect(await classify(workspace())).to.deep.equal(['ACME_BADGE custom/staff-badge@1']);
    expect((await get('')).body).to.include({ total: 1 });
  });

  it('shows itself only to those who may see it', async () => {
    const as = { id: 'user:nobody', kind: 'user', displayName: 'Nobody', roles: [] } as const;
    const preview = { rule: BADGE, columns: [{ values: [] }] };
    const answers = await Promise.all([
      test.request('GET', ROOT, { as }),
      test.request('POST', ROOT, { as, body: BADGE }),
      test.request('POST', `${ROOT}/preview`, { as, body: preview }),
      test.request('GET', `${ROOT}/export`, { as }),
    ]);
    for (const { status } of answers) expect(status).to.be.oneOf([403, 404]);
    expect(await classify(workspace())).not.to.include('ACME_BADGE custom/staff-badge@1');
  });
});

const part = (answer: TestResponse, name: string): unknown => Reflect.get(Object(answer.body), name);
const items = <T>(answer: TestResponse): readonly T[] => part(answer, 'items') as readonly T[];

/** A logger that writes every line into a list. */
function collect(lines: string[]): Logger {
  const write = (message: string, fields?: LogFields): void =>
    void lines.push(
      `${message} ${JSON.stringify(fields, (_, value: unknown) => (value instanceof Error ? value.stack : value))}`,
    );
  return { trace: write, debug: write, info: write, warn: write, error: write, child: () => collect(lines) };
}
