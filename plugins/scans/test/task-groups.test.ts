import { endOf, withDatabase } from '@datawave/core/test-platform';
import { expect } from 'chai';
import { items, scanBench, tables } from './scan-bench.ts';

const COUNT = 40;

describe('tasks that are completed together', () => {
  const bench = scanBench({ scans: { concurrency: 16 } });
  const { get, register, staged, start } = bench;

  /** Has the catalog refuse to write one table, with an error of the database's, so many times. */
  const refuse = (name: string, sqlState: string, times: number): Promise<unknown> =>
    withDatabase(bench.folder, (client) =>
      client.query(`
        drop sequence if exists public.refusals;
        create sequence public.refusals;
        grant usage on sequence public.refusals to public;
        create or replace function public.refuse() returns trigger language plpgsql as $$ begin
          if new.urn like '%/${name}' and nextval('public.refusals') <= ${times} then raise exception using errcode = '${sqlState}'; end if;
          return new; end $$;
        create or replace trigger refuse before insert or update on catalog.assets for each row execute function public.refuse()`),
    );
  const scan = async () => {
    staged.assets = tables(COUNT);
    // All are done at the same moment, so that they are completed in groups.
    staged.hold();
    const { id } = await register();
    await bench.test.request('PATCH', `/api/v1/sources/${id}`, {
      body: { load: { maxConcurrency: 16, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 } },
    });
    const run = await start(id);
    await staged.held(8);
    staged.release();
    return endOf(bench.test, run);
  };
  /** How often each end of a task of a run was told of, and jobs that ended its tasks or itself. */
  const told = (run: string) =>
    withDatabase(bench.folder, async (client) => {
      const { rows } = await client.query<{ task: string; times: number }>(
        `select data ->> 'taskId' as task, count(*)::int as times
         from (select type, subject, data from core.event_outbox union all select type, subject, data from core.events) e
         where type = 'scans.task.ended' and subject = $1 group by 1`,
        [run],
      );
      const { rows: jobs } = await client.query<{ count: number }>(
        `select count(*)::int as count from core.jobs where name = 'scans.finish' and payload ->> 'runId' = $1`,
        [run],
      );
      return { tasks: rows.map(({ times }) => times), finished: jobs[0]?.count };
    });

  it('are completed once each where the database has some begin again', async () => {
    await refuse('t7', '40P01', 2);
    const run = await scan();
    expect(run).to.deep.include({ state: 'completed', assets: COUNT, columns: COUNT });
    expect(run.tasks).to.deep.equal({ total: COUNT, done: COUNT, failed: 0, skipped: 0 });
    expect(run.progress).to.have.property('rows', COUNT * 3);
    expect(await told(run.id)).to.deep.equal({ tasks: Array(COUNT).fill(1), finished: 1 });
  });

  it('are completed although one of them cannot be written, which alone fails', async () => {
    await refuse('t7', '23514', Number.MAX_SAFE_INTEGER);
    const run = await scan();
    expect(run).to.deep.include({ state: 'completed-with-errors', assets: COUNT - 1, columns: COUNT - 1 });
    expect(run.tasks).to.deep.equal({ total: COUNT, done: COUNT, failed: 1, skipped: 0 });
    expect(await told(run.id)).to.deep.equal({ tasks: Array(COUNT).fill(1), finished: 1 });
    const [problem, ...others] = items(await get(`${run.id}/problems`));
    expect(others).to.deep.equal([]);
    expect(problem).to.include({ name: 'main.t7', code: 'DW_STORAGE_CONSTRAINT' });
  });
});
