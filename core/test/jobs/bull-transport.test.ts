import { expect } from 'chai';
import { Redis } from 'ioredis';
import { type RunningRedis, requireServer, startRedis } from '../servers/index.ts';
import { describeJobs } from './behaviour.suite.ts';
import { double, serial } from './demo-jobs.ts';
import { eventually, Harness, sleep } from './harness.ts';

describe('Jobs over Bull', () => {
  let redis: RunningRedis;

  before(async function () {
    requireServer(this, 'postgres');
    requireServer(this, 'redis-server');
    redis = await startRedis({ aof: true });
  });

  after(async () => {
    await redis.stop();
  });

  let prefixes = 0;
  const transport = async () => {
    prefixes += 1;
    return { kind: 'bull', redisUrl: redis.url, prefix: `jobs${prefixes}` } as const;
  };
  describeJobs(transport);

  describe('when Redis fails', () => {
    let harness: Harness;

    beforeEach(async () => {
      harness = await Harness.open(await transport());
    });

    afterEach(async () => {
      await harness.close();
    });

    async function runThrough(fault: () => Promise<void>): Promise<void> {
      const runs = new Map<string, number>();
      for (let worker = 0; worker < 2; worker += 1) {
        (await harness.start()).service('demo').handle(double, async (context) => {
          runs.set(context.id, (runs.get(context.id) ?? 0) + 1);
          await sleep(4);
          return context.payload.n;
        });
      }
      const office = (await harness.start({ work: false })).service('demo');
      const enqueue = () => {
        const payloads = Array.from({ length: 300 }, (_, n) => ({ n }));
        return harness.transaction((tx) => office.enqueueMany(tx, harness.scope(), double, payloads));
      };
      const ids = [...(await enqueue())];
      await eventually(() => runs.size >= 60);
      await fault();
      ids.push(...(await enqueue()));
      await eventually(
        () => runs.size === ids.length,
        () => `600 runs, there are ${runs.size}`,
      );
      await eventually(
        async () => (await harness.rows(`select 1 from core.jobs where state <> 'completed'`)).length === 0,
      );
      expect([...runs.values()].every((count) => count === 1)).to.equal(true);
    }

    it('loses no job and runs none twice when it is flushed in the middle', async () => {
      await runThrough(async () => {
        const client = new Redis(redis.url);
        await client.flushall();
        client.disconnect();
      });
    });

    it('loses no job and runs none twice when it is killed and restarted', async () => {
      await runThrough(async () => {
        await redis.crash();
        await sleep(100);
        await redis.restart();
      });
    });

    it('enqueues and runs jobs while it is away, and takes ids from it again once it is back', async () => {
      const jobs = await harness.start();
      const service = jobs.service('demo');
      service.handle(serial, async () => undefined);
      await harness.reaches(service, await harness.enqueue(service, serial, { n: 1 }), 'completed');
      await redis.crash();
      await sleep(50);
      const id = await harness.enqueue(service, serial, { n: 2 });
      await harness.reaches(service, id, 'completed');
      await redis.restart();
      const ran = Promise.withResolvers<void>();
      service.handle(double, async ({ payload }) => {
        ran.resolve();
        return payload.n;
      });
      // Work without a row rides Redis alone: that it arrives shows that the queue works again.
      await eventually(() =>
        service.enqueueEphemeral(harness.scope(), double, { n: 1 }).then(
          () => true,
          () => false,
        ),
      );
      await ran.promise;
    });
  });
});
