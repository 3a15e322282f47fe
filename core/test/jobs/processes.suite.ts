import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { double, serial } from './demo-jobs.ts';
import { demo, eventually, gate, type Harness, sleep } from './harness.ts';

/** How several processes share the work, and how one leaves. */
export function describeProcesses(harness: () => Harness): void {
  describe('processes', () => {
    it('shares work between workers and runs each job once', async () => {
      const runs = new Map<string, number>();
      for (let worker = 0; worker < 3; worker += 1) {
        demo(await harness().start()).handle(double, async (context) => {
          runs.set(context.id, (runs.get(context.id) ?? 0) + 1);
          return context.payload.n;
        });
      }
      const office = demo(await harness().start({ work: false }));
      const payloads = Array.from({ length: 600 }, (_, n) => ({ n }));
      const ids = await harness().transaction((tx) =>
        office.enqueueMany(tx, harness().scope(), double, payloads),
      );
      await eventually(() => runs.size === 600);
      await eventually(
        async () => (await harness().rows(`select 1 from core.jobs where state <> 'completed'`)).length === 0,
      );
      expect([...runs.keys()].sort()).to.deep.equal([...ids].sort());
      expect([...runs.values()].every((count) => count === 1)).to.equal(true);
    });

    it('wakes an idle worker of another process at once, before the reconciler looks', async () => {
      // That one does not look before the test is over: what is not brought by a wake-up is never done.
      const worker = await harness().start({ reconcileMs: 3_600_000 });
      demo(worker).handle(double, async ({ payload }) => payload.n);
      const office = demo(await harness().start({ work: false }));
      for (let n = 0; n < 12; n += 1) {
        await harness().reaches(office, await harness().enqueue(office, double, { n }), 'completed');
      }
    });

    it('leaves a job that this worker does not know to one that does', async () => {
      const old = demo(await harness().start());
      old.handle(serial, async () => undefined);
      const ids = await Promise.all([1, 2, 3].map((n) => harness().enqueue(old, double, { n })));
      await sleep(200);
      for (const id of ids) expect((await old.get(harness().scope(), id))?.state).to.equal('waiting');
      const current = demo(await harness().start());
      current.handle(double, async ({ payload }) => payload.n);
      for (const id of ids) expect((await harness().reaches(current, id, 'completed')).attempt).to.equal(1);
    });

    it('takes only the queues it was given, and none at all where it only enqueues', async () => {
      const office = demo(await harness().start({ work: false }));
      const elsewhere = demo(await harness().start({ queues: ['other'] }));
      let strays = 0;
      for (const service of [office, elsewhere]) {
        service.handle(double, async ({ payload }) => {
          strays += 1;
          return payload.n;
        });
      }
      const id = await harness().enqueue(office, double, { n: 1 });
      await sleep(1_200);
      expect((await office.get(harness().scope(), id))?.state).to.equal('waiting');
      demo(await harness().start({ queues: ['demo'] })).handle(double, async ({ payload }) => payload.n);
      await harness().reaches(office, id, 'completed');
      expect(strays).to.equal(0);
    });

    it('lets the jobs of a paused plugin wait, and goes on when it returns', async () => {
      const jobs = await harness().start();
      const service = demo(jobs);
      const held = gate();
      service.handle(serial, async () => held.opened);
      service.handle(double, async ({ payload }) => payload.n);
      const running = await harness().enqueue(service, serial, { n: 1 });
      await harness().reaches(service, running, 'running');
      const pausing = jobs.pausePlugin('demo');
      const id = await harness().enqueue(service, double, { n: 1 });
      held.open();
      await pausing;
      expect((await service.get(harness().scope(), running))?.state).to.equal('completed');
      await sleep(1_200);
      expect((await service.get(harness().scope(), id))?.state).to.equal('waiting');
      await jobs.resumePlugin('demo');
      await harness().reaches(service, id, 'completed');
    });

    it('lets jobs wait once their handler is withdrawn', async () => {
      const service = demo(await harness().start());
      const withdraw = service.handle(double, async ({ payload }) => payload.n);
      await harness().reaches(service, await harness().enqueue(service, double, { n: 1 }), 'completed');
      await withdraw();
      const id = await harness().enqueue(service, double, { n: 2 });
      await sleep(200);
      expect((await service.get(harness().scope(), id))?.state).to.equal('waiting');
      service.handle(double, async ({ payload }) => payload.n);
      await harness().reaches(service, id, 'completed');
    });

    it('waits for running jobs when it stops', async () => {
      const jobs = await harness().start();
      const service = demo(jobs);
      const held = gate();
      service.handle(serial, async () => held.opened);
      const id = await harness().enqueue(service, serial, { n: 1 });
      const next = await harness().enqueue(service, serial, { n: 2 });
      await harness().reaches(service, id, 'running');
      const stopping = jobs.stop();
      setTimeout(() => held.open(), 50);
      await stopping;
      expect((await service.get(harness().scope(), id))?.state).to.equal('completed');
      expect((await service.get(harness().scope(), next))?.state).to.equal('waiting');
    });

    it('puts back what has not ended in time, without taking an attempt from it', async () => {
      const jobs = await harness().start();
      const service = demo(jobs);
      service.handle(serial, async ({ scope }) => {
        await new Promise<void>((resolve) => scope.signal.addEventListener('abort', () => resolve()));
      });
      const id = await harness().enqueue(service, serial, { n: 1 });
      await harness().reaches(service, id, 'running');
      await jobs.stop({ drainMs: 20 });
      const waiting = await service.get(harness().scope(), id);
      expect(waiting).to.include({ state: 'waiting', attempt: 0 });
    });
  });

  describe('the reconciler', () => {
    it('finds rows that no transport knows', async () => {
      const service = demo(await harness().start());
      service.handle(double, async ({ payload }) => payload.n);
      const id = randomUUID();
      await harness().rows(
        `insert into core.jobs (id, workspace_id, plugin, name, state, attempts, payload, principal, request_id)
         values ($1, $2, 'demo', 'demo.double', 'waiting', 3, '{"n":1}', '{"id":"system","kind":"system","displayName":"","roles":[]}', 'r')`,
        id,
        harness().scope().workspace,
      );
      await harness().reaches(service, id, 'completed');
    });
  });
}
