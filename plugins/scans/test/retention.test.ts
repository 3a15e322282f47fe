import { endOf, withDatabase } from '@datawave/core/test-platform';
import { DataWaveError, DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { untilNight } from '../src/retention/prune-history.ts';
import { scanBench, tables } from './scan-bench.ts';

describe('the retention of scans', () => {
  const bench = scanBench({ scans: { keepRunsDays: 30, keepRunsPerSource: 2, keepTasksDays: 10 } });
  const { get, register, staged, start } = bench;

  const query = <Row extends object>(text: string, values: readonly unknown[] = []) =>
    withDatabase(bench.folder, async (client) => (await client.query<Row>(text, [...values])).rows);
  /** Lets a run be so many days old. */
  const age = (run: string, days: number) =>
    query(
      `update scans.runs set created_at = now() - $2::int * interval '1 day', finished_at = case when finished_at is not null then now() - $2::int * interval '1 day' end where id = $1`,
      [run, days],
    );
  /** What was announced so far, on its way included. */
  const announced = async (): Promise<readonly unknown[]> =>
    (
      await query<{ data: unknown }>(
        `select data from (select data, 0 as place, sequence as n from core.events where type = 'scans.history.pruned'
           union all select data, 1, 0 from core.event_outbox where type = 'scans.history.pruned') e order by place, n`,
      )
    ).map(({ data }) => data);
  /** Has the night come, and answers what it announced; null for nothing. */
  const night = async (): Promise<unknown> => {
    const before = (await announced()).length;
    // While nobody can take it up: one that is broken off in the middle would announce the rest alone.
    await bench.test.kernel.disable('scans');
    const [job] = await query<{ id: string }>(
      `update core.jobs set state = 'waiting', run_at = now() where name = 'scans.retain' and state = 'delayed' returning id`,
    );
    expect(job, 'waits for the night').not.to.equal(undefined);
    await bench.test.kernel.enable('scans');
    for (;;) {
      const [row] = await query<{ state: string }>('select state from core.jobs where id = $1', [job?.id]);
      if (row?.state === 'completed') break;
      expect(row?.state).not.to.be.oneOf(['failed', 'dead']);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return (await announced())[before] ?? null;
  };
  const scanned = async (source: string): Promise<string> => {
    const run = await start(source, { mode: 'full' });
    await endOf(bench.test, run);
    return run;
  };
  const left = async (source: string) =>
    (
      await query<{ id: string }>('select id from scans.runs where source_id = $1 order by created_at', [
        source,
      ])
    ).map(({ id }) => id);
  const tasksOf = async (run: string) =>
    (await query('select 1 from scans.tasks where run_id = $1', [run])).length;

  it('deletes runs that are old and not among the latest of their source, with all that belongs to them', async () => {
    staged.assets = tables(3);
    const { id } = await register();
    const runs = [await scanned(id)];
    staged.assets = [{ name: 't0', columns: { other: ['1'] } }, ...tables(3).slice(1)];
    runs.push(await scanned(id), await scanned(id), await scanned(id));
    for (const [index, run] of runs.entries()) await age(run, 60 - index);
    const [first = '', second = '', third = '', fourth = ''] = runs;
    expect(await night()).to.deep.equal({ runs: 2, tasks: 9 });
    expect(await left(id)).to.deep.equal([third, fourth]);
    for (const run of [first, second]) {
      expect((await get(run)).status).to.equal(404);
      for (const table of ['transitions', 'changes', 'drifts'])
        expect(await query(`select 1 from scans.${table} where run_id = $1`, [run])).to.deep.equal([]);
    }
    expect(await tasksOf(third), 'its tasks are older than they are kept').to.equal(0);
    expect(await tasksOf(fourth), 'the latest completed keeps its tasks').to.equal(3);
    expect((await get(third)).body).to.deep.include({ tasks: { total: 3, done: 3, failed: 0, skipped: 0 } });
    expect(await night(), 'nothing is left to do').to.equal(null);
  });

  it('keeps the latest completed run whatever came after it, and whatever has not ended', async () => {
    staged.assets = tables(1);
    const { id } = await register();
    const completed = await scanned(id);
    staged.discovering = () => {
      throw new DataWaveError({ code: 'DW_SOURCE_PERMISSION', message: 'Not now.' });
    };
    const failed = [await scanned(id), await scanned(id), await scanned(id)];
    staged.discovering = null;
    await age(completed, 90);
    for (const [index, run] of failed.entries()) await age(run, 80 - index);
    staged.hold();
    const active = await start(id);
    await staged.held(1);
    await age(active, 70);
    await night();
    expect(await left(id)).to.deep.equal([completed, failed[2], active]);
    staged.release();
    expect(await endOf(bench.test, active)).to.include({ state: 'completed' });
  });

  it('leaves alone what is young', async () => {
    staged.assets = tables(2);
    const { id } = await register();
    const runs = [await scanned(id), await scanned(id), await scanned(id), await scanned(id)];
    for (const run of runs) await age(run, 9);
    await night();
    expect(await left(id)).to.have.length(4);
    for (const run of runs) expect(await tasksOf(run)).to.equal(2);
  });

  it('has one job in a workspace, for the night to come', async () => {
    const jobs = await query<{ workspace: string; at: string }>(
      `select workspace_id as workspace, to_char(run_at at time zone 'UTC', 'HH24:MI') as at from core.jobs where name = 'scans.retain' and state = 'delayed'`,
    );
    expect(jobs).to.have.length(1);
    expect(jobs[0]?.workspace).to.equal(DEFAULT_WORKSPACE);
    expect(jobs[0]?.at).to.be.oneOf(['02:00', '01:59']);
    expect(untilNight(new Date('2026-01-15T01:00:00Z'))).to.equal(3_600_000);
    expect(untilNight(new Date('2026-01-15T02:00:00Z'))).to.equal(24 * 3_600_000);
    expect(untilNight(new Date('2026-01-15T23:00:00Z'))).to.equal(3 * 3_600_000);
  });
});
