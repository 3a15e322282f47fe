import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import pg from 'pg';
import { FaultProxy } from '../../faults/fault-proxy.ts';
import { codeOf } from '../../test/notes-storage.ts';
import { requireServer, sharedServers } from '../../test/servers/index.ts';
import { freePort } from '../../test/servers/server-process.ts';
import { silentLog, testScope } from '../../test/storage.ts';
import { openStorage, type Storage } from './storage.ts';

const PLUGIN = {
  id: 'pulse-test',
  schema: 'pulse_test',
  entities: [],
  migrations: [
    { name: '0001', up: ['create table things (id integer primary key)', 'insert into things values (1)'] },
  ],
};

describe('storage whose connections have been forgotten on the way', () => {
  let proxy: FaultProxy;
  let storage: Storage;
  let url: string;

  before(async function () {
    requireServer(this, 'postgres');
    const server = await sharedServers.postgres();
    url = await server.createDatabase(`pulse_${process.pid}`);
    proxy = await FaultProxy.open(server.port, await freePort());
    const through = new URL(url);
    through.port = String(proxy.port);
    storage = await openStorage({ url: through.href, dataDirectory: '/nonexistent', log: silentLog });
    for (const outcome of (await storage.migrate([PLUGIN])).values()) if (outcome.error) throw outcome.error;
    await storage.activate([PLUGIN]);
  });
  after(async () => {
    await storage.close();
    await proxy.close();
  });

  const one = (): Promise<readonly object[]> => storage.execute({ text: 'select 1 as one', parameters: [] });

  it('ends what waits for an answer, frees what it had locked, and goes on over new connections', async () => {
    const plugin = storage.service(PLUGIN.id);
    const heard: string[] = [];
    await storage.listen('pulse_channel', (payload) => heard.push(payload));
    // Several connections lie idle in the pools; each of them is dead afterwards.
    await Promise.all(Array.from({ length: 4 }, one));
    const isLocked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const lost = plugin.transaction(testScope(), async (tx) => {
      await plugin.query(tx, sql`select id from pulse_test.things for update`);
      isLocked.resolve();
      await goOn.promise;
      await plugin.query(tx, sql`select 1`);
    });
    const code = codeOf(lost);
    await isLocked.promise;
    proxy.abandon();
    goOn.resolve();
    expect(await code).to.equal('DW_STORAGE_UNAVAILABLE');
    const elsewhere = new pg.Client(url);
    await elsewhere.connect();
    await elsewhere.query(`set lock_timeout = '10s'`);
    expect((await elsewhere.query('select id from pulse_test.things for update')).rowCount).to.equal(1);
    await elsewhere.end();
    await plugin.transaction(testScope(), (tx) => plugin.query(tx, sql`select 1`));
    expect(await Promise.all(Array.from({ length: 4 }, one))).to.have.length(4);
    while (heard.length === 0) await sleep(20);
    expect(heard, 'whoever listens looks for himself').to.deep.equal(['']);
  });

  it('lets a statement take its time that the server is working on, and ends a transaction that is left idle', async () => {
    const plugin = storage.service(PLUGIN.id);
    const slow = storage.execute({ text: 'select pg_sleep(12)', parameters: [] });
    const isLocked = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    // As a process that stands still in the middle of one.
    const idle = codeOf(
      plugin.transaction(testScope(), async (tx) => {
        await plugin.query(tx, sql`select id from pulse_test.things for update`);
        isLocked.resolve();
        await goOn.promise;
        await plugin.query(tx, sql`select 1`);
      }),
    );
    await isLocked.promise;
    const elsewhere = new pg.Client(url);
    await elsewhere.connect();
    await elsewhere.query(`set lock_timeout = '40s'`);
    expect((await elsewhere.query('select id from pulse_test.things for update')).rowCount).to.equal(1);
    await elsewhere.end();
    expect(await slow).to.have.length(1);
    goOn.resolve();
    expect(await idle).to.be.oneOf(['DW_STORAGE_UNAVAILABLE', 'DW_STORAGE_TRANSACTION_FAILED']);
  });
});
