import { randomUUID } from 'node:crypto';
import { endOf, withDatabase } from '@datawave/core/test-platform';
import { scansService, scheduleWatchJob, sourcesService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { ROOT, rulesBench } from './rules-bench.ts';

const DAILY = { cron: '0 2 * * *', timeZone: 'UTC' };

describe('schedules of several workspaces', function () {
  this.timeout(120_000);
  const bench = rulesBench();
  const { staged } = bench;

  const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    withDatabase(bench.folder, async (client) => (await client.query<Row>(text, [...values])).rows);
  const until = async (isTrue: () => Promise<boolean>): Promise<void> => {
    while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  /** A workspace of its own with a source and so many rules for it that are due. */
  const workspaceWith = async (rules: number) => {
    const scope = bench.test.scope({ workspace: randomUUID() });
    const { id } = await bench.test.service(sourcesService).register(scope, {
      ...{ key: 'own', title: 'Own', connector: 'staged', config: { host: 'a' } },
    });
    for (let rule = 0; rule < rules; rule += 1) {
      const { status, body } = await bench.test.request('POST', ROOT, {
        body: { title: `Rule ${rule}`, sources: [id], schedule: DAILY },
        workspace: scope.workspace,
      });
      expect(status, JSON.stringify(body)).to.equal(201);
    }
    return { scope, sourceId: id };
  };
  const makeDue = (workspace: string) =>
    query(`update scan_rules.schedules set next_at = now() - interval '1 minute' where workspace_id = $1`, [
      workspace,
    ]);
  /** Lets the minute of a workspace pass. */
  const hasten = (workspace: string) =>
    query(
      `update core.jobs set run_at = now() where workspace_id = $1 and name = $2 and state = 'delayed' returning id`,
      [workspace, scheduleWatchJob.name],
    );
  const minute = (workspace: string): Promise<void> =>
    until(async () => (await hasten(workspace)).length === 1);

  it('fire in each of them, minute after minute, for as long as there are any', async () => {
    staged.assets = [{ name: 'a' }];
    const scans = bench.test.service(scansService);
    const spaces = [await workspaceWith(1), await workspaceWith(1)];
    for (const round of [1, 2])
      for (const { scope, sourceId } of spaces) {
        await makeDue(scope.workspace);
        await minute(scope.workspace);
        await until(async () => (await scans.list(scope, { sourceId })).length === round);
        const [run] = await scans.list(scope, { sourceId });
        expect(await endOf(bench.test, String(run?.id), scope)).to.include({ state: 'completed' });
      }
    const [first] = spaces;
    const workspace = first?.scope.workspace ?? '';
    await query('delete from scan_rules.schedules where workspace_id = $1', [workspace]);
    await until(async () => {
      await hasten(workspace);
      const left = await query(
        `select id from core.jobs where workspace_id = $1 and name = $2 and state <> 'completed'`,
        [workspace, scheduleWatchJob.name],
      );
      return left.length === 0;
    });
  });

  it('are looked after again when somebody looks at one whose job is lost', async () => {
    staged.assets = [{ name: 'a' }];
    const { scope, sourceId } = await workspaceWith(1);
    const { workspace } = scope;
    await query('delete from core.jobs where workspace_id = $1 and name = $2', [
      workspace,
      scheduleWatchJob.name,
    ]);
    const [rule] = await query<{ id: string }>(
      `update scan_rules.schedules set next_at = now() - interval '1 hour' where workspace_id = $1 returning rule_id as id`,
      [workspace],
    );
    expect((await bench.test.request('GET', `${ROOT}/${rule?.id}/schedule`, { workspace })).status).to.equal(
      200,
    );
    const scans = bench.test.service(scansService);
    await until(async () => (await scans.list(scope, { sourceId })).length === 1);
    const [run] = await scans.list(scope, { sourceId });
    await endOf(bench.test, String(run?.id), scope);
  });

  it('of one with many due rules do not hold up those of another', async () => {
    staged.assets = [{ name: 'a' }];
    staged.hold();
    const many = await workspaceWith(40);
    const few = await workspaceWith(1);
    for (const { scope } of [many, few]) await makeDue(scope.workspace);
    await minute(many.scope.workspace);
    const outcomes = async (workspace: string) =>
      (await query('select 1 from scan_rules.outcomes where workspace_id = $1', [workspace])).length;
    await until(async () => (await outcomes(many.scope.workspace)) > 0);
    await minute(few.scope.workspace);
    await until(async () => (await outcomes(few.scope.workspace)) === 1);
    await until(async () => (await outcomes(many.scope.workspace)) === 40);
    // In the order in which they entered the queue: of the many never more than a handful stood before the one.
    const jobs = await query<{ workspace: string; at: Date; done: Date }>(
      `select workspace_id as workspace, created_at as at, finished_at as done from core.jobs where name = 'scans.schedule-due' and workspace_id = any($1::uuid[])`,
      [[many.scope.workspace, few.scope.workspace]],
    );
    const one = jobs.find(({ workspace }) => workspace === few.scope.workspace);
    if (one === undefined) throw new Error('it had no job');
    const before = jobs.filter((job) => job.at < one.at && job.done > one.at);
    expect(before.length).to.be.at.most(8);
    expect(jobs).to.have.length(41);
    staged.release();
    for (const { scope, sourceId } of [many, few])
      for (const { id } of await bench.test.service(scansService).list(scope, { sourceId }))
        await endOf(bench.test, id, scope);
  });
});
