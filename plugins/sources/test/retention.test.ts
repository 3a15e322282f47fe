import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { coreServices } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { reviveJob } from '../src/health/check-jobs.ts';
import { registerStaged, until } from './health-bench.ts';

describe('how long records of sources are kept', () => {
  let test: TestKernel;
  let folder = '';
  const staged = new StagedSource([{ name: 'people' }]);

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-sources-'));
    test = await startPlatform({
      plugins: [staged.plugin],
      dataDirectory: folder,
      sources: { checkMinutes: 600, keepTransitionsDays: 10, keepDeparturesDays: 10 },
    });
    // Nobody looks but the tests.
    await query(`update core.job_schedules set next_at = now() + interval '1 day' where plugin = 'sources'`);
    await until(
      () =>
        query(`select id from core.jobs where name = 'sources.revive' and state in ('waiting', 'running')`),
      (jobs) => jobs.length === 0,
    );
  });
  after(async () => {
    await test?.stop();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  const query = <T extends object>(text: string, values: readonly unknown[] = []) =>
    withDatabase(folder, async (client) => (await client.query<T>(text, [...values])).rows);
  const transitionsOf = async (id: string): Promise<number> =>
    (await query('select id from sources.transitions where source_id = $1', [id])).length;
  const departuresOf = async (id: string): Promise<number> =>
    (await query('select source_id from sources.departures where source_id = $1', [id])).length;
  const look = async (): Promise<void> => {
    const scope = test.scope();
    const jobs = test.service(coreServices.jobs);
    const job = await test
      .service(coreServices.storage)
      .transaction(scope, (tx) => jobs.enqueue(tx, scope, reviveJob, {}));
    await until(
      async () => (await jobs.get(scope, job))?.state,
      (state) => state === 'completed',
    );
  };
  const remove = async (id: string): Promise<void> => {
    expect((await test.request('DELETE', `/api/v1/sources/${id}`)).status).to.equal(202);
    await until(
      async () => (await test.request('GET', `/api/v1/sources/departures/${id}`)).body,
      (body) => Reflect.get(Object(body), 'state') === 'deleted',
    );
  };
  const addOld = (id: string, count: number) =>
    query(
      `insert into sources.transitions (workspace_id, source_id, source_title, from_state, to_state, at, actor, reason)
       select workspace_id, source_id, source_title, 'active', 'maintenance', now() - interval '11 days', actor, n::text
       from sources.transitions, generate_series(1, $2::int) n where source_id = $1 and from_state is null`,
      [id, count],
    );

  it('keeps the latest changes of a source that is there whatever their age, and others for their days', async () => {
    const [busy, fresh] = [await registerStaged(test, 'busy'), await registerStaged(test, 'fresh')];
    await addOld(busy, 30);
    await query(
      `insert into sources.transitions (workspace_id, source_id, source_title, from_state, to_state, actor, reason)
       select workspace_id, source_id, source_title, 'active', 'maintenance', actor, n::text
       from sources.transitions, generate_series(1, 30) n where source_id = $1`,
      [fresh],
    );
    await look();
    expect(await transitionsOf(fresh)).to.equal(31);
    const kept = await query<{ reason: string }>(
      'select reason from sources.transitions where source_id = $1 order by id',
      [busy],
    );
    expect(kept.map(({ reason }) => reason)).to.deep.equal([
      'registered',
      ...Array.from({ length: 20 }, (_, index) => String(index + 11)),
    ]);
  });

  it('forgets a deletion after its days, and not while a plugin that is there has not been told', async () => {
    const ids: string[] = [];
    for (const key of ['lately', 'long-ago', 'untold', 'going']) {
      const id = await registerStaged(test, key);
      await addOld(id, 1);
      await remove(id);
      ids.push(id);
    }
    const [lately = '', longAgo = '', untold = '', going = ''] = ids;
    const old = `finished_at = now() - interval '11 days', left_at = now() - interval '11 days'`;
    await query(`update sources.departures set ${old} where source_id = any($1)`, [[longAgo, untold]]);
    await query(`update sources.departures set told = '{}' where source_id = $1`, [untold]);
    await query('update sources.departures set finished_at = null where source_id = $1', [going]);
    await look();
    expect(await Promise.all(ids.map(departuresOf))).to.deep.equal([1, 0, 1, 1]);
    expect(await transitionsOf(lately), 'what is younger stays').to.equal(2);
    expect(await transitionsOf(going), 'its deletion goes on').to.equal(3);
  });
});
