import { randomUUID } from 'node:crypto';
import { endOf, withDatabase } from '@datawave/core/test-platform';
import { scansService, sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, scanBench, tables } from './scan-bench.ts';

describe('scans of several workspaces', () => {
  const bench = scanBench();
  const { get, register, staged, start } = bench;

  it('have their sources looked through in the order in which they had their turns, whatever the priority of others', async () => {
    staged.assets = tables(1);
    const gates: PromiseWithResolvers<void>[] = [];
    staged.discovering = () => {
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      return gate.promise;
    };
    const looked = async (count: number): Promise<void> => {
      while (gates.length < count) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    const urgent = async (): Promise<string> => start((await register()).id, { priority: 100 });
    // As many as one process looks through at once.
    const first = [await urgent(), await urgent()];
    await looked(2);
    const elsewhere = bench.test.scope({ workspace: randomUUID() });
    const source = await bench.test.service(sourcesService).register(elsewhere, {
      ...{ key: 'looked-through', title: 'Looked through', connector: 'staged', config: { host: 'b' } },
    });
    const scans = bench.test.service(scansService);
    const { id: other } = await scans.start(elsewhere, { sourceId: source.id });
    const late = await urgent();
    gates[0]?.resolve();
    await looked(3);
    expect(field(await get(late), 'state')).to.equal('queued');
    expect(await scans.get(elsewhere, other)).to.include({ state: 'initializing' });
    staged.discovering = null;
    for (const gate of gates) gate.resolve();
    expect(await endOf(bench.test, other, elsewhere)).to.include({ state: 'completed' });
    for (const run of [...first, late])
      expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
  });

  it('have their turn in the middle of many tasks that wait in another', async function () {
    this.timeout(120_000);
    staged.assets = tables(60);
    staged.hold();
    const many = [await start((await register()).id), await start((await register()).id)];
    for (const run of many)
      while (field(await get(run), 'state') !== 'running')
        await new Promise((resolve) => setTimeout(resolve, 20));
    const elsewhere = bench.test.scope({ workspace: randomUUID() });
    staged.assets = tables(3);
    const source = await bench.test.service(sourcesService).register(elsewhere, {
      ...{ key: 'elsewhere', title: 'Elsewhere', connector: 'staged', config: { host: 'b' } },
    });
    const { id: few } = await bench.test.service(scansService).start(elsewhere, { sourceId: source.id });
    const queued = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query<{ count: number }>(
          `select count(*)::int as count from scans.tasks where run_id = $1 and state = 'queued'`,
          [few],
        );
        return rows[0]?.count ?? 0;
      });
    while ((await queued()) < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    staged.release();
    for (const run of many) expect(await endOf(bench.test, run)).to.include({ state: 'completed' });
    expect(await endOf(bench.test, few, elsewhere)).to.include({ state: 'completed' });
    const { rows } = await withDatabase(bench.folder, (client) =>
      client.query<{ before: number }>(
        `select count(*)::int as before from core.jobs j join scans.tasks t on t.job_id = j.id
         where t.run_id = any($1::uuid[]) and j.started_at < (select max(o.started_at) from core.jobs o join scans.tasks u on u.job_id = o.id where u.run_id = $2::uuid)`,
        [many, few],
      ),
    );
    // Three that were being read, and what the two runs may have with the workers at once: four each.
    expect(rows[0]?.before).to.be.at.most(16);
  });
});
