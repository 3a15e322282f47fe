import { startMariadb } from './mariadb.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';

/**
 * One server for all test files of a mocha process, started by the first that asks and ended with the process. Take a
 * database or a key prefix of your own in it; tests that crash or stop a server start one with `startRedis` and so on.
 */
export const sharedServers = {
  redis: once(() => startRedis()),
  postgres: once(() => startPostgres()),
  mariadb: once(() => startMariadb()),
};

function once<Server>(start: () => Promise<Server>): () => Promise<Server> {
  let running: Promise<Server> | undefined;
  return () => {
    running ??= start();
    return running;
  };
}
