import { endOf, withDatabase } from '@datawave/core/test-platform';
import { scansService } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { field, items, part, rulesBench } from './rules-bench.ts';

const DAILY = { cron: '0 2 * * *', timeZone: 'UTC' };

describe('schedules of scan rules', function () {
  this.timeout(60_000);
  const bench = rulesBench();
  const { staged, get, request, create } = bench;

  /** Moves the next time of rules into the past, all to the same instant, as if the platform had been down. */
  const makeDue = (rules: readonly string[], ago = '3 days'): Promise<unknown> =>
    withDatabase(bench.folder, (client) =>
      client.query(
        `update scan_rules.schedules set next_at = date_trunc('minute', now()) - $2::interval where rule_id = any($1::uuid[])`,
        [rules, ago],
      ),
    );
  const outcomes = async (rule: string): Promise<readonly object[]> =>
    field(await get(`/${rule}/schedule`), 'outcomes') as readonly object[];
  const runsOf = (sourceId: string) =>
    bench.test.service(scansService).list(bench.test.scope(), { sourceId, limit: 100 });

  it('start a scan of each source once when their time comes, and make up for missed times by one', async () => {
    staged.assets = [{ name: 'a' }];
    const [one, other] = [await bench.register(), await bench.register()];
    const id = await create({ title: 'Nightly', sources: [one.id, other.id], schedule: DAILY, priority: 7 });
    await makeDue([id]);
    await bench.tick();
    const [run, ...more] = await runsOf(one.id);
    expect(more).to.deep.equal([]);
    expect(run).to.deep.include({ rule: { id, version: 1, title: 'Nightly' }, priority: 7 });
    await endOf(bench.test, String(run?.id));
    const transitions = items(await bench.test.request('GET', `/api/v1/scans/${run?.id}/transitions`));
    expect(part(transitions[0], 'reason')).to.equal('schedule "Nightly"');
    expect(await runsOf(other.id)).to.have.length(1);
    await bench.tick();
    expect(await runsOf(one.id)).to.have.length(1);
    const schedule = await get(`/${id}/schedule`);
    expect(Date.parse(String(field(schedule, 'nextAt')))).to.be.greaterThan(Date.now());
    expect(field(schedule, 'next')).to.have.length(3);
    expect(field(schedule, 'lastAt')).to.be.a('string');
    expect((await outcomes(id)).map((outcome) => part(outcome, 'outcome'))).to.deep.equal([
      'started',
      'started',
    ]);
    expect(part(items(await get('')), 0, 'last')).to.deep.include({ outcome: 'started' });
  });

  it('start nothing twice when the job of a time runs twice', async () => {
    staged.assets = [{ name: 'a' }];
    const { id: sourceId } = await bench.register();
    const id = await create({ title: 'Nightly', sources: [sourceId], schedule: DAILY });
    await makeDue([id]);
    await bench.tick();
    const [run] = await runsOf(sourceId);
    await endOf(bench.test, String(run?.id));
    await bench.again(id, String(part((await outcomes(id))[0], 'dueAt')));
    expect(await runsOf(sourceId)).to.have.length(1);
    expect((await outcomes(id)).map((outcome) => part(outcome, 'outcome'))).to.deep.equal(['started']);
  });

  it('start nothing while the source is being scanned, and say so', async () => {
    staged.assets = [{ name: 'slow' }];
    const { id: sourceId } = await bench.register();
    staged.hold();
    const running = await bench.test.service(scansService).start(bench.test.scope(), { sourceId });
    const id = await create({ title: 'Nightly', sources: [sourceId], schedule: DAILY });
    await makeDue([id]);
    await bench.tick();
    staged.release();
    await endOf(bench.test, running.id);
    expect(await runsOf(sourceId)).to.have.length(1);
    const [outcome] = await outcomes(id);
    expect(outcome).to.deep.include({ outcome: 'skipped', code: 'DW_SCAN_RUNNING', runId: null, sourceId });
    expect(part(outcome, 'reason')).to.include(running.id);
    // Events are relayed after the commit.
    while (!bench.skipped.some(({ rule }) => rule === id))
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(bench.skipped).to.deep.include({ rule: id, code: 'DW_SCAN_RUNNING' });
  });

  it('scan a source once where two rules say the same for the same time', async () => {
    staged.assets = [{ name: 'a' }];
    const { id: sourceId } = await bench.register();
    const same = { sources: [sourceId], schedule: DAILY, assets: { include: ['*.a'] } };
    const [first, second] = [
      await create({ title: 'One', ...same }),
      await create({ title: 'Two', ...same }),
    ];
    await makeDue([first, second]);
    await bench.tick();
    const runs = await runsOf(sourceId);
    expect(runs).to.have.length(1);
    const both = [...(await outcomes(first)), ...(await outcomes(second))];
    expect(both.map((outcome) => part(outcome, 'outcome')).sort()).to.deep.equal(['skipped', 'started']);
    // Whether the first one still ran when the second came is for the machine to say.
    expect(
      part(
        both.find((outcome) => part(outcome, 'outcome') === 'skipped'),
        'code',
      ),
    ).to.be.oneOf(['DW_SCAN_RULE_TWIN', 'DW_SCAN_RUNNING']);
    for (const { id } of runs) await endOf(bench.test, id);
    // The run has ended; the same time is still scanned once.
    await withDatabase(bench.folder, (client) =>
      client.query(`delete from scan_rules.outcomes where outcome = 'skipped'`),
    );
    const dueAt = String(part(both[0], 'dueAt'));
    await withDatabase(bench.folder, (client) =>
      client.query(`update scan_rules.schedules set next_at = $1::timestamptz`, [dueAt]),
    );
    await bench.tick();
    expect(await runsOf(sourceId)).to.have.length(1);
    const later = [...(await outcomes(first)), ...(await outcomes(second))];
    expect(later.map((outcome) => part(outcome, 'code')).sort()).to.deep.equal(['DW_SCAN_RULE_TWIN', null]);
  });

  it('pass over disabled rules, retired and vanished sources, each with its reason', async () => {
    staged.assets = [{ name: 'a' }];
    const [retired, gone] = [await bench.register(), await bench.register()];
    const disabled = await create({
      title: 'Disabled',
      sources: [retired.id],
      schedule: DAILY,
      isEnabled: false,
    });
    const id = await create({ title: 'Both', sources: [retired.id, gone.id], schedule: DAILY });
    const sources = `/api/v1/sources`;
    const answer = await bench.test.request('PATCH', `${sources}/${retired.id}`, {
      body: { state: 'retired' },
    });
    expect(answer.status, JSON.stringify(answer.body)).to.equal(200);
    const departure = await bench.test.request('GET', `${sources}/${gone.id}/departure`);
    expect(JSON.stringify(field(departure, 'stays')))
      .to.include('Both')
      .and.not.to.include('Disabled');
    const removed = await bench.test.request('DELETE', `${sources}/${gone.id}`);
    expect(removed.status, JSON.stringify(removed.body)).to.equal(202);
    await makeDue([disabled, id]);
    await bench.tick();
    expect((await outcomes(disabled)).map((outcome) => part(outcome, 'code'))).to.deep.equal([
      'DW_SCAN_RULE_DISABLED',
    ]);
    expect(
      Object.fromEntries(
        (await outcomes(id)).map((outcome) => [part(outcome, 'sourceId'), part(outcome, 'code')]),
      ),
    ).to.deep.equal({
      [retired.id]: 'DW_SCAN_SOURCE_STATE',
      [gone.id]: 'DW_SOURCE_UNKNOWN',
    });
    // A source that a rule names may be gone: the rule can be changed all the same.
    expect((await request('PATCH', `/${id}`, { priority: 1 })).status).to.equal(200);
  });

  it('are forgotten with what became of their times when their rule has been removed for 30 days, and not before', async () => {
    staged.assets = [{ name: 'a' }];
    const { id: sourceId } = await bench.register();
    const [long, lately] = [
      await create({ title: 'Long gone', sources: [sourceId], schedule: DAILY }),
      await create({ title: 'Lately gone', sources: [sourceId], schedule: DAILY, priority: 1 }),
    ];
    await makeDue([long, lately]);
    await bench.tick();
    for (const { id } of await runsOf(sourceId)) await endOf(bench.test, id);
    for (const id of [long, lately]) expect((await request('DELETE', `/${id}`)).status).to.equal(204);
    const kept = () =>
      withDatabase(bench.folder, async (client) => {
        const { rows } = await client.query<{ rule_id: string }>(
          'select distinct rule_id from scan_rules.outcomes where rule_id = any($1)',
          [[long, lately]],
        );
        return rows.map(({ rule_id }) => rule_id);
      });
    const removedSince = (id: string, days: number) =>
      withDatabase(bench.folder, (client) =>
        client.query(
          'update scan_rules.rules set removed_at = now() - make_interval(days => $2::int) where id = $1',
          [id, days],
        ),
      );
    // Before anything is old enough: the platform looks by itself every minute, which may be the next moment.
    expect(await kept()).to.have.members([long, lately]);
    await removedSince(lately, 29);
    await removedSince(long, 31);
    await bench.tick();
    expect(await kept()).to.deep.equal([lately]);
  });

  it('wait in the hours in which a source is left alone, and say until when', async () => {
    staged.assets = [{ name: 'a' }];
    const { id: sourceId } = await bench.register();
    // Every day but one that is neither today nor tomorrow: some hour of the week must be left.
    const free = ((new Date().getUTCDay() + 2) % 7) + 1;
    const days = [1, 2, 3, 4, 5, 6, 7].filter((day) => day !== free);
    const always = { days, from: '00:00', to: '00:00', timeZone: 'UTC' };
    const set = await bench.test.request('PATCH', `/api/v1/sources/${sourceId}`, {
      body: { maintenance: [always] },
    });
    expect(set.status, JSON.stringify(set.body)).to.equal(200);
    const id = await create({ title: 'Nightly', sources: [sourceId], schedule: DAILY });
    await makeDue([id]);
    await bench.tick();
    const [run] = await runsOf(sourceId);
    expect(run?.state).to.be.oneOf(['queued', 'paused']);
    const [outcome] = await outcomes(id);
    expect(outcome).to.deep.include({ outcome: 'started', runId: run?.id });
    expect(part(outcome, 'reason')).to.include('hours of maintenance');
    const preview = await request('POST', `/${id}/preview`, { sourceId });
    expect(preview.body).to.include({ status: 409, code: 'DW_SCAN_SOURCE_STATE' });
    expect(staged.sampled).to.deep.equal([]);
  });

  it('follow their rule: a new time counts from now, a removed rule has none', async () => {
    const id = await create({ title: 'Moving', schedule: DAILY });
    await makeDue([id]);
    await request('PATCH', `/${id}`, { title: 'Still', priority: 1 });
    const before = Date.parse(String(field(await get(`/${id}/schedule`), 'nextAt')));
    expect(before, 'a schedule that stays keeps its time').to.be.lessThan(Date.now());
    await request('PATCH', `/${id}`, { schedule: { cron: '0 3 * * *', timeZone: 'UTC' } });
    const after = Date.parse(String(field(await get(`/${id}/schedule`), 'nextAt')));
    expect(after).to.be.greaterThan(Date.now());
    await request('PATCH', `/${id}`, { schedule: null });
    expect((await get(`/${id}/schedule`)).body).to.deep.include({ schedule: null, nextAt: null, next: [] });
    const other = await create({ title: 'Removed', schedule: DAILY });
    await makeDue([other]);
    await request('DELETE', `/${other}`);
    await bench.tick();
  });
});
