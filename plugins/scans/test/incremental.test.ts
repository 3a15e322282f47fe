import { endOf, withDatabase } from '@datawave/core/test-platform';
import { catalogService, coreServices, DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { items, scanBench } from './scan-bench.ts';

describe('an incremental scan', () => {
  const bench = scanBench();
  const { get, register, staged, start } = bench;

  const reasons = async (run: string): Promise<Readonly<Record<string, unknown>>> =>
    Object.fromEntries(
      items(await get(`${run}/tasks`)).map((task) => [
        String(Reflect.get(task, 'name')).replace('main.', ''),
        `${Reflect.get(task, 'state')}: ${String(Reflect.get(task, 'reason')).replace(/\d.*/, 'TIME')}`,
      ]),
    );
  const catalogued = (source: string) =>
    withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query<{ name: string; scan: string; retired: boolean; version: number }>(
        'select name, scan_id as scan, retired_at is not null as retired, version from catalog.assets where source_id = $1 order by name',
        [source],
      );
      return rows;
    });

  it('leaves what has not changed as it is, says why, and retires none of it', async () => {
    staged.assets = [{ name: 'same', marker: '1' }, { name: 'written', marker: '1' }, { name: 'unknown' }];
    const { id } = await register();
    const first = await start(id);
    expect(await endOf(bench.test, first)).to.include({ state: 'completed', mode: 'incremental' });
    expect(await reasons(first)).to.deep.equal({
      same: 'completed: it was not scanned before',
      written: 'completed: it was not scanned before',
      unknown: 'completed: it was not scanned before',
    });
    const before = await catalogued(id);
    staged.sampled.length = 0;
    staged.assets = [
      { name: 'same', marker: '1' },
      { name: 'written', marker: '2' },
      { name: 'unknown' },
      { name: 'fresh', marker: '1' },
    ];
    const second = await start(id);
    const ended = await endOf(bench.test, second);
    expect(ended).to.deep.include({
      state: 'completed',
      tasks: { total: 4, done: 4, failed: 0, skipped: 1 },
      assets: 3,
    });
    expect(ended.progress.fraction).to.equal(1);
    expect(await reasons(second)).to.deep.equal({
      same: 'skipped: unchanged since TIME',
      written: 'completed: rows were written since',
      unknown: 'completed: its source does not tell whether its content changed',
      fresh: 'completed: it was not scanned before',
    });
    expect([...staged.sampled].sort()).to.deep.equal(['main.fresh', 'main.unknown', 'main.written']);
    const after = await catalogued(id);
    expect(after.map(({ name, retired }) => [name, retired])).to.deep.equal([
      ['main.fresh', false],
      ['main.same', false],
      ['main.unknown', false],
      ['main.written', false],
    ]);
    const same = (rows: typeof after) => rows.find(({ name }) => name === 'main.same');
    expect(same(after), 'untouched').to.deep.equal(same(before));
    expect(same(after)?.scan).to.equal(first);
  });

  it('is followed by a full one where that is asked for', async () => {
    staged.assets = [{ name: 'same', marker: '1' }];
    const { id } = await register();
    await endOf(bench.test, await start(id));
    const answer = await bench.test.request('POST', '/api/v1/scans', {
      body: { sourceId: id, mode: 'full' },
    });
    expect(answer.body).to.include({ mode: 'full' });
    const run = String(Reflect.get(Object(answer.body), 'id'));
    expect(await endOf(bench.test, run)).to.deep.include({
      tasks: { total: 1, done: 1, failed: 0, skipped: 0 },
    });
    expect(await reasons(run)).to.deep.equal({ same: 'completed: everything is scanned' });
    const odd = await bench.test.request('POST', '/api/v1/scans', { body: { sourceId: id, mode: 'partly' } });
    expect(odd.status).to.equal(400);
  });

  it('reads again what it could not read before', async () => {
    const { id } = await register();
    staged.assets = [
      {
        name: 'locked',
        marker: '1',
        sample: () => {
          throw new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'No right to read it.' });
        },
      },
    ];
    expect(await endOf(bench.test, await start(id))).to.include({ state: 'completed-with-errors' });
    staged.assets = [{ name: 'locked', marker: '1' }];
    const run = await start(id);
    expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
    expect(await reasons(run)).to.deep.equal({ locked: 'completed: it was not scanned before' });
  });

  it('scans a wide asset of which every column changed, and tells of it in an event of bounded size', async () => {
    const { id } = await register();
    const wide = (letter: string) =>
      Object.fromEntries(Array.from({ length: 1_200 }, (_, at) => [`${letter.repeat(60)}${at}`, ['x']]));
    staged.assets = [{ name: 'wide', marker: '1', columns: wide('a') }];
    await endOf(bench.test, await start(id));
    const stop = new AbortController();
    const scope = { ...bench.test.scope(), signal: stop.signal };
    const events = bench.test.service(coreServices.events).stream(scope, { types: ['scans.schema.drifted'] });
    const drifted = events[Symbol.asyncIterator]().next();
    staged.assets = [{ name: 'wide', marker: '2', columns: wide('b') }];
    const run = await start(id);
    expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
    const { data } = (await drifted).value ?? {};
    stop.abort();
    expect(Reflect.get(Object(data), 'counts')).to.deep.equal({ added: 1_200, removed: 1_200, changed: 0 });
    expect(Reflect.get(Object(data), 'added')).to.have.length(50);
    expect(Reflect.get(items(await get(`${run}/drift`))[0] ?? {}, 'added')).to.have.length(1_200);
  });

  it('tells how the shape of an asset changed, as an event and with the run', async () => {
    const { id } = await register();
    staged.assets = [{ name: 'people', marker: '1', columns: { mail: ['a@example.com'], gone: ['x'] } }];
    const first = await start(id);
    await endOf(bench.test, first);
    expect(items(await get(`${first}/drift`))).to.deep.equal([]);
    const stop = new AbortController();
    const scope = { ...bench.test.scope(), signal: stop.signal };
    const events = bench.test.service(coreServices.events).stream(scope, { types: ['scans.schema.drifted'] });
    const drifted = events[Symbol.asyncIterator]().next();
    staged.assets = [{ name: 'people', marker: '2', columns: { mail: ['a@example.com'], phone: ['1'] } }];
    const run = await start(id);
    await endOf(bench.test, run);
    const drift = { name: 'main.people', added: ['phone'], removed: ['gone'], changed: [] };
    const event = await drifted;
    stop.abort();
    expect(event.value?.data).to.deep.include({ ...drift, runId: run, sourceId: id });
    const listed = items(await get(`${run}/drift`));
    expect(listed).to.have.length(1);
    expect(listed[0]).to.deep.include(drift);
    expect(listed[0])
      .to.have.property('at')
      .that.matches(/^\d{4}-/);
    expect((await get('00000000-0000-7000-8000-00000000dead/drift')).status).to.equal(404);
    const facts = await bench.test
      .service(catalogService)
      .facts(bench.test.scope(), String(Reflect.get(Object(listed[0]), 'urn')));
    expect(facts?.columns.map(({ name }) => name)).to.deep.equal(['mail', 'phone']);
  });
});
