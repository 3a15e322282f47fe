import { expect } from 'chai';
import { Redis } from 'ioredis';
import { ConnectionNames } from '../../src/jobs/connection-names.ts';
import { type RunningRedis, requireServer, startRedis } from '../servers/index.ts';
import { eventually } from './harness.ts';

const LOSSES = 24;
const MOST = 16;

describe('the names of connections to Redis', () => {
  let redis: RunningRedis;

  before(async function () {
    requireServer(this, 'redis-server');
    redis = await startRedis();
  });
  after(async () => {
    await redis.stop();
  });

  it('that were lost do not gather where Redis lets nobody list its clients, and are forgotten once it does', async () => {
    const look = new Redis(redis.url);
    const client = new Redis(redis.url, { lazyConnect: true, retryStrategy: () => 1 });
    try {
      await look.acl('SETUSER', 'default', '-client|list');
      const names = new ConnectionNames('demo');
      let failures = 0;
      names.follow(client, () => {
        failures += 1;
      });
      await client.connect();
      const used = [names.current];
      const lose = async (): Promise<void> => {
        const before = names.current;
        client.disconnect(true);
        await eventually(async () => names.current !== before && client.status === 'ready');
        used.push(names.current);
      };
      for (let loss = 1; loss <= LOSSES; loss += 1) {
        await lose();
        await eventually(async () => failures === loss);
      }
      expect(names.lost).to.deep.equal(used.slice(LOSSES - MOST, LOSSES));

      await look.acl('SETUSER', 'default', '+client|list');
      await lose();
      await eventually(async () => names.lost.length === 0);
    } finally {
      client.disconnect();
      look.disconnect();
    }
  });
});
