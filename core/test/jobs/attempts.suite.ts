import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { double, effect, failing, pair, serial, slow } from './demo-jobs.ts';
import { demo, eventually, gate, type Harness, sleep } from './harness.ts';

/** How attempts succeed, fail, run too long and show their progress. */
export function describeAttempts(harness: () => Harness): void {
  describe('attempts', () => {
    it('tries again after the backoff, and sets the job aside when its attempts are used up', async () => {
      const service = demo(await harness().start());
      const attempts: number[] = [];
      service.handle(failing, async (context) => {
        attempts.push(context.attempt);
        throw new Error(`value ${context.payload.note} is private`);
      });
      const id = await harness().enqueue(service, failing, { n: 1, note: 'hidden' });
      const dead = await harness().reaches(service, id, 'dead');
      expect(attempts).to.deep.equal([1, 2, 3]);
      expect(dead.error?.code).to.equal('DW_JOB_HANDLER_FAILED');
      expect(dead.error?.message).not.to.include('hidden');
      const { items } = await service.list(harness().scope(), { state: 'dead' });
      expect(items.map((item) => item.id)).to.deep.equal([id]);
    });

    it('replays a dead letter with fresh attempts', async () => {
      const service = demo(await harness().start());
      let isMended = false;
      service.handle(failing, async () => {
        if (!isMended) throw new Error('not yet');
      });
      const id = await harness().enqueue(service, failing, { n: 1 });
      await harness().reaches(service, id, 'dead');
      isMended = true;
      expect(await service.replay(harness().scope(), id)).to.equal(true);
      const done = await harness().reaches(service, id, 'completed');
      expect(done.attempt).to.equal(1);
      expect(await service.replay(harness().scope(), id)).to.equal(false);
    });

    it('fails at once when the handler says that trying again cannot help', async () => {
      const service = demo(await harness().start());
      let runs = 0;
      service.handle(failing, async () => {
        runs += 1;
        throw new DataWaveError({ code: 'DW_JOB_UNRETRYABLE', message: 'The source was removed.' });
      });
      const id = await harness().enqueue(service, failing, { n: 1 });
      const failed = await harness().reaches(service, id, 'failed');
      expect(runs).to.equal(1);
      expect(failed.error).to.deep.equal({ code: 'DW_JOB_UNRETRYABLE', message: 'The source was removed.' });
    });

    it('aborts an attempt that runs longer than its timeout', async () => {
      const service = demo(await harness().start());
      const aborted = Promise.withResolvers<unknown>();
      service.handle(slow, async ({ scope }) => {
        await new Promise<void>((resolve) => scope.signal.addEventListener('abort', () => resolve()));
        aborted.resolve(scope.signal.reason);
      });
      const id = await harness().enqueue(service, slow, { n: 1 });
      expect(await aborted.promise).to.have.property('code', 'DW_JOB_TIMEOUT');
      // What a handler returns after it was told to stop may be half its work.
      const dead = await harness().reaches(service, id, 'dead');
      expect(dead.error?.code).to.equal('DW_JOB_TIMEOUT');
    });

    it('ends an attempt without its handler when that ignores the signal, and refuses what it writes later', async () => {
      const service = demo(await harness().start());
      const late = Promise.withResolvers<unknown>();
      const held = gate();
      service.handle(slow, async (context) => {
        await held.opened;
        await harness()
          .transaction((tx) => context.complete(tx, undefined))
          .then(
            () => late.resolve('written'),
            (error: unknown) => late.resolve(error),
          );
      });
      const id = await harness().enqueue(service, slow, { n: 1 });
      await harness().reaches(service, id, 'dead');
      held.open();
      expect(await late.promise).to.have.property('code', 'DW_JOB_LEASE_LOST');
      expect((await service.get(harness().scope(), id))?.state).to.equal('dead');
    });

    it('keeps to the concurrency of the job and of the plugin', async () => {
      const service = demo(await harness().start({ pluginConcurrency: 3 }));
      const running = { pair: 0, double: 0 };
      const most = { pair: 0, both: 0 };
      // Nobody leaves before it has been full once, however slowly the jobs come.
      const full = { pair: gate(), double: gate() };
      const work = async (kind: 'pair' | 'double'): Promise<void> => {
        running[kind] += 1;
        most.pair = Math.max(most.pair, running.pair);
        most.both = Math.max(most.both, running.pair + running.double);
        if (most.pair >= 2) full.pair.open();
        if (most.both >= 3) full.double.open();
        await full[kind].opened;
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
      await harness().transaction(async (tx) => {
        await service.enqueueMany(tx, harness().scope(), pair, payloads);
        await service.enqueueMany(tx, harness().scope(), double, payloads);
      });
      await eventually(() => done === 60);
      expect(most).to.deep.equal({ pair: 2, both: 3 });
    });

    it('writes the effects and the completion of a job as one, or neither', async () => {
      const service = demo(await harness().start());
      service.handle(effect, async (context) => {
        await harness().transaction(async (tx) => {
          await harness().storage.executeIn(tx, {
            text: 'insert into demo.effects (job, pid) values ($1::uuid, $2)',
            parameters: [context.id, context.attempt],
          });
          await context.complete(tx, undefined);
          if (context.attempt === 1) throw new Error('the first transaction fails');
        });
      });
      const id = await harness().enqueue(service, effect, { n: 1 });
      const done = await harness().reaches(service, id, 'completed');
      expect(done.attempt).to.equal(2);
      expect((await harness().effects(id)).map((row) => row.pid)).to.deep.equal([2]);
    });

    it('shows progress, with at most one write a second', async () => {
      const service = demo(await harness().start());
      const held = gate();
      service.handle(serial, async (context) => {
        for (let step = 0; step <= 100; step += 1) context.progress(step / 200, `step ${step}`);
        await held.opened;
      });
      await harness().asOwner(`
        create table demo.progress_writes (n integer);
        grant insert on demo.progress_writes to public;
        create function demo.count_progress() returns trigger language plpgsql security definer as
          'begin insert into demo.progress_writes values (1); return new; end';
        create trigger count_progress after update on core.jobs for each row
          when (old.fraction is distinct from new.fraction) execute function demo.count_progress()`);
      const id = await harness().enqueue(service, serial, { n: 1 });
      await eventually(async () => (await service.get(harness().scope(), id))?.progress.fraction === 0.5);
      expect((await service.get(harness().scope(), id))?.progress.detail).to.equal('step 100');
      expect(await harness().asOwner('select 1 from demo.progress_writes')).to.have.length(1);
      await harness().asOwner('drop function demo.count_progress cascade; drop table demo.progress_writes');
      held.open();
      expect((await harness().reaches(service, id, 'completed')).progress.fraction).to.equal(1);
    });
  });
}
