import { expect } from 'chai';
import { Redis } from 'ioredis';
import { FaultProxy } from '../../faults/fault-proxy.ts';
import { type RunningRedis, requireServer, startRedis } from '../servers/index.ts';
import { freePort } from '../servers/server-process.ts';
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

    it('finds a job whose id was lost also while others keep coming', async () => {
      const jobs = await harness.start();
      const service = jobs.service('demo');
      service.handle(double, async ({ payload }) => payload.n);
      const first = await harness.enqueue(service, double, { n: 0 });
      await harness.reaches(service, first, 'completed');
      const [lost] = await harness.rows<{ id: string }>(
        `insert into core.jobs (id, workspace_id, plugin, name, state, attempts, principal, request_id, payload)
         select gen_random_uuid(), workspace_id, plugin, name, 'waiting', attempts, principal, request_id, payload from core.jobs where id = $1::uuid
         returning id::text as id`,
        first,
      );
      const state = async () => (await service.get(harness.scope(), lost?.id ?? ''))?.state;
      await eventually(async () => {
        await harness.reaches(service, await harness.enqueue(service, double, { n: 1 }), 'completed');
        return (await state()) === 'completed';
      });
    });

    it('lets nothing wait for ids on connections that were forgotten on the way', async () => {
      const proxy = await FaultProxy.open(redis.port, await freePort());
      const look = new Redis(redis.url);
      try {
        const waiting = async (): Promise<readonly string[]> =>
          String(await look.client('LIST'))
            .split('\n')
            .filter((line) => line.includes(' cmd=brpoplpush '))
            .map((line) => /^id=\d+/.exec(line)?.[0] ?? '');
        const before = await waiting();
        const mine = async (): Promise<readonly string[]> =>
          (await waiting()).filter((id) => !before.includes(id));
        const redisUrl = `redis://127.0.0.1:${proxy.port}`;
        const jobs = await harness.start({ transport: { ...(await transport()), redisUrl } });
        jobs.service('demo').handle(double, async ({ payload }) => payload.n);
        await eventually(async () => (await mine()).length === 1);
        const [forgotten] = await mine();
        proxy.abandon();
        await eventually(
          async () => {
            const now = await mine();
            return now.length === 1 && now[0] !== forgotten;
          },
          () => 'one connection, and a new one',
        );
      } finally {
        look.disconnect();
        await proxy.close();
      }
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
