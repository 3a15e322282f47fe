import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { double, serial } from './demo-jobs.ts';
import { demo, eventually, gate, type Harness, sleep } from './harness.ts';

/** How jobs come into the table and in which order they leave it. */
export function describeEnqueueing(harness: () => Harness): void {
  describe('enqueueing', () => {
    it('runs a job with its payload in the scope of whoever enqueued it', async () => {
      const service = demo(await harness().start());
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
      const scope = harness().scope({
        requestId: 'request-7',
        traceparent: '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01',
      });
      const id = await harness().transaction((tx) =>
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
      const done = await harness().reaches(service, id, 'completed');
      expect(done).to.include({ name: 'demo.double', plugin: 'demo', attempt: 1, attempts: 3, error: null });
      expect(Date.parse(done.finishedAt ?? '')).to.be.at.least(Date.parse(done.createdAt));
      const stored = await harness().rows<{ result: string }>(
        'select result::text as result from core.jobs where id = $1',
        id,
      );
      expect(stored).to.deep.equal([{ result: '42' }]);
    });

    it('leaves no job behind when the transaction rolls back', async () => {
      const service = demo(await harness().start());
      let runs = 0;
      service.handle(double, async ({ payload }) => {
        runs += 1;
        return payload.n;
      });
      const rolledBack = harness().transaction(async (tx) => {
        await service.enqueue(tx, harness().scope(), double, { n: 1 });
        throw new Error('changed my mind');
      });
      await rolledBack.then(
        () => expect.fail('should roll back'),
        (error: unknown) => expect(error).to.be.an('error').with.property('message', 'changed my mind'),
      );
      await sleep(150);
      expect(runs).to.equal(0);
      expect(await harness().rows('select 1 from core.jobs')).to.have.length(0);
    });

    it('refuses a payload that does not fit, with a pointer for each fault', async () => {
      const service = demo(await harness().start({ work: false }));
      // What arrives from outside has no type that could be trusted.
      const payload: { n: number } = JSON.parse('{"n":"secret-value","extra":1}');
      const error = await harness()
        .enqueue(service, double, payload)
        .then(
          () => null,
          (thrown: unknown) => thrown,
        );
      if (!DataWaveError.is(error)) return expect.fail('should be refused');
      expect(error.code).to.equal('DW_JOB_PAYLOAD');
      expect(error.status).to.equal(400);
      expect(error.errors.map((fault) => fault.pointer)).to.have.members(['/n', '/extra']);
      expect(error.message).not.to.include('secret-value');
      expect(await harness().rows('select 1 from core.jobs')).to.have.length(0);
    });

    it('enqueues many in one statement, in order', async () => {
      const service = demo(await harness().start());
      const order: number[] = [];
      service.handle(serial, async ({ payload }) => {
        order.push(payload.n);
      });
      const payloads = Array.from({ length: 120 }, (_, n) => ({ n }));
      const ids = await harness().transaction((tx) =>
        service.enqueueMany(tx, harness().scope(), serial, payloads),
      );
      expect(new Set(ids).size).to.equal(120);
      await eventually(() => order.length === 120);
      expect([...order].sort((a, b) => a - b)).to.deep.equal(payloads.map(({ n }) => n));
    });

    it('answers the standing job for a deduplication key, and a new one once that has ended', async () => {
      const service = demo(await harness().start());
      const held = gate();
      service.handle(serial, async () => held.opened);
      const options = { deduplicationKey: 'only-one' };
      const first = await harness().enqueue(service, serial, { n: 1 }, options);
      const again = await Promise.all(
        [2, 3, 4].map((n) => harness().enqueue(service, serial, { n }, options)),
      );
      await harness().reaches(service, first, 'running');
      again.push(await harness().enqueue(service, serial, { n: 5 }, options));
      expect(again).to.deep.equal([first, first, first, first]);
      held.open();
      await harness().reaches(service, first, 'completed');
      const next = await harness().enqueue(service, serial, { n: 6 }, options);
      expect(next).not.to.equal(first);
      await harness().reaches(service, next, 'completed');
    });

    it('lets one of two transactions win that enqueue the same key at once', async () => {
      const service = demo(await harness().start({ work: false }));
      const ids = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          harness().enqueue(service, serial, { n }, { deduplicationKey: 'race' }),
        ),
      );
      expect(new Set(ids).size).to.equal(1);
    });

    it('does not run a delayed job before its time', async () => {
      const service = demo(await harness().start());
      const ran = Promise.withResolvers<number>();
      let runs = 0;
      service.handle(double, async ({ payload }) => {
        runs += 1;
        ran.resolve(performance.now());
        return payload.n;
      });
      const later = await harness().enqueue(service, double, { n: 1 }, { delayMs: 600_000 });
      const before = performance.now();
      await harness().enqueue(service, double, { n: 2 }, { delayMs: 300 });
      expect((await ran.promise) - before).to.be.at.least(295);
      expect((await service.get(harness().scope(), later))?.state).to.equal('delayed');
      expect(runs).to.equal(1);
    });

    it('runs higher priorities first', async () => {
      const service = demo(await harness().start());
      const held = gate();
      const order: number[] = [];
      service.handle(serial, async ({ payload }) => {
        if (payload.n === 0) await held.opened;
        order.push(payload.n);
      });
      const first = await harness().enqueue(service, serial, { n: 0 });
      await harness().reaches(service, first, 'running');
      for (const [n, priority] of [
        [4, -50],
        [3, 0],
        [1, 90],
        [2, 10],
      ] as const) {
        await harness().enqueue(service, serial, { n }, { priority });
      }
      // The ids have all arrived and found no place.
      await eventually(async () => (await harness().parcels()) === 0);
      held.open();
      await eventually(() => order.length === 5);
      expect(order).to.deep.equal([0, 1, 2, 3, 4]);
    });
  });
}
