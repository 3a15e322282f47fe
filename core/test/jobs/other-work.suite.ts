import { defineJob } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { double, failing, serial } from './demo-jobs.ts';
import { demo, eventually, type Harness, sleep } from './harness.ts';

/** Schedules, work without a row, and who may handle what. */
export function describeOtherWork(harness: () => Harness): void {
  describe('schedules', () => {
    it('fire each tick once, however many replicas declare them', async () => {
      const seen: string[] = [];
      await harness().asOwner(`
        create table demo.ticks (at timestamptz);
        grant insert, select on demo.ticks to public;
        create function demo.note_tick() returns trigger language plpgsql security definer as
          'begin insert into demo.ticks values (old.next_at); return new; end';
        create trigger note_tick after update on core.job_schedules for each row
          when (new.next_at > old.next_at) execute function demo.note_tick()`);
      for (let replica = 0; replica < 3; replica += 1) {
        const service = demo(await harness().start());
        service.handle(serial, async (context) => {
          seen.push(context.scope.principal.id);
        });
        await service.schedule(serial, { name: 'often', cron: '* * * * * *', payload: { n: 1 } });
      }
      // A tick may be fired late, in the second of the next one; but it is fired once, and as one job.
      const counts = async () =>
        (
          await harness().rows<{ jobs: number; ticks: number; moments: number }>(
            `select (select count(*)::int from core.jobs) as jobs, count(*)::int as ticks, count(distinct at)::int as moments from demo.ticks`,
          )
        )[0];
      await eventually(async () => ((await counts())?.jobs ?? 0) >= 3);
      const { jobs, ticks, moments } = (await counts()) ?? {};
      expect([jobs, moments]).to.deep.equal([ticks, ticks]);
      await eventually(() => seen.length >= 3);
      expect(new Set(seen)).to.deep.equal(new Set(['plugin:demo']));
      await harness().asOwner('drop function demo.note_tick cascade; drop table demo.ticks');
    });

    it('refuse an expression or a zone that cannot be read', async () => {
      const service = demo(await harness().start({ work: false }));
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
      const service = demo(await harness().start({ work: false }));
      const yearly = { name: 'yearly', cron: '0 3 1 1 *', timeZone: 'Europe/Berlin', payload: { n: 1 } };
      await service.schedule(serial, yearly);
      await harness().rows(`update core.job_schedules set next_at = now() - interval '1 hour'`);
      const worker = demo(await harness().start());
      worker.handle(serial, async () => undefined);
      await worker.schedule(serial, yearly);
      await eventually(
        async () => (await harness().rows(`select 1 from core.jobs where state = 'completed'`)).length === 1,
      );
      const next = await harness().rows<{ month: number }>(
        `select extract(month from next_at at time zone 'Europe/Berlin')::int as month from core.job_schedules where next_at > now()`,
      );
      expect(next).to.deep.equal([{ month: 1 }]);
    });
  });

  describe('ephemeral work', () => {
    it('runs once, on one worker, without a row', async () => {
      const seen: number[] = [];
      for (let worker = 0; worker < 2; worker += 1) {
        demo(await harness().start()).handle(double, async ({ payload }) => {
          seen.push(payload.n);
          return payload.n;
        });
      }
      const office = demo(await harness().start({ work: false }));
      await Promise.all(
        Array.from({ length: 50 }, (_, n) => office.enqueueEphemeral(harness().scope(), double, { n })),
      );
      await eventually(() => seen.length >= 50);
      await sleep(50);
      expect([...seen].sort((a, b) => a - b)).to.deep.equal(Array.from({ length: 50 }, (_, n) => n));
      expect(await harness().rows('select 1 from core.jobs')).to.have.length(0);
    });

    it('is not tried again when it fails', async () => {
      const service = demo(await harness().start());
      let runs = 0;
      service.handle(failing, async () => {
        runs += 1;
        throw new Error('no');
      });
      await service.enqueueEphemeral(harness().scope(), failing, { n: 1 });
      await eventually(() => runs === 1);
      await sleep(800);
      expect(runs).to.equal(1);
    });

    it('waits for a worker that knows its name', async () => {
      const old = demo(await harness().start());
      old.handle(serial, async () => undefined);
      await old.enqueueEphemeral(harness().scope(), double, { n: 1 });
      await sleep(200);
      const ran = Promise.withResolvers<number>();
      demo(await harness().start()).handle(double, async ({ payload }) => {
        ran.resolve(payload.n);
        return payload.n;
      });
      expect(await ran.promise).to.equal(1);
    });

    it('checks its payload', async () => {
      const service = demo(await harness().start({ work: false }));
      const payload: { n: number } = JSON.parse('{}');
      const error = await service.enqueueEphemeral(harness().scope(), double, payload).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(error).to.have.property('code', 'DW_JOB_PAYLOAD');
    });
  });

  describe('a handler', () => {
    it('is refused for the job of another plugin', async () => {
      const service = demo(await harness().start({ work: false }));
      const foreign = defineJob<object>({ name: 'other.job', payload: { type: 'object' } });
      expect(() => service.handle(foreign, async () => undefined))
        .to.throw()
        .with.property('code', 'DW_JOB_DEFINITION');
    });
  });
}
