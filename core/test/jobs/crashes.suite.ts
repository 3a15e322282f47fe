import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { deadly, double, effect } from './demo-jobs.ts';
import { demo, eventually, type Harness, SHORT_LEASE_MS, sleep } from './harness.ts';

interface ChildMessage {
  readonly kind: 'begun' | 'written' | 'refused';
  readonly id: string;
  readonly code?: string;
}

/** What every transport must do when worker processes die or stand still. */
export function describeCrashes(harness: () => Harness): void {
  describe('when a worker process', () => {
    const hear = async (child: ChildProcess, kind: ChildMessage['kind']): Promise<ChildMessage> => {
      for (;;) {
        const [message]: ChildMessage[] = await once(child, 'message');
        if (message?.kind === kind) return message;
      }
    };

    it('is killed, another one runs its job and the result counts once', async () => {
      const office = (await harness().start({ work: false })).service('demo');
      const first = await harness().fork({ leaseMs: SHORT_LEASE_MS });
      const begun = hear(first, 'begun');
      const id = await harness().enqueue(office, effect, { n: 1 });
      await begun;
      first.kill('SIGKILL');
      const second = await harness().fork();
      await hear(second, 'begun');
      second.send('go on');
      const done = await harness().reaches(office, id, 'completed');
      expect(done.attempt).to.equal(2);
      expect((await harness().effects(id)).map((row) => row.pid)).to.deep.equal([second.pid]);
    });

    it('stands still past its lease, what it writes later is refused and rolled back', async () => {
      const office = (await harness().start({ work: false })).service('demo');
      const first = await harness().fork({ leaseMs: SHORT_LEASE_MS });
      const begun = hear(first, 'begun');
      const id = await harness().enqueue(office, effect, { n: 1 });
      await begun;
      first.kill('SIGSTOP');
      const second = await harness().fork();
      await hear(second, 'begun');
      // Both have it in hand now. The first wakes up and writes before the second does.
      const refused = hear(first, 'refused');
      first.kill('SIGCONT');
      first.send('go on');
      expect((await refused).code).to.equal('DW_JOB_LEASE_LOST');
      expect(await harness().effects(id)).to.have.length(0);
      const written = hear(second, 'written');
      second.send('go on');
      await written;
      await harness().reaches(office, id, 'completed');
      expect((await harness().effects(id)).map((row) => row.pid)).to.deep.equal([second.pid]);
    });

    it('is killed by the job itself, that is set aside once its attempts are used up and the others complete', async () => {
      const office = demo(await harness().start({ work: false }));
      // The reconciler of a worker with other handlers takes the jobs from the dead.
      await harness().start();
      const payloads = Array.from({ length: 200 }, (_, n) => ({ n }));
      const { id, others } = await harness().transaction(async (tx) => ({
        others: await office.enqueueMany(tx, harness().scope(), double, payloads),
        id: await office.enqueue(tx, harness().scope(), deadly, { n: 1 }),
      }));
      for (let attempt = 1; attempt <= 2; attempt += 1) {
        const child = await harness().fork({ leaseMs: SHORT_LEASE_MS });
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      const dead = await harness().reaches(office, id, 'dead');
      expect(dead.attempt).to.equal(2);
      expect(dead.error?.code).to.equal('DW_JOB_WORKER_LOST');
      await harness().fork();
      for (const other of others) await harness().reaches(office, other, 'completed');
    });

    it('is killed under load, every job still completes', async () => {
      const office = (await harness().start({ work: false })).service('demo');
      const first = await harness().fork({ leaseMs: SHORT_LEASE_MS });
      const payloads = Array.from({ length: 3_000 }, (_, n) => ({ n }));
      const ids = await harness().transaction((tx) =>
        office.enqueueMany(tx, harness().scope(), double, payloads),
      );
      const completed = async () =>
        (await harness().rows(`select 1 from core.jobs where state = 'completed'`)).length;
      await eventually(async () => (await completed()) > 100);
      first.kill('SIGKILL');
      await sleep(SHORT_LEASE_MS / 4);
      await harness().fork();
      await eventually(async () => (await completed()) === ids.length);
    });
  });
}
