import { randomUUID } from 'node:crypto';
import { coreServices, definePlugin, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { migrations } from '../src/migrations.ts';
import { TaskStore } from '../src/task/task-store.ts';

describe('claims of a task', () => {
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
              tasks = new TaskStore(deps.storage, deps.events);
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

  /** A task of a run that is going on, with the workers as a job. */
  const queued = async (): Promise<{ readonly taskId: string; readonly job: string }> => {
    const [run, taskId, job] = [randomUUID(), randomUUID(), randomUUID()];
    await inside(async (tx) => {
      const { workspace } = test.scope();
      await storage.query(
        tx,
        sql`insert into scans.runs (id, workspace_id, source_id, source, state, created_by) values (${run}, ${workspace}, ${randomUUID()}, '{}', 'running', 'a test')`,
      );
      await storage.query(
        tx,
        sql`insert into scans.tasks (id, workspace_id, run_id, name, state) values (${taskId}, ${workspace}, ${run}, 't', 'queued')`,
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

  it('begin anew with another job, whose tokens say nothing of those of the one before', async () => {
    const { taskId, job } = await queued();
    await inside((tx) => tasks.claim(tx, [claimsOf({ taskId, job })(7n)]));
    const other = randomUUID();
    await inside(async (tx) => {
      expect(await tasks.release(tx, taskId)).to.equal(true);
      await tasks.setJobs(tx, [taskId], [other]);
      await storage.query(tx, sql`update scans.tasks set state = 'queued' where id = ${taskId}`);
    });
    const claim = claimsOf({ taskId, job: other })(1n);
    expect((await inside((tx) => tasks.claim(tx, [claim])))(claim)).to.have.nested.property(
      'task.id',
      taskId,
    );
  });
});
