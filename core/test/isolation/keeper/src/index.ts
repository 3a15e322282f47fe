import { randomUUID } from 'node:crypto';
import {
  coreServices,
  defineJob,
  definePlugin,
  type ExecutionScope,
  pluginScope,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { type Keeper, keeperService } from './contract.ts';
import { Entry, migrations } from './entry.ts';

interface Body {
  readonly title: string;
}

const BODY = {
  type: 'object',
  properties: { title: { type: 'string' } },
  required: ['title'],
  additionalProperties: false,
} as const;

const countJob = defineJob<{ readonly title: string }>({
  name: 'keeper.count',
  payload: BODY,
});

/** Keeps entries by units of work and by SQL, and writes jobs and events with them: the same source in process and behind each wall. */
export default definePlugin()({
  deps: {
    storage: coreServices.storage,
    http: coreServices.http,
    jobs: coreServices.jobs,
    events: coreServices.events,
    audit: coreServices.audit,
  },
  provides: { keeper: keeperService },
  entities: [Entry],
  migrations,
  setup({ deps: { storage, http, jobs, events, audit } }) {
    const committed: string[] = [];
    /** Which process this is; behind a wall all have the same number. */
    const own = randomUUID();
    const create = (tx: Transaction, scope: ExecutionScope, title: string) =>
      storage.unitOfWork(tx).create(Entry, {
        id: randomUUID(),
        workspaceId: scope.workspace,
        title,
        tags: ['a', 'b "c"', ''],
        details: { deep: [1, null] },
        writtenAt: new Date(1_700_000_000_123),
      });

    jobs.handle(countJob, async (job) => {
      const { payload, scope } = job;
      await storage.transaction(scope, async (tx) => {
        create(tx, scope, `counted ${payload.title}`);
        await job.complete(tx, undefined);
      });
    });

    const parts = { permission: 'entries:write', summary: 'An entry.' } as const;
    const one = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] } as const;
    http.route({
      ...parts,
      method: 'GET',
      path: '/entries',
      handler: async ({ scope }) => ({ body: { items: await list(storage, scope), nextCursor: null } }),
    });
    http.route<object, object, Body>({
      ...parts,
      method: 'POST',
      path: '/entries',
      body: BODY,
      handler: async ({ scope, body }) => {
        const id = await storage.transaction(scope, async (tx) => {
          const entry = create(tx, scope, body.title);
          storage.afterCommit(tx, () => void committed.push(body.title));
          await audit.record(tx, scope, {
            action: 'keeper.entry.written',
            object: { type: 'entry', id: entry.id },
          });
          return entry.id;
        });
        return { status: 201, body: { id } };
      },
    });
    http.route<{ readonly id: string }, object, Body>({
      ...parts,
      method: 'PUT',
      path: '/entries/:id',
      params: one,
      body: BODY,
      handler: async ({ scope, params, body }) => {
        await storage.transaction(scope, async (tx) => {
          const entry = await storage.unitOfWork(tx).findOneOrFail(Entry, { id: params.id });
          entry.title = body.title;
          entry.tags = [...entry.tags, 'changed'];
        });
        return { status: 204 };
      },
    });
    http.route<{ readonly id: string }>({
      ...parts,
      method: 'DELETE',
      path: '/entries/:id',
      params: one,
      handler: async ({ scope, params }) => {
        await storage.transaction(scope, (tx) =>
          storage.query(
            tx,
            sql`delete from ${sql.identifier(storage.schema, 'entries')} where id = ${params.id}`,
          ),
        );
        return { status: 204 };
      },
    });

    const query = (scope: ExecutionScope, text: string) =>
      storage.transaction(scope, (tx) =>
        storage.query(tx, { ...sql`select 1`, strings: [text], values: [] }),
      );
    const actions: Readonly<Record<string, (scope: ExecutionScope, argument: unknown) => Promise<unknown>>> =
      {
        process: async () => own,
        committed: async () => committed,
        query: (scope, text) => query(scope, String(text)),
        'own error': (scope) =>
          storage.transaction(scope, async (tx) => {
            create(tx, scope, 'lost');
            await storage.unitOfWork(tx).flush();
            throw Object.assign(new Error('mine'), { own: true });
          }),
        savepoint: (scope) =>
          storage.transaction(scope, async (tx) => {
            create(tx, scope, 'outer');
            await storage.unitOfWork(tx).flush();
            await storage
              .unitOfWork(tx)
              .transactional(async (em) => {
                em.create(Entry, { ...(await sample(scope)), title: 'inner' });
                await em.flush();
                throw new Error('back');
              })
              .catch(() => undefined);
          }),
        stream: (scope) =>
          storage.transaction(scope, async (tx) => {
            let rows = 0;
            for await (const _ of storage.unitOfWork(tx).stream(Entry)) rows++;
            return rows;
          }),
        'with it': (scope, title) =>
          storage.transaction(scope, async (tx) => {
            create(tx, scope, String(title));
            const asItself = pluginScope('keeper', 'Keeper', {
              workspace: scope.workspace,
              signal: new AbortController().signal,
            });
            await jobs.enqueue(tx, asItself, countJob, { title: String(title) });
            await events.publish(tx, asItself, {
              type: 'keeper.entry.written',
              subject: String(title),
              data: {},
            });
            if (title === 'never') throw new Error('not this time');
          }),
        'ends in the middle': (scope) =>
          storage.transaction(scope, async (tx) => {
            create(tx, scope, 'torn');
            await storage.unitOfWork(tx).flush();
            process.exit(3);
          }),
        'kept beyond': async (scope) => {
          const kept = await storage.transaction(scope, async (tx) => tx);
          return await storage.query(kept, sql`select 1`);
        },
        'of another': async (_scope, tx) => storage.query(tx as Transaction, sql`select 1`),
        /** Two transactions that wait for each other; answers how often their work was begun. */
        collide: async (scope) => {
          const [a = '', b = ''] = await storage.transaction(scope, async (tx) =>
            ['left', 'right'].map((title) => create(tx, scope, title).id),
          );
          const met = Promise.withResolvers<void>();
          let begun = 0;
          const touch = (tx: Transaction, id: string) =>
            storage.query(
              tx,
              sql`update ${sql.identifier(storage.schema, 'entries')} set revision = revision + 1 where id = ${id}`,
            );
          const move = (first: string, second: string) =>
            storage.transaction(scope, async (tx) => {
              await touch(tx, first);
              if (++begun === 2) met.resolve();
              await met.promise;
              await touch(tx, second);
            });
          await Promise.all([move(a, b), move(b, a)]);
          return begun;
        },
        empty: (scope) => storage.transaction(scope, async (tx) => void create(tx, scope, '')),
        /** Milliseconds of each query in one transaction, and of each transaction with one query. */
        measure: async (scope, rounds) => {
          const times: { readonly queries: number[]; readonly transactions: number[] } = {
            queries: [],
            transactions: [],
          };
          const look = (tx: Transaction) =>
            storage.query(
              tx,
              sql`select id, title from ${sql.identifier(storage.schema, 'entries')} limit 1`,
            );
          const timed = async (into: number[], work: () => Promise<unknown>): Promise<void> => {
            const started = performance.now();
            await work();
            into.push(performance.now() - started);
          };
          await storage.transaction(scope, async (tx) => {
            for (let round = 0; round < Number(rounds); round++) await timed(times.queries, () => look(tx));
          });
          for (let round = 0; round < Number(rounds); round++)
            await timed(times.transactions, () => storage.transaction(scope, look));
          return times;
        },
      };
    const sample = async (scope: ExecutionScope) => ({
      id: randomUUID(),
      workspaceId: scope.workspace,
      tags: [],
      details: null,
      writtenAt: new Date(),
    });
    const keeper: Keeper = {
      run: (scope, action, argument) => {
        const act = actions[action];
        if (act === undefined) throw new Error(`"${action}" is not known`);
        return act(scope, argument);
      },
    };
    return { keeper };
  },
});

const list = (storage: StorageService, scope: ExecutionScope): Promise<readonly object[]> =>
  storage.transaction(scope, async (tx) => {
    const found = await storage.unitOfWork(tx).find(Entry, {}, { orderBy: { title: 'asc' } });
    return found.map(({ id, title, tags, details, writtenAt, revision }) => ({
      ...{ id, title, tags, details, revision },
      writtenAt: writtenAt.toISOString(),
    }));
  });
