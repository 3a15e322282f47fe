import { randomUUID } from 'node:crypto';
import { coreServices, definePlugin, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import { buildSample, createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { SliceStore } from '../src/finish/slice-store.ts';
import { RunLog } from '../src/log/run-log.ts';
import { migrations } from '../src/migrations.ts';
import type { NewTask } from '../src/task/task.ts';
import { TaskStore } from '../src/task/task-store.ts';

describe('tasks', () => {
  let test: TestKernel;
  let storage: StorageService;
  let tasks: TaskStore;

  before(async function () {
    this.timeout(120_000);
    test = await createTestKernel({
      plugins: [
        {
          manifest: { manifestVersion: 1, id: 'scans', apiVersion: '*', needs: { database: 'own' } },
          plugin: definePlugin()({
            deps: { storage: coreServices.storage, events: coreServices.events },
            migrations,
            setup({ deps }) {
              storage = deps.storage;
              tasks = new TaskStore(deps.storage, deps.events, new RunLog(deps.storage, deps.events), 'here');
              return {};
            },
          }),
        },
      ],
    });
  });
  after(() => test?.stop());

  const inside = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    storage.transaction(test.scope(), work);

  /** A run that is going on. */
  const running = async (tx: Transaction): Promise<string> => {
    const run = randomUUID();
    await storage.query(
      tx,
      sql`insert into scans.runs (id, workspace_id, source_id, source, state, created_by) values (${run}, ${test.scope().workspace}, ${randomUUID()}, '{}', 'running', 'a test')`,
    );
    return run;
  };
  /** A task of such a run, with the workers as a job. */
  const queued = async (): Promise<{ readonly taskId: string; readonly job: string }> => {
    const [taskId, job] = [randomUUID(), randomUUID()];
    await inside(async (tx) => {
      const run = await running(tx);
      await storage.query(
        tx,
        sql`insert into scans.tasks (id, workspace_id, run_id, name, state) values (${taskId}, ${test.scope().workspace}, ${run}, 't', 'queued')`,
      );
      await tasks.setJobs(tx, [taskId], [job]);
    });
    return { taskId, job };
  };
  const claimsOf =
    ({ taskId, job }: { readonly taskId: string; readonly job: string }) =>
    (fencingToken: bigint) => ({ taskId, job: { id: job, fencingToken } });

  it('are not taken from a later attempt by one that was taken for dead', async () => {
    const claim = claimsOf(await queued());
    const held = await inside(async (tx) => {
      const later = (await tasks.claim(tx, [claim(2n)]))(claim(2n));
      const earlier = (await tasks.claim(tx, [claim(1n)]))(claim(1n));
      return [later?.task.attempt, earlier];
    });
    expect(held).to.deep.equal([1, null]);
  });

  it('are the later attempt’s where two ask together', async () => {
    const claim = claimsOf(await queued());
    for (const tokens of [
      [1n, 2n],
      [4n, 3n],
    ]) {
      const answerOf = await inside((tx) => tasks.claim(tx, tokens.map(claim)));
      const held = tokens.filter((token) => answerOf(claim(token)) !== null);
      expect(held).to.deep.equal([tokens.reduce((a, b) => (a > b ? a : b))]);
    }
  });

  it('stay with the job that has them by now, whatever became of the one before', async () => {
    const { taskId, job } = await queued();
    const other = randomUUID();
    // Somebody read it with its first job; since then its run was paused and resumed.
    const seen = { id: taskId, jobId: job, weight: 1 };
    await inside((tx) => tasks.setJobs(tx, [taskId], [other]));
    const claim = claimsOf({ taskId, job: other })(1n);
    await inside(async (tx) => {
      expect((await tasks.claim(tx, [claim]))(claim)).not.to.equal(null);
      expect(await tasks.release(tx, seen)).to.equal(false);
      expect(await tasks.settle(tx, test.scope(), taskId, seen, { state: 'failed' })).to.equal(false);
      expect(await tasks.settle(tx, test.scope(), taskId, claim.job, { state: 'completed' })).to.equal(true);
    });
  });

  it('of slices that somebody has put together do not fail afterwards', async () => {
    const slices = new SliceStore(storage);
    const error = { code: 'DW_SCAN_SLICES', message: 'They do not fit.', hint: null };
    const outcomes = await inside(async (tx) => {
      const run = await running(tx);
      for (const urn of ['urn:put-together', 'urn:left'])
        await storage.query(
          tx,
          sql`insert into scans.tasks (id, workspace_id, run_id, urn, name, state, result) values (${randomUUID()}, ${test.scope().workspace}, ${run}, ${urn}, 't', 'completed', '{}')`,
        );
      await slices.markMerged(tx, run, 'urn:put-together');
      for (const urn of ['urn:put-together', 'urn:left']) await slices.fail(tx, run, urn, error);
      return storage.query(tx, sql`select state from scans.tasks where run_id = ${run} order by urn desc`);
    });
    expect(outcomes).to.deep.equal([{ state: 'completed' }, { state: 'failed' }]);
  });

  it('begin anew with another job, whose tokens say nothing of those of the one before', async () => {
    const { taskId, job } = await queued();
    await inside((tx) => tasks.claim(tx, [claimsOf({ taskId, job })(7n)]));
    const other = randomUUID();
    await inside(async (tx) => {
      expect(await tasks.release(tx, { id: taskId, jobId: job, weight: 1 })).to.equal(true);
      await tasks.setJobs(tx, [taskId], [other]);
      await storage.query(tx, sql`update scans.tasks set state = 'queued' where id = ${taskId}`);
    });
    const claim = claimsOf({ taskId, job: other })(1n);
    expect((await inside((tx) => tasks.claim(tx, [claim])))(claim)).to.have.nested.property(
      'task.id',
      taskId,
    );
  });

  it('are of one plan of slices, however an asset that has grown is cut by another attempt at its discovery', async () => {
    const { asset } = buildSample('grown', [{ name: 'id', values: ['1'] }]);
    const cut = (count: number): readonly NewTask[] =>
      Array.from({ length: count }, (_, index) => ({
        ...{ urn: 'urn:dw:test:a:grown', asset, wanted: null, isSkipped: false, reason: 'new', weight: 1 },
        slice: { kind: 'pages', index, count, title: `${index}`, bounds: {}, rowEstimate: null },
      }));
    const left = await inside(async (tx) => {
      const run = await running(tx);
      const added = [
        (await tasks.add(tx, test.scope(), run, cut(2))).total,
        (await tasks.add(tx, test.scope(), run, cut(3))).total,
      ];
      const rows = await storage.query(
        tx,
        sql`select (slice ->> 'count')::int as count from scans.tasks where run_id = ${run}`,
      );
      return { added, rows };
    });
    expect(left).to.deep.equal({ added: [2, 0], rows: [{ count: 2 }, { count: 2 }] });
  });
});
