import { endOf } from '@datawave/core/test-platform';
import { catalogService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, scanBench } from './scan-bench.ts';

const EMAILS = ['amelia@example.com', 'noah@example.org', 'clara@example.net'];

describe('a rule that matches everything', () => {
  const bench = scanBench({ scans: { sliceMegabytes: 1 }, plugins: ['scan-rules'] });
  const { get, register, staged, start } = bench;

  const rule = async (title: string, mode: 'full' | 'incremental'): Promise<string> => {
    const everything = { include: ['*'], exclude: [], where: 'true' };
    const answer = await bench.test.request('POST', '/api/v1/scan-rules', {
      body: { title, mode, assets: everything, columns: everything, sampling: { rows: 'full' } },
    });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    return String(field(answer, 'id'));
  };

  it('reads every row of every column of every asset, whole and in slices, and ends in a state that is true', async () => {
    const { id } = await register();
    staged.assets = [
      { name: 'one', columns: { mail: EMAILS, note: ['oak', 'ash', 'elm'] } },
      { name: 'two', columns: { mail: EMAILS } },
      { name: 'cut', sizeBytes: 5_000_000, slices: 3, columns: { mail: EMAILS } },
      { name: 'empty', columns: { mail: [] } },
    ];
    const ruleId = await rule('Everything', 'full');
    const run = await start(id, { ruleId });
    const ended = await endOf(bench.test, run);
    expect(ended).to.deep.include({
      state: 'completed',
      assets: 4,
      columns: 5,
      sensitiveColumns: 3,
      tasks: { total: 6, done: 6, failed: 0, skipped: 0 },
    });
    expect(field(await get(run), 'progress')).to.include({ fraction: 1, remainingSeconds: null });
    expect([...staged.sampled].sort(), 'each part once').to.deep.equal(
      ['cut', 'cut', 'cut', 'empty', 'one', 'two'].map((name) => `main.${name}`),
    );
    for (const task of items(await get(`${run}/tasks?limit=100`)))
      expect(task).to.deep.include({ state: 'completed', warnings: [] });
    const summary = await bench.test.service(catalogService).summary(bench.test.scope(), { sourceId: id });
    expect(summary).to.include({ assets: 4, columns: 5 });
    staged.sampled.length = 0;
    const again = await start(id, { ruleId });
    expect(await endOf(bench.test, again)).to.deep.include({
      state: 'completed',
      tasks: { total: 6, done: 6, failed: 0, skipped: 0 },
    });
    expect(staged.sampled).to.have.length(6);
  });

  it('says so where one of its assets cannot be read, and keeps the others', async () => {
    const { id } = await register();
    staged.assets = [
      { name: 'fine', columns: { mail: EMAILS } },
      {
        name: 'locked',
        sample: () => {
          throw new TypeError('it is locked');
        },
      },
    ];
    const run = await start(id, { ruleId: await rule('Everything there is', 'incremental') });
    expect(await endOf(bench.test, run)).to.deep.include({
      state: 'completed-with-errors',
      assets: 1,
      tasks: { total: 2, done: 2, failed: 1, skipped: 0 },
    });
    const [failed] = items(await get(`${run}/tasks?state=failed`));
    expect(failed).to.have.property('name', 'main.locked');
  });
});
