import { endOf, withDatabase } from '@datawave/core/test-platform';
import { type ColumnProfile, catalogService, DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench } from './scan-bench.ts';

const MANY = Array.from({ length: 60 }, (_, index) => `person${index}@example.com`);
/** Of one to seven characters. */
const REMARKS = MANY.map((_, index) => 'lorem ipsum'.slice(0, (index % 7) + 1));
const LARGE = 2 * 1024 * 1024;

describe('a large asset', () => {
  const bench = scanBench({ scans: { sliceMegabytes: 1 }, plugins: ['scan-rules'] });
  const { act, get, register, staged } = bench;
  let ruleId: string;

  before(async () => {
    const rule = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title: 'Every row', sampling: { rows: 'full' }, mode: 'full' },
    });
    expect(rule.status, JSON.stringify(rule.body)).to.equal(201);
    ruleId = String(field(rule, 'id'));
  });

  /** Starts a scan of every row of a new source. */
  const begin = async () => {
    const source = (await register()).id;
    return { source, run: await bench.start(source, { ruleId }) };
  };
  const tasks = async (run: string) => items(await get(`${run}/tasks`));
  const leftOver = (run: string) =>
    withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query(
        'select 1 from scans.tasks where run_id = $1 and result is not null',
        [run],
      );
      return rows.length;
    });

  it('leaves nothing of its slices behind in a run that is cancelled, and a retry reads it anew', async () => {
    staged.assets = [
      {
        ...{ name: 'stopped', sizeBytes: LARGE, slices: 4, columns: { mail: MANY } },
        sample: (signal, slice) =>
          slice === 3 ? new Promise((_, no) => signal.addEventListener('abort', no)) : undefined,
      },
    ];
    const { run } = await begin();
    const ended = async () =>
      (await tasks(run)).filter((task) => Reflect.get(task, 'state') === 'completed').length;
    while ((await ended()) < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    await act(run, 'cancel');
    expect(await endOf(bench.test, run)).to.include({ state: 'cancelled' });
    const kept = await withDatabase(bench.folder, (client) =>
      client.query('select distinct result from scans.tasks where run_id = $1 and result is not null', [run]),
    );
    expect(kept.rows).to.deep.equal([{ result: {} }]);
    staged.assets = [{ name: 'stopped', sizeBytes: LARGE, slices: 4, columns: { mail: MANY } }];
    const again = String(field(await act(run, 'retry'), 'id'));
    expect(await endOf(bench.test, again)).to.deep.include({
      state: 'completed',
      assets: 1,
      tasks: { total: 4, done: 4, failed: 0, skipped: 0 },
    });
  });

  it('is read in slices, and recorded once with all of them put together', async () => {
    staged.assets = [
      // More than are read in one go when they are put together.
      { name: 'large', sizeBytes: LARGE, slices: 24, columns: { mail: MANY, note: MANY.slice(0, 30) } },
      { name: 'small' },
    ];
    const { source, run } = await begin();
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed',
      tasks: { total: 25, done: 25, failed: 0, skipped: 0 },
      assets: 2,
      columns: 3,
    });
    const slices = (await tasks(run)).filter((task) => Reflect.get(task, 'slice') !== null);
    expect(slices.map((task) => Reflect.get(task, 'slice'))).to.have.deep.members(
      Array.from({ length: 24 }, (_, index) => ({ index, count: 24, title: `part ${index + 1} of 24` })),
    );
    const summary = await bench.test
      .service(catalogService)
      .summary(bench.test.scope(), { sourceId: source });
    expect(summary).to.deep.include({ assets: 2, columns: 3 });
    const asset = await bench.test.request('GET', `/api/v1/assets?source=${source}&q=large`);
    const urn = String(Reflect.get(Object(items(asset)[0]), 'urn'));
    const detail = await bench.test.request('GET', `/api/v1/assets/${encodeURIComponent(urn)}`);
    expect(field(detail, 'sampledRows')).to.equal(60);
    expect(field(detail, 'sampleMethod')).to.equal('every row, in 24 parts');
    expect(await leftOver(run)).to.equal(0);
  });

  it('of which one slice fails is a problem, is not recorded, and is read whole by a retry', async () => {
    staged.assets = [
      {
        ...{ name: 'large', sizeBytes: LARGE, slices: 3, columns: { mail: MANY, remark: REMARKS } },
        sample: (_signal, slice) => {
          if (slice === 1)
            throw new DataWaveError({ code: 'DW_SOURCE_QUERY', message: 'A page cannot be read.' });
        },
      },
      { name: 'small' },
    ];
    const { source, run } = await begin();
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 4, done: 4, failed: 1, skipped: 0 },
      assets: 1,
    });
    const summary = () =>
      bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: source });
    expect((await summary()).assets).to.equal(1);
    expect(await leftOver(run), 'nothing is kept of the other slices').to.equal(0);
    staged.sampled.length = 0;
    staged.assets = staged.assets.map(({ sample: _, ...asset }) => asset);
    const again = await act(run, 'retry');
    expect(again.status).to.equal(200);
    expect(again.body).to.include({ retryOf: run });
    const retry = String(field(again, 'id'));
    expect(await endOf(bench.test, retry)).to.deep.include({
      state: 'completed',
      tasks: { total: 4, done: 4, failed: 0, skipped: 1 },
    });
    expect([...staged.sampled].sort()).to.deep.equal(['main.large', 'main.large', 'main.large']);
    const listed = await bench.test.request('GET', `/api/v1/assets?source=${source}&q=large`);
    const urn = encodeURIComponent(String(Reflect.get(Object(items(listed)[0]), 'urn')));
    const columns = field(await bench.test.request('GET', `/api/v1/assets/${urn}`), 'columns') as readonly {
      readonly name: string;
      readonly profile: ColumnProfile;
    }[];
    const spread = columns.find(({ name }) => name === 'remark')?.profile.distribution;
    expect(spread).to.include({ of: 'length' });
    expect(spread?.counts.reduce((sum, count) => sum + count)).to.equal(60);
    expect((await tasks(retry)).find((task) => Reflect.get(task, 'name') === 'main.small')).to.deep.include({
      state: 'skipped',
      reason: 'scanned by the run that this one makes up for',
    });
    expect((await summary()).assets).to.equal(2);
  });

  it('whose slices were never put together is read whole by the retry of a cancelled run', async () => {
    let slices = 0;
    staged.assets = [
      {
        ...{ name: 'large', sizeBytes: LARGE, slices: 2, columns: { mail: MANY } },
        sample: () => {
          slices += 1;
        },
      },
      {
        name: 'slow',
        sample: (signal) =>
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      },
    ];
    const { run } = await begin();
    const done = async () => Reflect.get(Object(field(await get(run), 'tasks')), 'done');
    while ((await done()) !== 2) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(slices).to.equal(2);
    await act(run, 'cancel');
    expect(await endOf(bench.test, run)).to.deep.include({ state: 'cancelled', assets: 0 });
    staged.assets = [
      { name: 'large', sizeBytes: LARGE, slices: 2, columns: { mail: MANY } },
      { name: 'slow' },
    ];
    const retry = String(field(await act(run, 'retry'), 'id'));
    expect(await endOf(bench.test, retry)).to.deep.include({
      state: 'completed',
      tasks: { total: 3, done: 3, failed: 0, skipped: 0 },
      assets: 2,
    });
  });
});
