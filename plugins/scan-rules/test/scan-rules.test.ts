import { endOf, sharedData } from '@datawave/core/test-platform';
import { type ScanRun, scanRulesService, scansService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, part, ROOT, rulesBench } from './rules-bench.ts';

const OTHER_WORKSPACE = '00000000-0000-7000-8000-0000000000ff';

describe('scan rules', function () {
  this.timeout(60_000);
  const bench = rulesBench();
  const { staged, get, request, create } = bench;
  const patch = (id: string, body: object, etag?: string) =>
    request('PATCH', `/${id}`, body, etag === undefined ? undefined : { 'if-match': etag });

  it('are added with what is left out filled in, shown, listed, changed and removed', async () => {
    const added = await request('POST', '', {
      title: '  Only HR ',
      assets: { include: ['hr.*', 'hr.*'] },
      schedule: { cron: '0  2 * * *', timeZone: 'Europe/Berlin' },
    });
    expect(added.status, JSON.stringify(added.body)).to.equal(201);
    const read = await bench.test.request('GET', added.headers.get('location') ?? '');
    expect(read.headers.get('etag')).to.equal('"1"');
    expect(read.body).to.deep.include({
      title: 'Only HR',
      version: 1,
      isEnabled: true,
      assets: { include: ['hr.*'], exclude: [], where: null },
      columns: { include: [], exclude: [], where: null },
      sampling: { rows: 1000, strategy: 'random', stratifyBy: null, seed: 1 },
      mode: 'incremental',
      schedule: { cron: '0 2 * * *', timeZone: 'Europe/Berlin' },
      createdBy: 'user:admin',
    });
    const id = String(field(read, 'id'));
    const changed = await patch(id, { assets: { exclude: ['*.tmp_*'] }, sampling: { rows: 50 } }, '"1"');
    expect(changed.body).to.deep.include({
      version: 2,
      assets: { include: ['hr.*'], exclude: ['*.tmp_*'], where: null },
      sampling: { rows: 50, strategy: 'random', stratifyBy: null, seed: 1 },
    });
    expect((await patch(id, { priority: 3 }, '"1"')).status).to.equal(412);
    expect((await patch(id, { sampling: { rows: 50 } })).body).to.include({ version: 2 });
    const list = await get('');
    expect(list.body).to.include({ total: 1, enabled: 1, nextCursor: null });
    expect(items(list)[0]).to.include({ title: 'Only HR', version: 2, last: null });
    expect(part(items(list)[0], 'nextAt')).to.match(/T0[01]:00:00\.000Z$/);
    expect(items(await get('?q=only%20h')).length).to.equal(1);
    expect(items(await get('?q=100%25')).length).to.equal(0);
    expect((await request('DELETE', `/${id}`, undefined, { 'if-match': '"2"' })).status).to.equal(204);
    expect((await get(`/${id}`)).body).to.include({ code: 'DW_SCAN_RULE_UNKNOWN' });
    expect((await get(`/${id}/versions/1`)).status).to.equal(404);
  });

  it('pages through a list by title, whatever titles are alike', async () => {
    for (const title of ['b', 'A', 'b', 'C', 'b']) await create({ title });
    const titles: unknown[] = [];
    let cursor = '';
    do {
      const page = await get(`?limit=2${cursor}`);
      titles.push(...items(page).map((rule) => Reflect.get(rule, 'title')));
      const next = field(page, 'nextCursor');
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(titles).to.deep.equal(['A', 'b', 'b', 'b', 'C']);
  });

  it('keep every version, tell how two differ, and use an earlier one again', async () => {
    const id = await create({ title: 'One', assets: { exclude: ['a', 'b'] } });
    await patch(id, { title: 'Two', assets: { exclude: ['b', 'c'] }, thresholds: { EMAIL_ADDRESS: 0.9 } });
    await request('POST', `/${id}/disable`);
    const versions = await get(`/${id}/versions`);
    expect(
      items(versions).map((one) => [part(one, 'version'), part(one, 'title'), part(one, 'change')]),
    ).to.deep.equal([
      [3, 'Two', 'disabled'],
      [2, 'Two', 'changed'],
      [1, 'One', 'created'],
    ]);
    const second = await get(`/${id}/versions/2`);
    expect(second.body).to.deep.include({
      against: 1,
      changes: [
        { pointer: '/title', from: 'One', to: 'Two' },
        { pointer: '/assets/exclude', from: ['a', 'b'], to: ['b', 'c'], added: ['c'], removed: ['a'] },
        { pointer: '/thresholds/EMAIL_ADDRESS', from: null, to: 0.9 },
      ],
    });
    expect(field(await get(`/${id}/versions/1?against=3`), 'changes')).to.have.length(4);
    expect((await get(`/${id}/versions/1`)).body).to.deep.include({ against: null, changes: [] });
    expect((await get(`/${id}/versions/9`)).body).to.include({ code: 'DW_SCAN_RULE_VERSION_UNKNOWN' });
    expect((await get(`/${id}/versions/1?against=99999999999`)).status).to.equal(400);
    const beyond = Buffer.from(JSON.stringify([Number.MAX_SAFE_INTEGER])).toString('base64url');
    expect(items(await get(`/${id}/versions?cursor=${beyond}`))).to.have.length(3);
    const restored = await request('POST', `/${id}/versions/1/restore`);
    expect(restored.body).to.deep.include({ title: 'One', version: 4, isEnabled: false, thresholds: {} });
    expect(part(items(await get(`/${id}/versions`)), 0, 'change')).to.equal('restored version 1');
    const rules = bench.test.service(scanRulesService);
    expect(await rules.get(bench.test.scope(), id, 2)).to.deep.include({ title: 'Two', version: 2 });
  });

  it('are refused with every fault named, and expressions with their place', async () => {
    const wrong = await request('POST', '', {
      title: 'Wrong',
      sources: ['00000000-0000-4000-8000-000000000000'],
      classifiers: ['contact', 'nobody'],
      frameworks: ['nothing'],
      thresholds: { NO_SUCH_TYPE: 0.5 },
      assets: { include: ['a[z-a]b', 'x{y'], where: 'asset.nme == "x"' },
      sampling: { rows: 10, strategy: 'head', stratifyBy: 'country' },
      schedule: { cron: '0 2 * *', timeZone: 'Europe/Nowhere' },
    });
    expect(wrong.status).to.equal(400);
    expect(field(wrong, 'code')).to.equal('DW_SCAN_RULE_INVALID');
    expect(
      (field(wrong, 'errors') as readonly object[]).map((error) => part(error, 'pointer')),
    ).to.deep.equal([
      '/assets/include/0',
      '/assets/include/1',
      '/assets/where',
      '/sampling/stratifyBy',
      '/schedule/timeZone',
      '/schedule/cron',
      '/sources/0',
      '/classifiers/1',
      '/frameworks/0',
      '/thresholds/NO_SUCH_TYPE',
    ]);
    const expression = await request('POST', '', { title: 'Wrong', columns: { where: 'column.name ==' } });
    expect(expression.body).to.deep.include({ code: 'DW_SCAN_RULE_EXPRESSION' });
    expect(part(expression.body, 'errors', 0)).to.deep.equal({
      pointer: '/columns/where',
      message: 'at character 15: it ends too early',
    });
    for (const body of [
      {},
      { title: ' ' },
      { title: 'x', priority: 101 },
      { title: 'x', sampling: { rows: 0 } },
      { title: 'x', minConfidence: 2 },
      { title: 'x', thresholds: { email: 0.5 } },
      { title: 'x', surprise: true },
      { title: 'x', schedule: { cron: '0 2 * * *' } },
    ])
      expect((await request('POST', '', body)).status, JSON.stringify(body)).to.equal(400);
  });

  it('are checked while they are written, with the next three times of their schedule', async () => {
    const fine = await request('POST', '/check', {
      rule: { schedule: { cron: '30 2 * * *', timeZone: 'Europe/Berlin' } },
    });
    expect(fine.body).to.deep.include({ errors: [] });
    expect(field(fine, 'next')).to.have.length(3);
    const wrong = await request('POST', '/check', {
      rule: { assets: { where: '1 +' }, schedule: { cron: '61 * * * *', timeZone: 'UTC' } },
    });
    expect(wrong.status).to.equal(200);
    expect(field(wrong, 'next')).to.deep.equal([]);
    expect(
      (field(wrong, 'errors') as readonly object[]).map((error) => part(error, 'pointer')),
    ).to.deep.equal(['/assets/where', '/schedule/cron']);
  });

  it('offer templates that can be saved as they are', async () => {
    const templates = items(await get('/templates'));
    expect(templates.length).to.be.at.least(8);
    for (const template of templates) {
      expect(part(template, 'explanation')).to.be.a('string').with.length.greaterThan(60);
      const { isEnabled: _, ...rule } = part(template, 'rule') as { isEnabled: boolean };
      const saved = await request('POST', '', rule);
      expect(saved.status, JSON.stringify(saved.body)).to.equal(201);
    }
  });

  it('say what a scan by them reads and what it leaves out, with the reason of each', async () => {
    staged.assets = [
      { name: 'staff', columns: { email: ['a@example.com'], note: ['x'], salary: ['1'] } },
      { name: 'tmp_1' },
      { name: 'orders' },
    ];
    const { id: sourceId } = await bench.register();
    const id = await create({
      title: 'Staff',
      assets: { exclude: ['*.tmp_*'], where: 'asset.columns.exists(c, c.name == "salary")' },
      columns: { exclude: ['note'] },
      mode: 'full',
    });
    const run = await bench.test.service(scansService).start(bench.test.scope(), { sourceId, ruleId: id });
    const ended: ScanRun = await endOf(bench.test, run.id);
    expect(ended).to.deep.include({
      state: 'completed',
      mode: 'full',
      rule: { id, version: 1, title: 'Staff' },
      tasks: { total: 3, done: 3, failed: 0, skipped: 2 },
    });
    expect(staged.sampled).to.deep.equal(['main.staff']);
    const tasks = items(await bench.test.request('GET', `/api/v1/scans/${run.id}/tasks?limit=10`));
    expect(Object.fromEntries(tasks.map((task) => [part(task, 'name'), part(task, 'reason')]))).to.include({
      'main.tmp_1': 'the name matches the exclude pattern "*.tmp_*"',
      'main.orders': 'the expression for assets does not hold',
    });
    await request('DELETE', `/${id}`);
    const kept = await bench.test.service(scansService).get(bench.test.scope(), run.id);
    expect(kept.rule).to.deep.equal({ id, version: 1, title: 'Staff' });
    const again = bench.test.service(scanRulesService).get(bench.test.scope(), id, 1);
    expect(await again).to.deep.include({ title: 'Staff' });
  });

  it('tell before a run what they would touch and cost, and read no row for it', async () => {
    staged.assets = [{ name: 'a' }, { name: 'b', columns: { x: ['1'], y: ['2'] } }, { name: 'c' }];
    const { id: sourceId } = await bench.register();
    const rule = { assets: { include: ['*.a', '*.b'] }, columns: { exclude: ['y'] } };
    const before = await request('POST', '/preview', { rule, sourceId });
    expect(before.status, JSON.stringify(before.body)).to.equal(200);
    expect(staged.sampled).to.deep.equal([]);
    expect(before.body).to.deep.include({ isComplete: true, endedBy: null, warnings: [] });
    expect(field(before, 'totals')).to.deep.include({
      ...{ assets: 3, included: 2, excluded: 1, unchanged: 0, problems: 0 },
      ...{ columns: 2, columnsLeftOut: 1, tasks: 2, slices: 0 },
    });
    expect(part(before.body, 'totals', 'duration')).to.include({ known: 0, guessed: 2 });
    expect(part(before.body, 'assets', 1)).to.deep.include({
      ...{ name: 'main.b', isIncluded: true, isRead: true },
      columns: { read: 1, total: 2 },
      reason: 'the rule lets it in; it was not scanned before',
    });
    expect(part(before.body, 'assets', 1, 'plan', 'method')).to.be.a('string');
    expect(part(before.body, 'assets', 2)).to.deep.include({
      ...{ name: 'main.c', isIncluded: false, isRead: false, plan: null },
      reason: 'the name matches none of the include patterns',
    });
    const id = await create({ title: 'Two', ...rule, mode: 'full' });
    const run = await bench.test.service(scansService).start(bench.test.scope(), { sourceId, ruleId: id });
    await endOf(bench.test, run.id);
    const after = await request('POST', `/${id}/preview`, { sourceId });
    expect(part(after.body, 'totals', 'duration')).to.include({ known: 2, guessed: 0 });
    expect(part(after.body, 'assets', 0, 'lastDurationMs')).to.be.a('number');
  });

  it('warn in a preview of what its author may not have meant, and are no error', async () => {
    staged.assets = [{ name: 'a' }, { name: 'b' }];
    const { id: sourceId } = await bench.register();
    const codes = async (rule: object): Promise<unknown> => {
      const answer = await request('POST', '/preview', { rule, sourceId });
      expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
      return (field(answer, 'warnings') as readonly object[]).map((warning) => part(warning, 'code'));
    };
    expect(await codes({ assets: { include: ['nowhere.*'] } })).to.deep.equal([
      'DW_SCAN_RULE_MATCHES_NOTHING',
    ]);
    expect(await codes({})).to.deep.equal(['DW_SCAN_RULE_MATCHES_EVERYTHING']);
    expect(await codes({ assets: { include: ['*'] } })).to.deep.equal(['DW_SCAN_RULE_MATCHES_EVERYTHING']);
    expect(await codes({ assets: { include: ['*.a'], where: 'asset.rows > 5' } })).to.deep.equal([
      'DW_SCAN_RULE_UNDECIDED',
    ]);
    expect(await codes({ assets: { include: ['*.a'] }, columns: { include: ['none'] } })).to.deep.equal([
      'DW_SCAN_RULE_NO_COLUMNS',
    ]);
    expect(await codes({ assets: { include: ['*.a'] }, sampling: { strategy: 'stratified' } })).to.deep.equal(
      ['DW_SCAN_RULE_STRATEGY'],
    );
    staged.assets = [];
    expect(await codes({})).to.deep.equal(['DW_SCAN_RULE_SOURCE_EMPTY']);
  });

  it('preview a real database by its own statistics', async function () {
    const { id: sourceId } = await bench.register('sqlite', {
      path: sharedData(this, 'chinook/chinook.sqlite'),
    });
    const answer = await request('POST', '/preview', {
      rule: {
        assets: { where: 'asset.columns.size() > 3' },
        columns: { exclude: ['*Name'] },
        sampling: { rows: 100 },
      },
      sourceId,
    });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    expect(part(answer.body, 'totals', 'assets')).to.equal(11);
    expect(part(answer.body, 'totals', 'included')).to.be.within(1, 10);
    const first = (field(answer, 'assets') as readonly object[]).find((asset) => part(asset, 'isIncluded'));
    expect(part(first, 'plan', 'method')).to.be.a('string').that.is.not.empty;
    expect(
      JSON.stringify(field(answer, 'assets')),
      'columns that are left out are not asked for',
    ).not.to.match(/"LastName|LastName\\"/);
  });

  it('tell of the first assets only where a source holds very many, and say so', async () => {
    staged.assets = Array.from({ length: 20_600 }, (_, index) => ({
      name: `${index % 2 === 0 ? 'in' : 'out'}_${index}`,
    }));
    const { id: sourceId } = await bench.register();
    const answer = await request('POST', '/preview', {
      rule: { assets: { exclude: ['*.out_*'] } },
      sourceId,
    });
    expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).to.equal(200);
    // Which of both bounds ends it is for the machine to say.
    expect(field(answer, 'endedBy')).to.be.oneOf(['limit', 'time']);
    expect(field(answer, 'isComplete')).to.equal(false);
    expect(
      (field(answer, 'warnings') as readonly object[]).map((warning) => part(warning, 'code')),
    ).to.deep.equal(['DW_SCAN_PREVIEW_PARTIAL']);
    const seen = Number(part(answer.body, 'totals', 'assets'));
    expect(seen).to.be.within(1, 20_000);
    expect(part(answer.body, 'totals', 'included')).to.equal(Math.ceil(seen / 2));
    expect(field(answer, 'assets')).to.have.length.within(1, 500);
    staged.assets = [];
  });

  it('do not cross workspaces', async () => {
    const id = await create({ title: 'Mine' });
    const rules = bench.test.service(scanRulesService);
    const other = bench.test.scope({ workspace: OTHER_WORKSPACE });
    expect(await rules.list(other)).to.deep.equal([]);
    const refused = await rules.get(other, id).catch((error: unknown) => error);
    expect(refused).to.have.property('code', 'DW_SCAN_RULE_UNKNOWN');
  });

  it('that are disabled, or for other sources, start nothing on request', async () => {
    staged.assets = [{ name: 'a' }];
    const [mine, other] = [await bench.register(), await bench.register()];
    const id = await create({ title: 'Mine', sources: [mine.id] });
    const start = (sourceId: string) =>
      bench.test.request('POST', '/api/v1/scans', { body: { sourceId, ruleId: id } });
    expect((await start(other.id)).body).to.include({ code: 'DW_SCAN_RULE_SOURCE', status: 409 });
    await request('POST', `/${id}/disable`);
    expect((await start(mine.id)).body).to.include({ code: 'DW_SCAN_RULE_DISABLED', status: 409 });
    expect(ROOT).to.be.a('string');
  });
});
