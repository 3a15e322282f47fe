import { randomUUID } from 'node:crypto';
import { DataWaveError, defineJob } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import type { Jobs, TransportChoice } from '../../src/jobs/jobs.ts';
import { double, effect, failing, pair, serial, slow } from './demo-jobs.ts';
import { eventually, gate, Harness, sleep } from './harness.ts';

/** What every transport must do; the tests of each call it. */
export function describeJobs(transport: () => Promise<TransportChoice>): void {
  let harness: Harness;

  before(async () => {
    harness = await Harness.open(await transport());
  });

  afterEach(async () => {
    await harness.stopAll();
    await harness.rows('delete from core.jobs');
    await harness.rows('delete from core.job_schedules');
    await harness.rows('delete from core.ephemeral_jobs');
  });

  after(async () => {
    await harness.close();
  });

  const demo = (jobs: Jobs) => jobs.service('demo');

  describe('enqueueing', () => {
    it('runs a job with its payload in the scope of whoever enqueued it', async () => {
      const service = demo(await harness.start());
      const seen = Promise.withResolvers<unknown>();
      service.handle(double, async (context) => {
        const { workspace, principal, requestId, traceparent } = context.scope;
        seen.resolve({
          payload: context.payload,
          attempt: context.attempt,
          workspace,
          principal,
          requestId,
          traceparent,
        });
        return context.payload.n * 2;
      });
      const scope = harness.scope({
        requestId: 'request-7',
        traceparent: '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01',
      });
      const id = await harness.transaction((tx) =>
        service.enqueue(tx, scope, double, { n: 21, note: 'täst' }),
      );
      expect(await seen.promise).to.deep.equal({
        payload: { n: 21, note: 'täst' },
        attempt: 1,
        workspace: scope.workspace,
        principal: scope.principal,
        requestId: 'request-7',
        traceparent: scope.traceparent,
      });
      const done = await harness.reaches(service, id, 'completed');
      expect(done).to.include({ name: 'demo.double', plugin: 'demo', attempt: 1, attempts: 3, error: null });
      expect(Date.parse(done.finishedAt ?? '')).to.be.at.least(Date.parse(done.createdAt));
      const stored = await harness.rows<{ result: string }>(
        'select result::text as result from core.jobs where id = $1',
        id,
      );
      expect(stored).to.deep.equal([{ result: '42' }]);
    });

    it('leaves no job behind when the transaction rolls back', async () => {
      const service = demo(await harness.start());
      let runs = 0;
      service.handle(double, async ({ payload }) => {
        runs += 1;
        return payload.n;
      });
      const rolledBack = harness.transaction(async (tx) => {
        await service.enqueue(tx, harness.scope(), double, { n: 1 });
        throw new Error('changed my mind');
      });
      await rolledBack.then(
        () => expect.fail('should roll back'),
        (error: unknown) => expect(error).to.be.an('error').with.property('message', 'changed my mind'),
      );
      await sleep(150);
      expect(runs).to.equal(0);
      expect(await harness.rows('select 1 from core.jobs')).to.have.length(0);
    });

    it('refuses a payload that does not fit, with a pointer for each fault', async () => {
      const service = demo(await harness.start({ work: false }));
      // What arrives from outside has no type that could be trusted.
      const payload: { n: number } = JSON.parse('{"n":"secret-value","extra":1}');
      const error = await harness.enqueue(service, double, payload).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (!DataWaveError.is(error)) return expect.fail('should be refused');
      expect(error.code).to.equal('DW_JOB_PAYLOAD');
      expect(error.status).to.equal(400);
      expect(error.errors.map((fault) => fault.pointer)).to.have.members(['/n', '/extra']);
      expect(error.message).not.to.include('secret-value');
      expect(await harness.rows('select 1 from core.jobs')).to.have.length(0);
    });

    it('enqueues many in one statement, in order', async () => {
      const service = demo(await harness.start());
      const order: number[] = [];
      service.handle(serial, async ({ payload }) => {
        order.push(payload.n);
      });
      const payloads = Array.from({ length: 120 }, (_, n) => ({ n }));
      const ids = await harness.transaction((tx) =>
        service.enqueueMany(tx, harness.scope(), serial, payloads),
      );
      expect(new Set(ids).size).to.equal(120);
      await eventually(() => order.length === 120);
      expect([...order].sort((a, b) => a - b)).to.deep.equal(payloads.map(({ n }) => n));
    });

    it('answers the standing job for a deduplication key, and a new one once that has ended', async () => {
      const service = demo(await harness.start());
      const held = gate();
      service.handle(serial, async () => held.opened);
      const options = { deduplicationKey: 'only-one' };
      const first = await harness.enqueue(service, serial, { n: 1 }, options);
      const again = await Promise.all([2, 3, 4].map((n) => harness.enqueue(service, serial, { n }, options)));
      await harness.reaches(service, first, 'running');
      again.push(await harness.enqueue(service, serial, { n: 5 }, options));
      expect(again).to.deep.equal([first, first, first, first]);
      held.open();
      await harness.reaches(service, first, 'completed');
      const next = await harness.enqueue(service, serial, { n: 6 }, options);
      expect(next).not.to.equal(first);
      await harness.reaches(service, next, 'completed');
    });

    it('lets one of two transactions win that enqueue the same key at once', async () => {
      const service = demo(await harness.start({ work: false }));
      const ids = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          harness.enqueue(service, serial, { n }, { deduplicationKey: 'race' }),
        ),
      );
      expect(new Set(ids).size).to.equal(1);
    });

    it('does not run a delayed job before its time', async () => {
      const service = demo(await harness.start());
      const ran = Promise.withResolvers<number>();
      service.handle(double, async ({ payload }) => {
        ran.resolve(performance.now());
        return payload.n;
      });
      const before = performance.now();
      const id = await harness.enqueue(service, double, { n: 1 }, { delayMs: 300 });
      expect((await service.get(harness.scope(), id))?.state).to.equal('delayed');
      expect((await ran.promise) - before).to.be.within(295, 1_500);
    });

    it('runs higher priorities first', async () => {
      const service = demo(await harness.start());
      const held = gate();
      const order: number[] = [];
      service.handle(serial, async ({ payload }) => {
        if (payload.n === 0) await held.opened;
        order.push(payload.n);
      });
      const first = await harness.enqueue(service, serial, { n: 0 });
      await harness.reaches(service, first, 'running');
      for (const [n, priority] of [
        [4, -50],
        [3, 0],
        [1, 90],
        [2, 10],
      ] as const) {
        await harness.enqueue(service, serial, { n }, { priority });
      }
      // The ids have all arrived and found no place.
      await sleep(100);
      held.open();
      await eventually(() => order.length === 5);
      expect(order).to.deep.equal([0, 1, 2, 3, 4]);
    });
  });

  describe('attempts', () => {
    it('tries again after the backoff, and sets the job aside when its attempts are used up', async () => {
      const service = demo(await harness.start());
      const attempts: number[] = [];
      service.handle(failing, async (context) => {
        attempts.push(context.attempt);
        throw new Error(`value ${context.payload.note} is private`);
      });
      const id = await harness.enqueue(service, failing, { n: 1, note: 'hidden' });
      const dead = await harness.reaches(service, id, 'dead');
      expect(attempts).to.deep.equal([1, 2, 3]);
      expect(dead.error?.code).to.equal('DW_JOB_HANDLER_FAILED');
      expect(dead.error?.message).not.to.include('hidden');
      const { items } = await service.list(harness.scope(), { state: 'dead' });
      expect(items.map((item) => item.id)).to.deep.equal([id]);
    });

    it('replays a dead letter with fresh attempts', async () => {
      const service = demo(await harness.start());
      let isMended = false;
      service.handle(failing, async () => {
        if (!isMended) throw new Error('not yet');
      });
      const id = await harness.enqueue(service, failing, { n: 1 });
      await harness.reaches(service, id, 'dead');
      isMended = true;
      expect(await service.replay(harness.scope(), id)).to.equal(true);
      const done = await harness.reaches(service, id, 'completed');
      expect(done.attempt).to.equal(1);
      expect(await service.replay(harness.scope(), id)).to.equal(false);
    });

    it('fails at once when the handler says that trying again cannot help', async () => {
      const service = demo(await harness.start());
      let runs = 0;
      service.handle(failing, async () => {
        runs += 1;
        throw new DataWaveError({ code: 'DW_JOB_UNRETRYABLE', message: 'The source was removed.' });
      });
      const id = await harness.enqueue(service, failing, { n: 1 });
      const failed = await harness.reaches(service, id, 'failed');
      expect(runs).to.equal(1);
      expect(failed.error).to.deep.equal({ code: 'DW_JOB_UNRETRYABLE', message: 'The source was removed.' });
    });

    it('aborts an attempt that runs longer than its timeout', async () => {
      const service = demo(await harness.start());
      const aborted = Promise.withResolvers<unknown>();
      service.handle(slow, async ({ scope }) => {
        await new Promise<void>((resolve) => scope.signal.addEventListener('abort', () => resolve()));
        aborted.resolve(scope.signal.reason);
      });
      const id = await harness.enqueue(service, slow, { n: 1 });
      expect(await aborted.promise).to.have.property('code', 'DW_JOB_TIMEOUT');
      // What a handler returns after it was told to stop may be half its work.
      const dead = await harness.reaches(service, id, 'dead');
      expect(dead.error?.code).to.equal('DW_JOB_TIMEOUT');
    });

    it('ends an attempt without its handler when that ignores the signal, and refuses what it writes later', async () => {
      const service = demo(await harness.start());
      const late = Promise.withResolvers<unknown>();
      const held = gate();
      service.handle(slow, async (context) => {
        await held.opened;
        await harness
          .transaction((tx) => context.complete(tx, undefined))
          .then(
            () => late.resolve('written'),
            (error: unknown) => late.resolve(error),
          );
      });
      const id = await harness.enqueue(service, slow, { n: 1 });
      await harness.reaches(service, id, 'dead');
      held.open();
      expect(await late.promise).to.have.property('code', 'DW_JOB_LEASE_LOST');
      expect((await service.get(harness.scope(), id))?.state).to.equal('dead');
    });

    it('keeps to the concurrency of the job and of the plugin', async () => {
      const service = demo(await harness.start({ pluginConcurrency: 3 }));
      const running = { pair: 0, double: 0 };
      const most = { pair: 0, both: 0 };
      const work = async (kind: 'pair' | 'double'): Promise<void> => {
        running[kind] += 1;
        most.pair = Math.max(most.pair, running.pair);
        most.both = Math.max(most.both, running.pair + running.double);
        await sleep(5);
        running[kind] -= 1;
      };
      let done = 0;
      service.handle(pair, async () => {
        await work('pair');
        done += 1;
      });
      service.handle(double, async ({ payload }) => {
        await work('double');
        done += 1;
        return payload.n;
      });
      const payloads = Array.from({ length: 30 }, (_, n) => ({ n }));
      await harness.transaction(async (tx) => {
        await service.enqueueMany(tx, harness.scope(), pair, payloads);
        await service.enqueueMany(tx, harness.scope(), double, payloads);
      });
      await eventually(() => done === 60);
      expect(most).to.deep.equal({ pair: 2, both: 3 });
    });

    it('writes the effects and the completion of a job as one, or neither', async () => {
      const service = demo(await harness.start());
      service.handle(effect, async (context) => {
        await harness.transaction(async (tx) => {
          await harness.storage.executeIn(tx, {
            text: 'insert into demo.effects (job, pid) values ($1::uuid, $2)',
            parameters: [context.id, context.attempt],
          });
          await context.complete(tx, undefined);
          if (context.attempt === 1) throw new Error('the first transaction fails');
        });
      });
      const id = await harness.enqueue(service, effect, { n: 1 });
      const done = await harness.reaches(service, id, 'completed');
      expect(done.attempt).to.equal(2);
      expect((await harness.effects(id)).map((row) => row.pid)).to.deep.equal([2]);
    });

    it('shows progress, with at most one write a second', async () => {
      const service = demo(await harness.start());
      const held = gate();
      service.handle(serial, async (context) => {
        for (let step = 0; step <= 100; step += 1) context.progress(step / 200, `step ${step}`);
        await held.opened;
      });
      await harness.asOwner(`
        create table demo.progress_writes (n integer);
        grant insert on demo.progress_writes to public;
        create function demo.count_progress() returns trigger language plpgsql security definer as
          'begin insert into demo.progress_writes values (1); return new; end';
        create trigger count_progress after update on core.jobs for each row
          when (old.fraction is distinct from new.fraction) execute function demo.count_progress()`);
      const id = await harness.enqueue(service, serial, { n: 1 });
      await eventually(async () => (await service.get(harness.scope(), id))?.progress.fraction === 0.5);
      expect((await service.get(harness.scope(), id))?.progress.detail).to.equal('step 100');
      expect(await harness.asOwner('select 1 from demo.progress_writes')).to.have.length(1);
      await harness.asOwner('drop function demo.count_progress cascade; drop table demo.progress_writes');
      held.open();
      expect((await harness.reaches(service, id, 'completed')).progress.fraction).to.equal(1);
    }).timeout(10_000);
  });

  describe('operators', () => {
    it('cancels a waiting job at once', async () => {
      const service = demo(await harness.start({ work: false }));
      const id = await harness.enqueue(service, serial, { n: 1 });
      expect(await service.cancel(harness.scope(), id)).to.equal(true);
      expect((await service.get(harness.scope(), id))?.state).to.equal('cancelled');
      expect(await service.cancel(harness.scope(), id)).to.equal(false);
    });

    it('aborts a running job in another process', async () => {
      const worker = demo(await harness.start());
      const office = demo(await harness.start({ work: false }));
      const aborted = Promise.withResolvers<unknown>();
      worker.handle(serial, async ({ scope }) => {
        await new Promise((_, reject) =>
          scope.signal.addEventListener('abort', () => reject(scope.signal.reason)),
        );
      });
      worker.handle(pair, async ({ scope }) => {
        scope.signal.addEventListener('abort', () => aborted.resolve(scope.signal.reason));
        await aborted.promise;
      });
      const id = await harness.enqueue(office, pair, { n: 1 });
      await harness.reaches(office, id, 'running');
      expect(await office.cancel(harness.scope(), id)).to.equal(true);
      expect(await aborted.promise).to.have.property('code', 'DW_JOB_CANCELLED');
      await harness.reaches(office, id, 'cancelled');
    });

    it('keeps workspaces apart', async () => {
      const service = demo(await harness.start({ work: false }));
      const id = await harness.enqueue(service, serial, { n: 1 });
      const elsewhere = harness.scope({ workspace: randomUUID() });
      expect(await service.get(elsewhere, id)).to.equal(null);
      expect((await service.list(elsewhere)).items).to.have.length(0);
      expect(await service.cancel(elsewhere, id)).to.equal(false);
      const foreign = await harness
        .transaction((tx) => service.enqueue(tx, elsewhere, serial, { n: 2 }))
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(foreign).to.be.an('error');
      expect((await service.get(harness.scope(), id))?.state).to.equal('waiting');
    });

    it('lists in pages, newest first', async () => {
      const service = demo(await harness.start({ work: false }));
      const ids = await harness.transaction((tx) =>
        service.enqueueMany(
          tx,
          harness.scope(),
          serial,
          Array.from({ length: 5 }, (_, n) => ({ n })),
        ),
      );
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: Awaited<ReturnType<typeof service.list>> = await service.list(harness.scope(), {
          name: 'demo.serial',
          state: 'waiting',
          limit: 2,
          ...(cursor === undefined ? {} : { cursor }),
        });
        seen.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor;
      }
      expect(seen).to.deep.equal([...ids].reverse());
    });

    it('removes finished rows once they are old enough, and keeps the others', async () => {
      const jobs = await harness.start({ retention: { completedMs: 0, failedMs: 60_000 } });
      const service = demo(jobs);
      service.handle(double, async ({ payload }) => payload.n);
      service.handle(failing, async () => {
        throw new Error('no');
      });
      const gone = await harness.enqueue(service, double, { n: 1 });
      const kept = await harness.enqueue(service, failing, { n: 1 });
      await harness.reaches(service, gone, 'completed');
      await harness.reaches(service, kept, 'dead');
      expect(await jobs.removeFinished()).to.equal(1);
      expect(await service.get(harness.scope(), gone)).to.equal(null);
      expect((await service.get(harness.scope(), kept))?.state).to.equal('dead');
    });

    it('counts rows by plugin and state', async () => {
      const jobs = await harness.start({ work: false });
      await harness.enqueue(demo(jobs), serial, { n: 1 });
      await harness.enqueue(demo(jobs), serial, { n: 1 }, { delayMs: 60_000 });
      expect(await jobs.counts()).to.have.deep.members([
        { plugin: 'demo', state: 'waiting', count: 1 },
        { plugin: 'demo', state: 'delayed', count: 1 },
      ]);
    });
  });

  describe('processes', () => {
    it('shares work between workers and runs each job once', async () => {
      const runs = new Map<string, number>();
      for (let worker = 0; worker < 3; worker += 1) {
        demo(await harness.start()).handle(double, async (context) => {
          runs.set(context.id, (runs.get(context.id) ?? 0) + 1);
          return context.payload.n;
        });
      }
      const office = demo(await harness.start({ work: false }));
      const payloads = Array.from({ length: 600 }, (_, n) => ({ n }));
      const ids = await harness.transaction((tx) =>
        office.enqueueMany(tx, harness.scope(), double, payloads),
      );
      await eventually(() => runs.size === 600);
      await eventually(
        async () => (await harness.rows(`select 1 from core.jobs where state <> 'completed'`)).length === 0,
      );
      expect([...runs.keys()].sort()).to.deep.equal([...ids].sort());
      expect([...runs.values()].every((count) => count === 1)).to.equal(true);
    });

    it('wakes an idle worker of another process at once, before the reconciler looks', async () => {
      demo(await harness.start()).handle(double, async ({ payload }) => payload.n);
      const office = demo(await harness.start({ work: false }));
      const before = performance.now();
      for (let n = 0; n < 12; n += 1) {
        await harness.reaches(office, await harness.enqueue(office, double, { n }), 'completed');
      }
      // The reconciler looks once a second.
      expect(performance.now() - before).to.be.below(4_000);
    });

    it('leaves a job that this worker does not know to one that does', async () => {
      const old = demo(await harness.start());
      old.handle(serial, async () => undefined);
      const ids = await Promise.all([1, 2, 3].map((n) => harness.enqueue(old, double, { n })));
      await sleep(200);
      for (const id of ids) expect((await old.get(harness.scope(), id))?.state).to.equal('waiting');
      const current = demo(await harness.start());
      current.handle(double, async ({ payload }) => payload.n);
      for (const id of ids) expect((await harness.reaches(current, id, 'completed')).attempt).to.equal(1);
    });

    it('takes only the queues it was given, and none at all where it only enqueues', async () => {
      const office = demo(await harness.start({ work: false }));
      const elsewhere = demo(await harness.start({ queues: ['other'] }));
      let strays = 0;
      for (const service of [office, elsewhere]) {
        service.handle(double, async ({ payload }) => {
          strays += 1;
          return payload.n;
        });
      }
      const id = await harness.enqueue(office, double, { n: 1 });
      await sleep(1_200);
      expect((await office.get(harness.scope(), id))?.state).to.equal('waiting');
      demo(await harness.start({ queues: ['demo'] })).handle(double, async ({ payload }) => payload.n);
      await harness.reaches(office, id, 'completed');
      expect(strays).to.equal(0);
    });

    it('lets the jobs of a paused plugin wait, and goes on when it returns', async () => {
      const jobs = await harness.start();
      const service = demo(jobs);
      const held = gate();
      service.handle(serial, async () => held.opened);
      service.handle(double, async ({ payload }) => payload.n);
      const running = await harness.enqueue(service, serial, { n: 1 });
      await harness.reaches(service, running, 'running');
      const pausing = jobs.pausePlugin('demo');
      const id = await harness.enqueue(service, double, { n: 1 });
      held.open();
      await pausing;
      expect((await service.get(harness.scope(), running))?.state).to.equal('completed');
      await sleep(1_200);
      expect((await service.get(harness.scope(), id))?.state).to.equal('waiting');
      await jobs.resumePlugin('demo');
      await harness.reaches(service, id, 'completed');
    });

    it('lets jobs wait once their handler is withdrawn', async () => {
      const service = demo(await harness.start());
      const withdraw = service.handle(double, async ({ payload }) => payload.n);
      await harness.reaches(service, await harness.enqueue(service, double, { n: 1 }), 'completed');
      await withdraw();
      const id = await harness.enqueue(service, double, { n: 2 });
      await sleep(200);
      expect((await service.get(harness.scope(), id))?.state).to.equal('waiting');
      service.handle(double, async ({ payload }) => payload.n);
      await harness.reaches(service, id, 'completed');
    });

    it('waits for running jobs when it stops', async () => {
      const jobs = await harness.start();
      const service = demo(jobs);
      const held = gate();
      service.handle(serial, async () => held.opened);
      const id = await harness.enqueue(service, serial, { n: 1 });
      const next = await harness.enqueue(service, serial, { n: 2 });
      await harness.reaches(service, id, 'running');
      const stopping = jobs.stop();
      setTimeout(() => held.open(), 50);
      await stopping;
      expect((await service.get(harness.scope(), id))?.state).to.equal('completed');
      expect((await service.get(harness.scope(), next))?.state).to.equal('waiting');
    });

    it('puts back what has not ended in time, without taking an attempt from it', async () => {
      const jobs = await harness.start();
      const service = demo(jobs);
      service.handle(serial, async ({ scope }) => {
        await new Promise<void>((resolve) => scope.signal.addEventListener('abort', () => resolve()));
      });
      const id = await harness.enqueue(service, serial, { n: 1 });
      await harness.reaches(service, id, 'running');
      await jobs.stop({ drainMs: 20 });
      const waiting = await service.get(harness.scope(), id);
      expect(waiting).to.include({ state: 'waiting', attempt: 0 });
    });
  });

  describe('the reconciler', () => {
    it('finds rows that no transport knows', async () => {
      const service = demo(await harness.start());
      service.handle(double, async ({ payload }) => payload.n);
      const id = randomUUID();
      await harness.rows(
        `insert into core.jobs (id, workspace_id, plugin, name, state, attempts, payload, principal, request_id)
         values ($1, $2, 'demo', 'demo.double', 'waiting', 3, '{"n":1}', '{"id":"system","kind":"system","displayName":"","roles":[]}', 'r')`,
        id,
        harness.scope().workspace,
      );
      await harness.reaches(service, id, 'completed');
    });
  });

  describe('schedules', () => {
    it('fire each tick once, however many replicas declare them', async () => {
      const seen: string[] = [];
      for (let replica = 0; replica < 3; replica += 1) {
        const service = demo(await harness.start());
        service.handle(serial, async (context) => {
          seen.push(context.scope.principal.id);
        });
        await service.schedule(serial, { name: 'often', cron: '* * * * * *', payload: { n: 1 } });
      }
      const ticks = async () =>
        harness.rows<{ second: string }>(
          `select date_trunc('second', created_at)::text as second from core.jobs order by 1`,
        );
      await eventually(async () => (await ticks()).length >= 3);
      const seconds = (await ticks()).map((row) => row.second);
      expect(new Set(seconds).size).to.equal(seconds.length);
      await eventually(() => seen.length >= 3);
      expect(new Set(seen)).to.deep.equal(new Set(['plugin:demo']));
    });

    it('refuse an expression or a zone that cannot be read', async () => {
      const service = demo(await harness.start({ work: false }));
      for (const bad of [
        { cron: '61 * * * *' },
        { cron: '* * *' },
        { cron: '* * * * *', timeZone: 'Mars/Olympus' },
      ]) {
        const error = await service.schedule(serial, { name: 'bad', payload: { n: 1 }, ...bad }).then(
          () => null,
          (thrown: unknown) => thrown,
        );
        expect(error).to.have.property('code', 'DW_JOB_SCHEDULE');
      }
    });

    it('keep a tick that is due when they are declared again', async () => {
      const service = demo(await harness.start({ work: false }));
      const yearly = { name: 'yearly', cron: '0 3 1 1 *', timeZone: 'Europe/Berlin', payload: { n: 1 } };
      await service.schedule(serial, yearly);
      await harness.rows(`update core.job_schedules set next_at = now() - interval '1 hour'`);
      const worker = demo(await harness.start());
      worker.handle(serial, async () => undefined);
      await worker.schedule(serial, yearly);
      await eventually(
        async () => (await harness.rows(`select 1 from core.jobs where state = 'completed'`)).length === 1,
      );
      const next = await harness.rows<{ month: number }>(
        `select extract(month from next_at at time zone 'Europe/Berlin')::int as month from core.job_schedules where next_at > now()`,
      );
      expect(next).to.deep.equal([{ month: 1 }]);
    });
  });

  describe('ephemeral work', () => {
    it('runs once, on one worker, without a row', async () => {
      const seen: number[] = [];
      for (let worker = 0; worker < 2; worker += 1) {
        demo(await harness.start()).handle(double, async ({ payload }) => {
          seen.push(payload.n);
          return payload.n;
        });
      }
      const office = demo(await harness.start({ work: false }));
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => office.enqueueEphemeral(harness.scope(), double, { n })),
      );
      await eventually(() => seen.length >= 50);
      await sleep(50);
      expect([...seen].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 50 }, (_, n) => n));
      expect(await harness.rows('select 1 from core.jobs')).to.have.length(0);
    });

    it('is not tried again when it fails', async () => {
      const service = demo(await harness.start());
      let runs = 0;
      service.handle(failing, async () => {
        runs += 1;
        throw new Error('no');
      });
      await service.enqueueEphemeral(harness.scope(), failing, { n: 1 });
      await eventually(() => runs === 1);
      await sleep(800);
      expect(runs).to.equal(1);
    });

    it('waits for a worker that knows its name', async () => {
      const old = demo(await harness.start());
      old.handle(serial, async () => undefined);
      await old.enqueueEphemeral(harness.scope(), double, { n: 1 });
      await sleep(200);
      const ran = Promise.withResolvers<number>();
      demo(await harness.start()).handle(double, async ({ payload }) => {
        ran.resolve(payload.n);
        return payload.n;
      });
      expect(await ran.promise).to.equal(1);
    });

    it('checks its payload', async () => {
      const service = demo(await harness.start({ work: false }));
      const payload: { n: number } = JSON.parse('{}');
      const error = await service.enqueueEphemeral(harness.scope(), double, payload).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).to.have.property('code', 'DW_JOB_PAYLOAD');
    });
  });

  describe('a handler', () => {
    it('is refused for the job of another plugin', async () => {
      const service = demo(await harness.start({ work: false }));
      const foreign = defineJob<object>({ name: 'other.job', payload: { type: 'object' } });
      expect(() => service.handle(foreign, async () => undefined))
        .to.throw()
        .with.property('code', 'DW_JOB_DEFINITION');
    });
  });
}
