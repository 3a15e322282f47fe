import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { StagedSource, startPlatform, withDatabase } from '@datawave/core/test-platform';
import { type MaintenanceWindow, sourcesService } from '@datawave/plugin-sdk';
import type { TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { followSources, healthOf, refused, registerStaged, unreachable, until } from './health-bench.ts';

/** A window that is open now and for hours yet. */
const openNow = (): MaintenanceWindow => {
  const clock = (hours: number): string =>
    new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
  return { days: [1, 2, 3, 4, 5, 6, 7], from: clock(-3), to: clock(3), timeZone: 'UTC' };
};

describe('the health of sources', () => {
  let test: TestKernel;
  let events: ReturnType<typeof followSources>;
  const staged = new StagedSource([{ name: 'people' }]);

  before(async function () {
    this.timeout(120_000);
    test = await startPlatform({
      plugins: [staged.plugin],
      // Rests of a tenth of a second, and no check by itself during a test.
      sources: { checkMinutes: 600, firstRestSeconds: 0.1, longestRestSeconds: 0.4 },
    });
    events = followSources(test);
  });
  after(async () => {
    events?.stop();
    await test?.stop();
  });
  afterEach(() => {
    staged.testing = null;
  });

  const tryNow = async (id: string): Promise<void> => {
    const before = await healthOf(test, id);
    const answer = await test.request('POST', `/api/v1/sources/${id}/check`);
    expect(answer.status).to.equal(202);
    expect(answer.headers.get('location')).to.equal(`/api/v1/sources/${id}/health`);
    await until(
      () => healthOf(test, id),
      ({ checkedAt }) => checkedAt !== before.checkedAt,
    );
  };
  const patch = (id: string, body: object) => test.request('PATCH', `/api/v1/sources/${id}`, { body });

  it('is unknown until somebody asks, then measured', async () => {
    const id = await registerStaged(test, 'fresh');
    expect(await healthOf(test, id)).to.deep.include({
      ...{ state: 'unknown', breaker: 'closed', latencyMs: null, failures: 0, error: null, hindrance: null },
    });
    await tryNow(id);
    const known = await healthOf(test, id);
    expect(known).to.include({ state: 'healthy', breaker: 'closed', latencyMs: 1 });
    expect(known.history).to.deep.include({
      checks: 1,
      failures: 0,
      latency: { p50: 1, p95: 1, p99: 1, max: 1 },
    });
    expect(known.history.series).to.have.length(1);
    const list = await test.request('GET', '/api/v1/sources?q=fresh');
    expect(list.body).to.have.nested.property('items[0].health.state', 'healthy');
    expect(list.body).to.have.deep.nested.property('items[0].latencies', [1]);
    expect((await test.request('GET', `/api/v1/sources/${id}/health?hours=0`)).status).to.equal(400);
  });

  it('opens its breaker after failures in a row, tries by itself, and tells each change once', async function () {
    this.timeout(120_000);
    const id = await registerStaged(test, 'outage');
    await tryNow(id);
    staged.testing = unreachable;
    await tryNow(id);
    expect(await healthOf(test, id)).to.include({ state: 'degraded', breaker: 'closed', failures: 1 });
    await tryNow(id);
    await tryNow(id);
    // It is asked again by itself whenever its rest is over, and rests longer each time.
    const down = await until(
      () => healthOf(test, id),
      ({ failures }) => failures >= 5,
    );
    expect(down).to.include({ state: 'unreachable' });
    expect(down.error).to.have.property('code', 'DW_SOURCE_UNREACHABLE');
    expect(down.hindrance).to.have.property('by', 'health');
    staged.testing = null;
    const up = await until(
      () => healthOf(test, id),
      ({ state }) => state === 'healthy',
    );
    expect(up).to.deep.include({
      breaker: 'closed',
      failures: 0,
      nextTryAt: null,
      error: null,
      hindrance: null,
    });
    await until(
      async () => events.of(id),
      (types) => types.includes('recovered'),
    );
    expect(events.of(id)).to.deep.equal(['state-changed', 'degraded', 'unreachable', 'recovered']);
  });

  it('asks a source no more that refuses the credentials, until they change', async () => {
    const id = await registerStaged(test, 'locked');
    const sources = test.service(sourcesService);
    staged.testing = refused;
    expect(await sources.check(test.scope(), id)).to.include({
      state: 'unreachable',
      breaker: 'open',
      nextTryAt: null,
    });
    const before = staged.tests;
    for (let time = 0; time < 3; time += 1) await sources.check(test.scope(), id);
    expect(staged.tests).to.equal(before);
    const { hindrance, isRefused } = await healthOf(test, id);
    expect(isRefused).to.equal(true);
    expect(hindrance).to.deep.include({ by: 'health', until: null });
    // A person who says so gets one try.
    await tryNow(id);
    expect(staged.tests).to.equal(before + 1);
    expect(await healthOf(test, id)).to.include({ isRefused: true });
    staged.testing = null;
    await patch(id, { config: { host: 'a', password: 'right' } });
    await until(
      () => healthOf(test, id),
      ({ state }) => state === 'healthy',
    );
    await until(
      async () => events.of(id),
      (types) => types.includes('recovered'),
    );
    expect(events.of(id)).to.deep.equal(['state-changed', 'unreachable', 'recovered']);
  });

  it('leaves a source alone in its hours of maintenance, but not whoever wants to know', async () => {
    const id = await registerStaged(test, 'resting');
    expect((await patch(id, { maintenance: [openNow()] })).status).to.equal(200);
    const sources = test.service(sourcesService);
    const before = staged.tests;
    expect(await sources.check(test.scope(), id)).to.include({ state: 'unknown' });
    expect(staged.tests).to.equal(before);
    expect(await sources.hindrance(test.scope(), id)).to.deep.include({ by: 'maintenance' });
    await tryNow(id);
    expect(await healthOf(test, id)).to.include({ state: 'healthy' });
    await patch(id, { maintenance: [], state: 'maintenance' });
    expect(await sources.hindrance(test.scope(), id)).to.deep.include({ by: 'maintenance', until: null });
    await patch(id, { state: 'retired' });
    expect(await sources.hindrance(test.scope(), id)).to.deep.include({ by: 'retired', until: null });
  });

  it('goes by the clock of the database for hours of maintenance, not by that of a process', async () => {
    const sources = test.service(sourcesService);
    const resting = await registerStaged(test, 'resting-by-the-clock');
    await patch(resting, { maintenance: [openNow()] });
    const awake = await registerStaged(test, 'awake-by-the-clock');
    const inHalfADay = new Date(Date.now() + 12 * 3_600_000);
    const clock = (hours: number): string =>
      new Date(inHalfADay.getTime() + hours * 3_600_000).toISOString().slice(11, 16);
    await patch(awake, { maintenance: [{ ...openNow(), from: clock(-3), to: clock(3) }] });
    mock.timers.enable({ apis: ['Date'], now: inHalfADay });
    try {
      expect(await sources.hindrance(test.scope(), resting)).to.deep.include({ by: 'maintenance' });
      expect(await sources.hindrance(test.scope(), awake)).to.equal(null);
    } finally {
      mock.timers.reset();
    }
  });

  it('refuses hours of maintenance that cannot be meant, and loads out of all bounds', async () => {
    const id = await registerStaged(test, 'hours');
    const always = { days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00', timeZone: 'UTC' };
    const answer = await patch(id, { maintenance: [always] });
    expect(answer.status).to.equal(400);
    expect(answer.body).to.include({ code: 'DW_SOURCE_MAINTENANCE' });
    const nowhere = await patch(id, { maintenance: [{ ...always, to: '01:00', timeZone: 'Mars/Olympus' }] });
    expect(nowhere.body).to.have.nested.property('errors[0].pointer', '/maintenance/0/timeZone');
    expect((await patch(id, { maintenance: Array(21).fill(openNow()) })).status).to.equal(400);
    const load = { maxConcurrency: 2, maxStatementsPerSecond: 0.5, statementTimeoutMs: 1000 };
    expect((await patch(id, { load })).body).to.deep.include({ load });
    expect((await patch(id, { load: { ...load, maxConcurrency: 0 } })).status).to.equal(400);
    expect((await patch(id, { load: { ...load, maxStatementsPerSecond: 1e-9 } })).status).to.equal(400);
    expect(await test.service(sourcesService).connection(test.scope(), id)).to.deep.include({ load });
  });

  it('says that a source did not answer in time', async function () {
    this.timeout(60_000);
    const slow = new StagedSource([]);
    slow.testing = (signal) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    await using other = await startPlatform({ plugins: [slow.plugin], sources: { answerSeconds: 0.2 } });
    const id = await registerStaged(other, 'slow');
    const health = await other.service(sourcesService).check(other.scope(), id);
    expect(health).to.deep.include({ state: 'degraded', failures: 1 });
    expect(health.error).to.have.property('code', 'DW_SOURCE_TIMEOUT');
  });

  it('is checked again when its job was lost, as soon as somebody looks', async function () {
    this.timeout(120_000);
    const asked = new StagedSource([]);
    const folder = await mkdtemp(join(tmpdir(), 'datawave-lost-check-'));
    try {
      await using other = await startPlatform({
        plugins: [asked.plugin],
        dataDirectory: folder,
        sources: { checkMinutes: 0.005 },
      });
      const id = await registerStaged(other, 'lost');
      await withDatabase(folder, async (client) => {
        await client.query(`delete from core.jobs where name = 'sources.check'`);
        await client.query(`update sources.health set next_check_at = now() - interval '1 hour'`);
      });
      const before = asked.tests;
      await healthOf(other, id);
      await until(
        async () => asked.tests,
        (tests) => tests >= before + 2,
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('is checked again and again by durable jobs, and forgets what is old', async function () {
    this.timeout(120_000);
    const asked = new StagedSource([]);
    await using other = await startPlatform({
      plugins: [asked.plugin],
      sources: { checkMinutes: 0.002, historyDays: 0.000_01 },
    });
    const id = await registerStaged(other, 'often');
    await until(
      async () => asked.tests,
      (tests) => tests >= 12,
    );
    // A second of history, and a check each tenth of it.
    await until(
      () => healthOf(other, id),
      ({ history }) => history.checks > 0 && history.checks < asked.tests,
    );
    await other.request('DELETE', `/api/v1/sources/${id}`);
    const tests = await until(
      async () => {
        const before = asked.tests;
        await new Promise((resolve) => setTimeout(resolve, 400));
        return asked.tests - before;
      },
      (more) => more === 0,
    );
    expect(tests).to.equal(0);
  });
});
