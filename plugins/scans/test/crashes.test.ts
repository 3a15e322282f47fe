import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endOf, StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import type { ScanRun } from '@datawave/plugin-sdk';
import { expect } from 'chai';

const NAMES = Array.from({ length: 16 }, (_, index) => `t${index}`);

describe('a scan whose worker is killed', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-crash-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts a process that scans as ordered, or goes on with the scan that another one began. */
  const work = (order: object): ChildProcess => {
    const script = join(import.meta.dirname, 'worker-process.ts');
    const child = fork(script, [folder, JSON.stringify({ names: NAMES, ...order })], { stdio: 'inherit' });
    children.push(child);
    return child;
  };
  const doneOf = (run: string): Promise<number> =>
    withDatabase(folder, async (client) => {
      const { rows } = await client.query<{ done: number }>('select done from scans.runs where id = $1', [
        run,
      ]);
      return rows[0]?.done ?? 0;
    });
  /** Restarts the platform on the same data and waits for the run's end. */
  const finish = async (run: string): Promise<ScanRun> => {
    const staged = new StagedSource(NAMES.map((name) => ({ name })));
    await using test = await startPlatform({
      plugins: [staged.plugin],
      dataDirectory: folder,
    });
    return await endOf(test, run);
  };
  const recorded = () =>
    withDatabase(folder, async (client) => {
      const { rows } = await client.query<{
        urn: string;
        version: number;
        columns: number;
        versions: number;
      }>(
        `select urn, version, column_count as columns, (select count(*)::int from catalog.columns c where c.asset_id = a.id) as found,
           (select count(*)::int from catalog.asset_versions v where v.asset_id = a.id) as versions from catalog.assets a order by urn`,
      );
      return rows;
    });
  const once1 = (name: string) => ({
    urn: `urn:dw:staged:crashing:main/${name}`,
    version: 1,
    columns: 1,
    found: 1,
    versions: 1,
  });

  it('is completed after a restart, with every asset recorded once', async function () {
    this.timeout(120_000);
    // After four tables it stands still and would never end.
    const child = work({ answers: 4 });
    const [{ run }] = (await once(child, 'message')) as [{ readonly run: string }];
    while ((await doneOf(run)) < 4) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await doneOf(run)).to.be.below(NAMES.length);
    const ended = await finish(run);
    expect(ended).to.deep.include({
      state: 'completed',
      tasks: { total: 16, done: 16, failed: 0, skipped: 0 },
      assets: 16,
      columns: 16,
    });
    expect(await recorded()).to.deep.equal([...NAMES].sort().map(once1));
    await withDatabase(folder, async (client) => {
      const { rows } = await client.query<{
        kind: string;
        name: string | null;
        data: { worker?: string; from?: string };
      }>(`select kind, name, data from scans.run_log where kind ~ '^(worker|task)' order by id`);
      const of = (kind: string) => rows.filter((row) => row.kind === kind);
      const [first, second] = of('worker.joined').map(({ data }) => data.worker);
      expect(of('worker.joined'), 'both workers').to.have.length(2);
      expect(first).not.to.equal(second);
      expect(of('worker.lost').map(({ data }) => data.worker)).to.deep.equal([first]);
      // Both tasks that it had in hand are given back, each once, to the other worker.
      const recovered = of('task.recovered');
      expect(new Set(recovered.map(({ name }) => name)).size)
        .to.equal(recovered.length)
        .and.equal(2);
      for (const { data } of recovered) expect(data).to.include({ from: first, worker: second });
      expect(rows, 'and nothing else happened').to.have.length(5);
    });
  });

  it('sets a task aside that kills every worker, and scans the rest', async function () {
    this.timeout(300_000);
    for (let crash = 1; crash <= 3; crash += 1) {
      const [, signal] = (await once(work({ poison: 't5' }), 'exit')) as [unknown, string];
      expect(signal, `crash ${crash}`).to.equal('SIGKILL');
    }
    const run = await withDatabase(folder, async (client) => {
      const { rows } = await client.query<{ id: string }>('select id from scans.runs');
      expect(rows, 'one run over all crashes').to.have.length(1);
      return rows[0]?.id ?? '';
    });
    const ended = await finish(run);
    expect(ended).to.deep.include({
      state: 'completed-with-errors',
      tasks: { total: 16, done: 16, failed: 1, skipped: 0 },
    });
    expect(await recorded()).to.deep.equal(
      NAMES.filter((name) => name !== 't5')
        .sort()
        .map(once1),
    );
    await withDatabase(folder, async (client) => {
      const { rows } = await client.query(
        `select name, error ->> 'code' as code from scans.tasks where state = 'failed'`,
      );
      expect(rows).to.deep.equal([{ name: 'main.t5', code: 'DW_SCAN_TASK_SET_ASIDE' }]);
    });
  });
});
