import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_WORKSPACE, sql, type Transaction } from '@datawave/plugin-sdk';
import { defineEntity, p } from '@datawave/plugin-sdk/storage';
import { expect } from 'chai';
import { codeOf, describeOnEachStorage, messageOf, NOTES, Note, OTHER } from '../../test/notes-storage.ts';
import { testScope } from '../../test/storage.ts';
import type { StoragePlugin } from './storage-plugin.ts';

describeOnEachStorage('storage that is disturbed', (opened) => {
  it('rolls back and cancels the running statement when the scope is aborted', async () => {
    const { notes, asAdmin, insert, titles } = opened();
    const gone = new AbortController();
    const sleeping = async () =>
      (
        await asAdmin((client) =>
          client.query(
            `select 1 from pg_stat_activity where query like '%pg_sleep(120)%' and state = 'active' and datname = current_database() and pid <> pg_backend_pid()`,
          ),
        )
      ).rows;
    const work = notes.transaction(testScope({ signal: gone.signal }), async (tx) => {
      await insert('never')(tx);
      await notes.query(tx, sql`select pg_sleep(120)`);
    });
    while ((await sleeping()).length === 0) await sleep(10);
    const ended = codeOf(work);
    gone.abort();
    expect(await ended).to.equal('DW_STORAGE_ABORTED');
    expect(await sleeping(), 'the statement is cancelled').to.deep.equal([]);
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 30);
    expect(
      await codeOf(
        notes.transaction(testScope({ signal: waiting.signal }), () => new Promise(() => undefined)),
      ),
    ).to.equal('DW_STORAGE_ABORTED');
    expect(
      await codeOf(notes.transaction(testScope({ signal: AbortSignal.abort() }), async () => undefined)),
    ).to.equal('DW_STORAGE_ABORTED');
    expect(await titles()).to.deep.equal([]);
  });

  it('answers that a plugin is disabled while it is, and lets open transactions finish', async () => {
    const { storage, notes, inside, titles } = opened();
    try {
      await inside(async (tx) => {
        await storage.activate([OTHER]);
        const em = notes.unitOfWork(tx);
        em.persist(em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'in flight' }));
      });
      expect(await codeOf(inside(async () => undefined))).to.equal('DW_PLUGIN_DISABLED');
      const other = storage.service('other-plugin');
      expect(() => notes.unitOfWork({} as Transaction)).to.throw();
      expect(
        await other.transaction(testScope(), async (tx) => codeOf(notes.query(tx, sql`select 1`))),
      ).to.equal('DW_PLUGIN_DISABLED');
    } finally {
      await storage.activate([NOTES, OTHER]);
    }
    expect(await titles()).to.deep.equal(['in flight']);
  });

  it('swaps entities under traffic without an error', async () => {
    const { storage, notes, inside, titles } = opened();
    let isOn = true;
    let done = 0;
    const traffic = Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        while (isOn) {
          await inside(async (tx) => {
            const em = notes.unitOfWork(tx);
            em.persist(
              em.create(Note, {
                id: randomUUID(),
                workspaceId: DEFAULT_WORKSPACE,
                title: `${lane} ${done++}`,
              }),
            );
            await em.count(Note);
          });
        }
      }),
    );
    for (let swap = 0; swap < 20; swap++) {
      await storage.activate([NOTES, OTHER]);
      await sleep(5);
    }
    isOn = false;
    await traffic;
    expect(await titles()).to.have.length(done);
  });

  it('keeps the running plugins when a new one has bad entities, and names it', async () => {
    const { storage, notes, inside } = opened();
    const twin: StoragePlugin = {
      ...OTHER,
      id: 'twin',
      schema: 'twin',
      entities: [defineEntity({ name: 'NotesNote', tableName: 'x', properties: { id: p.uuid().primary() } })],
    };
    const keyless: StoragePlugin = {
      ...OTHER,
      id: 'keyless',
      schema: 'keyless',
      entities: [defineEntity({ name: 'KeylessThing', properties: { name: p.string() } })],
    };
    expect(await messageOf(storage.activate([NOTES, twin])))
      .to.contain('DW_STORAGE_ENTITIES')
      .and.to.contain('plugin twin');
    expect(await messageOf(storage.activate([NOTES, keyless])))
      .to.contain('DW_STORAGE_ENTITIES')
      .and.to.contain('plugin keyless');
    await inside((tx) => notes.unitOfWork(tx).find(Note, {}));
  });

  it('recovers from connections that the server ended, also the one that listens', async () => {
    const { storage, notes, asAdmin, inside, insert, titles } = opened();
    const heard: string[] = [];
    const stop = await storage.listen('test_channel', (payload) => heard.push(payload));
    const broken = inside(async (tx) => {
      await notes.query(tx, sql`select 1`);
      await asAdmin((client) =>
        client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
        ),
      );
      await notes.query(tx, sql`select 1`);
    });
    expect(await codeOf(broken)).to.equal('DW_STORAGE_UNAVAILABLE');
    await inside(insert('after'));
    expect(await titles()).to.deep.equal(['after']);
    for (const deadline = Date.now() + 30_000; heard.length === 0 && Date.now() < deadline; ) await sleep(10);
    expect(heard).to.deep.equal(['']);
    await storage.execute({ text: `select pg_notify('test_channel', 'hello')`, parameters: [] });
    for (const deadline = Date.now() + 30_000; heard.length === 1 && Date.now() < deadline; ) await sleep(5);
    expect(heard).to.deep.equal(['', 'hello']);
    await stop();
  });

  it('serves the kernel’s own statements beside transactions that hold every connection', async () => {
    const { storage, inside } = opened();
    const gate = Promise.withResolvers<void>();
    const busy = Array.from({ length: 10 }, () => inside(async () => gate.promise));
    await sleep(20);
    expect(
      await storage.kernelTransaction((tx) => storage.executeIn(tx, sql`select 1 as one`)),
    ).to.deep.equal([{ one: 1 }]);
    expect(
      await storage.execute({ text: 'select $1::int as one', parameters: [1], name: 'one' }),
    ).to.deep.equal([{ one: 1 }]);
    gate.resolve();
    await Promise.all(busy);
  });
});
