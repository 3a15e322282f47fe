import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { coreServices, definePlugin, serviceRef, type Transaction } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { keeperService } from '../../test/isolation/keeper/src/contract.ts';
import { codeOf } from '../../test/notes-storage.ts';
import { probeWalls } from './walls/index.ts';

const KEEPER = join(import.meta.dirname, '../../test/isolation/keeper');
const WORKSPACE = '0190a1b2-0000-7000-8000-000000000001';

interface Listed {
  readonly items: readonly { readonly id: string; readonly title: string }[];
}

async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let waited = 0; !(await isSo()); waited += 50) {
    if (waited > 20_000) throw new Error(`never: ${what}`);
    await delay(50);
  }
}

const lenderService = serviceRef<{ lend(run: (tx: Transaction) => Promise<unknown>): Promise<unknown> }>(
  'lender.lender',
);

/** A plugin in process that keeps data, too. */
const lender = definePlugin()({
  deps: { storage: coreServices.storage },
  provides: { lender: lenderService },
  migrations: [{ name: '0001_secrets', up: ['create table secrets (text text)'] }],
  setup: ({ deps: { storage } }) => ({
    lender: { lend: (run) => storage.transaction({ ...scope(), signal: new AbortController().signal }, run) },
  }),
});

const scope = () =>
  ({
    workspace: WORKSPACE,
    principal: { id: 'system', kind: 'system', displayName: 'Test', roles: [] },
    requestId: randomUUID(),
  }) as const;

for (const level of ['in-process', 'child', 'confined'] as const)
  describe(`a plugin that keeps data, ${level}`, function () {
    this.timeout(60_000);
    let kernel: TestKernel;
    before(async function () {
      if (!(await probeWalls())[level].available) this.skip();
      kernel = await createTestKernel({
        plugins: [
          { directory: KEEPER, isolation: level },
          {
            manifest: { manifestVersion: 1, id: 'lender', apiVersion: '*', needs: { database: 'own' } },
            plugin: lender,
          },
        ],
      });
      const { state, reason } = kernel.plugin('keeper');
      expect({ state, reason }).to.deep.equal({ state: 'active', reason: null });
    });
    after(() => kernel?.stop());

    const run = (action: string, argument?: unknown) =>
      kernel.service(keeperService).run(kernel.scope(), action, argument);
    const titles = async (workspace?: string): Promise<readonly string[]> => {
      const o = workspace === undefined ? {} : { workspace };
      const { status, body } = await kernel.request('GET', '/api/v1/entries', o);
      expect(status, JSON.stringify(body)).to.equal(200);
      return (body as Listed).items.map(({ title }) => title);
    };
    const codeOfRun = (action: string, argument?: unknown) => codeOf(run(action, argument));

    it('creates, reads, changes and deletes over its routes, each workspace apart', async () => {
      const made = await kernel.request('POST', '/api/v1/entries', { body: { title: 'first' } });
      expect(made.status, JSON.stringify(made.body)).to.equal(201);
      const { id } = made.body as { readonly id: string };
      expect(await run('committed')).to.deep.equal(['first']);
      await kernel.request('POST', '/api/v1/entries', { body: { title: 'theirs' }, workspace: WORKSPACE });
      const { body } = await kernel.request('GET', '/api/v1/entries');
      expect((body as Listed).items).to.deep.equal([
        {
          ...{ id, title: 'first', tags: ['a', 'b "c"', ''], details: { deep: [1, null] }, revision: 1 },
          writtenAt: '2023-11-14T22:13:20.123Z',
        },
      ]);
      await kernel.request('PUT', `/api/v1/entries/${id}`, { body: { title: 'second' } });
      expect(await titles()).to.deep.equal(['second']);
      expect(await titles(WORKSPACE)).to.deep.equal(['theirs']);
      expect((await kernel.request('DELETE', `/api/v1/entries/${id}`)).status).to.equal(204);
      expect(await titles()).to.deep.equal([]);
    });

    it('rolls back with its own error, and to a savepoint', async () => {
      const error: unknown = await run('own error').catch((thrown: unknown) => thrown);
      expect(error).to.have.property('message', 'mine');
      expect(await codeOfRun('empty')).to.equal('DW_STORAGE_CONSTRAINT');
      await run('savepoint');
      expect(await titles()).to.deep.equal(['outer']);
      expect(await run('stream')).to.equal(1);
    });

    it('enqueues jobs and publishes events with what it writes, or nothing of it all', async () => {
      await run('with it', 'never').catch(() => undefined);
      await run('with it', 'counted');
      await until(async () => (await titles()).includes('counted counted'), 'the job has run');
      expect(await titles()).to.deep.equal(['counted', 'counted counted', 'outer']);
    });

    it('cannot use a transaction that has ended', async () => {
      expect(await codeOfRun('kept beyond')).to.equal('DW_STORAGE_TRANSACTION_ENDED');
    });

    if (level === 'in-process') return;

    it('reaches nothing of others, and no transaction of theirs', async () => {
      for (const text of [
        'select * from lender.secrets',
        'select * from core.jobs',
        'select * from core.secrets',
      ])
        expect(await codeOfRun('query', text), text).to.equal('DW_STORAGE_DENIED');
      for (const text of [
        'set role datawave_app',
        'reset role',
        `select set_config('role', 'datawave_app', true)`,
      ])
        expect(await codeOfRun('query', text), text).to.equal('DW_STORAGE_STATEMENT_REFUSED');
      const lent = kernel.service(lenderService).lend((tx) => run('of another', tx));
      expect(await codeOf(lent)).to.equal('DW_ISOLATION_TRANSACTION');
    });

    if (level === 'child')
      it('begins work again that the database gave up for the sake of others', async () => {
        expect(await run('collide')).to.equal(3);
      });

    it('loses nothing but the transaction when it ends in the middle of one', async () => {
      const former = await run('process');
      expect(await codeOfRun('ends in the middle')).to.equal('DW_ISOLATION_GONE');
      await until(async () => (await run('process').catch(() => former)) !== former, 'it is back');
      expect(await titles())
        .to.include('counted counted')
        .and.not.include('torn');
    });
  });
