import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { double, failing, pair, serial } from './demo-jobs.ts';
import { demo, type Harness } from './harness.ts';

/** What people may see and do with jobs. */
export function describeOperators(harness: () => Harness): void {
  describe('operators', () => {
    it('cancels a waiting job at once', async () => {
      const service = demo(await harness().start({ work: false }));
      const id = await harness().enqueue(service, serial, { n: 1 });
      expect(await service.cancel(harness().scope(), id)).to.equal(true);
      expect((await service.get(harness().scope(), id))?.state).to.equal('cancelled');
      expect(await service.cancel(harness().scope(), id)).to.equal(false);
    });

    it('aborts a running job in another process', async () => {
      const worker = demo(await harness().start());
      const office = demo(await harness().start({ work: false }));
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
      const id = await harness().enqueue(office, pair, { n: 1 });
      await harness().reaches(office, id, 'running');
      expect(await office.cancel(harness().scope(), id)).to.equal(true);
      expect(await aborted.promise).to.have.property('code', 'DW_JOB_CANCELLED');
      await harness().reaches(office, id, 'cancelled');
    });

    it('keeps workspaces apart', async () => {
      const service = demo(await harness().start({ work: false }));
      const id = await harness().enqueue(service, serial, { n: 1 });
      const elsewhere = harness().scope({ workspace: randomUUID() });
      expect(await service.get(elsewhere, id)).to.equal(null);
      expect((await service.list(elsewhere)).items).to.have.length(0);
      expect(await service.cancel(elsewhere, id)).to.equal(false);
      const foreign = await harness()
        .transaction((tx) => service.enqueue(tx, elsewhere, serial, { n: 2 }))
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(foreign).to.be.an('error');
      expect((await service.get(harness().scope(), id))?.state).to.equal('waiting');
    });

    it('lists in pages, newest first', async () => {
      const service = demo(await harness().start({ work: false }));
      const ids = await harness().transaction((tx) =>
        service.enqueueMany(
          tx,
          harness().scope(),
          serial,
          Array.from({ length: 5 }, (_, n) => ({ n })),
        ),
      );
      const seen: string[] = [];
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page: Awaited<ReturnType<typeof service.list>> = await service.list(harness().scope(), {
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
      const jobs = await harness().start({ retention: { completedMs: 0, failedMs: 60_000 } });
      const service = demo(jobs);
      service.handle(double, async ({ payload }) => payload.n);
      service.handle(failing, async () => {
        throw new Error('no');
      });
      const gone = await harness().enqueue(service, double, { n: 1 });
      const kept = await harness().enqueue(service, failing, { n: 1 });
      await harness().reaches(service, gone, 'completed');
      await harness().reaches(service, kept, 'dead');
      expect(await jobs.removeFinished()).to.equal(1);
      expect(await service.get(harness().scope(), gone)).to.equal(null);
      expect((await service.get(harness().scope(), kept))?.state).to.equal('dead');
    });

    it('counts rows by plugin and state', async () => {
      const jobs = await harness().start({ work: false });
      await harness().enqueue(demo(jobs), serial, { n: 1 });
      await harness().enqueue(demo(jobs), serial, { n: 1 }, { delayMs: 60_000 });
      expect(await jobs.counts()).to.have.deep.members([
        { plugin: 'demo', state: 'waiting', count: 1 },
        { plugin: 'demo', state: 'delayed', count: 1 },
      ]);
    });
  });
}
