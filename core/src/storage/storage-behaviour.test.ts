import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DEFAULT_WORKSPACE,
  type StorageService,
  sql,
  type Transaction,
  workspaceTable,
} from '@datawave/plugin-sdk';
import { defineEntity, p } from '@datawave/plugin-sdk/storage';
import { expect } from 'chai';
import pg from 'pg';
import { requireServer, sharedServers } from '../../test/servers/index.ts';
import { silentLog, testScope, testStorage } from '../../test/storage.ts';
import { openStorage, type Storage } from './storage.ts';
import type { StoragePlugin } from './storage-plugin.ts';

const Note = defineEntity({
  name: 'NotesNote',
  tableName: 'notes',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    title: p.string().unique(),
    day: p.date().nullable(),
    writtenAt: p.datetime().nullable(),
    labels: p.array().nullable(),
  },
});

const NOTES: StoragePlugin = {
  id: 'notes',
  schema: 'notes',
  entities: [Note],
  migrations: [
    {
      name: '0001_notes',
      up: [
        'create table notes (id uuid primary key, workspace_id uuid not null, title text not null unique, day date, written_at timestamptz, labels text[])',
        ...workspaceTable('notes'),
      ],
    },
  ],
};
const OTHER: StoragePlugin = { id: 'other-plugin', schema: 'other_plugin', entities: [], migrations: [] };

const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  return error instanceof Error ? Reflect.get(error, 'code') : error;
};
const messageOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => '',
    (error: unknown) =>
      error instanceof Error
        ? `${error.message} ${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`
        : String(error),
  );

/** On the installed server, or on any other whose superuser's address DATAWAVE_TEST_POSTGRES_URL gives. */
async function freshDatabase(): Promise<string> {
  const name = `dw_${randomUUID().slice(0, 8)}`;
  const given = process.env['DATAWAVE_TEST_POSTGRES_URL'];
  if (given === undefined) return (await sharedServers.postgres()).createDatabase(name);
  const client = new pg.Client({ connectionString: given });
  await client.connect();
  await client.query(`create database ${name}`).finally(() => client.end());
  const url = new URL(given);
  url.pathname = name;
  return url.href;
}

interface Opened {
  readonly storage: Storage;
  /** A superuser's address of the same database. */
  readonly admin: string;
  close(): Promise<void>;
}

const kinds: Readonly<Record<string, { needs: boolean; open: () => Promise<Opened> }>> = {
  'the embedded PostgreSQL 18': {
    needs: false,
    open: async () => {
      const test = await testStorage({ plugins: [NOTES, OTHER] });
      return { storage: test.storage, admin: test.migrationUrl, close: () => test.close() };
    },
  },
  'an installed PostgreSQL by URL': {
    needs: true,
    open: async () => {
      const admin = await freshDatabase();
      const storage = await openStorage({ url: admin, dataDirectory: '/nonexistent', log: silentLog });
      for (const outcome of (await storage.migrate([NOTES, OTHER])).values())
        if (outcome.error) throw outcome.error;
      await storage.activate([NOTES, OTHER]);
      return { storage, admin, close: () => storage.close() };
    },
  },
};

for (const [kind, { needs, open }] of Object.entries(kinds)) {
  describe(`storage on ${kind}`, () => {
    let opened: Opened;
    let storage: Storage;
    let notes: StorageService;

    before(async function () {
      if (needs) requireServer(this, 'postgres');
      opened = await open();
      storage = opened.storage;
      notes = storage.service('notes');
    });
    after(() => opened?.close());
    beforeEach(() => asAdmin(async (client) => client.query('truncate notes.notes')));

    const asAdmin = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
      const client = new pg.Client({ connectionString: opened.admin });
      await client.connect();
      return work(client).finally(() => client.end());
    };
    const inside = <T>(work: (tx: Transaction) => Promise<T>, workspace = DEFAULT_WORKSPACE): Promise<T> =>
      notes.transaction(testScope({ workspace }), work);
    const insert =
      (title: string, workspace = DEFAULT_WORKSPACE) =>
      (tx: Transaction) =>
        notes.query(
          tx,
          sql`insert into notes.notes (id, workspace_id, title) values (${randomUUID()}, ${workspace}, ${title})`,
        );
    const titles = (workspace?: string): Promise<string[]> =>
      inside(
        async (tx) =>
          (await notes.query<{ title: string }>(tx, sql`select title from notes.notes order by title`)).map(
            (row) => row.title,
          ),
        workspace,
      );

    it('writes entities through the unit of work and reads them back', async () => {
      const id = randomUUID();
      const at = new Date('2026-03-01T12:34:56.789Z');
      await inside(async (tx) => {
        const em = notes.unitOfWork(tx);
        em.persist(
          em.create(Note, {
            id,
            workspaceId: DEFAULT_WORKSPACE,
            title: `it's "quoted" \\ $1`,
            day: '2026-03-01',
            writtenAt: at,
          }),
        );
        expect(notes.unitOfWork(tx)).to.equal(em);
      });
      const found = await inside((tx) => notes.unitOfWork(tx).findOneOrFail(Note, { id }));
      expect(found).to.include({ title: `it's "quoted" \\ $1`, day: '2026-03-01' });
      expect(found.writtenAt).to.deep.equal(at);
    });

    it('keeps any text in an array as it is', async () => {
      const id = randomUUID();
      const labels = [
        '',
        ' ',
        ' a ',
        'null',
        'NULL',
        'a,b',
        '{}',
        '"',
        '\\',
        '\\n',
        '"\n',
        '\u001b"',
        '\t',
        'é😀',
      ];
      await inside(async (tx) => {
        const em = notes.unitOfWork(tx);
        em.persist(em.create(Note, { id, workspaceId: DEFAULT_WORKSPACE, title: 'labelled', labels }));
      });
      const found = await inside((tx) => notes.unitOfWork(tx).findOneOrFail(Note, { id }));
      expect(found.labels).to.deep.equal(labels);
    });

    it('flushes the unit of work before a statement and before the commit', async () => {
      await inside(async (tx) => {
        const em = notes.unitOfWork(tx);
        em.persist(em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'first' }));
        expect(await notes.query(tx, sql`select title from notes.notes`)).to.deep.equal([{ title: 'first' }]);
        em.persist(em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'second' }));
      });
      expect(await titles()).to.deep.equal(['first', 'second']);
    });

    it('rolls back when the work throws, and runs work after the commit only when there was one', async () => {
      const ran: string[] = [];
      await inside(async (tx) => {
        notes.afterCommit(tx, () => ran.push('never'));
        await insert('gone')(tx);
        throw new Error('no');
      }).catch(() => undefined);
      await inside(async (tx) => {
        notes.afterCommit(tx, () => {
          throw new Error('this is logged and stops nothing');
        });
        notes.afterCommit(tx, () => ran.push('once'));
        await insert('kept')(tx);
        expect(ran).to.deep.equal([]);
      });
      expect(ran).to.deep.equal(['once']);
      expect(await titles()).to.deep.equal(['kept']);
    });

    it('gives the unit of work nested transactions as savepoints', async () => {
      await inside(async (tx) => {
        const em = notes.unitOfWork(tx);
        const nested = em.transactional(async (inner) => {
          inner.persist(
            inner.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'undone' }),
          );
          await inner.flush();
          throw new Error('only this part');
        });
        expect(await messageOf(nested)).to.contain('only this part');
        await em.transactional(async (inner) => {
          inner.persist(
            inner.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'done' }),
          );
        });
      });
      expect(await titles()).to.deep.equal(['done']);
    });

    it('streams a large result in chunks', async () => {
      await inside((tx) =>
        notes.query(
          tx,
          sql`insert into notes.notes (id, workspace_id, title) select gen_random_uuid(), ${DEFAULT_WORKSPACE}::uuid, 'note ' || n from generate_series(1, 1234) n`,
        ),
      );
      let count = 0;
      await inside(async (tx) => {
        for await (const note of notes.unitOfWork(tx).stream(Note))
          if (note.title.startsWith('note ')) count++;
      });
      expect(count).to.equal(1234);
    });

    it('shows and lets write nothing of another workspace, by entities or by raw SQL', async () => {
      const theirs = randomUUID();
      await inside(insert('mine'));
      await inside(insert('theirs', theirs), theirs);
      expect(await titles()).to.deep.equal(['mine']);
      expect(await titles(theirs)).to.deep.equal(['theirs']);
      await inside(async (tx) => {
        expect(
          await notes.query(tx, sql`select 1 from notes.notes where workspace_id = ${theirs}`),
        ).to.deep.equal([]);
        expect(await notes.unitOfWork(tx).find(Note, { workspaceId: theirs })).to.deep.equal([]);
        await notes.query(tx, sql`update notes.notes set title = title || '!'`);
        await notes.query(tx, sql`delete from notes.notes where workspace_id = ${theirs}`);
      });
      expect(await titles(theirs)).to.deep.equal(['theirs']);
      expect(await titles()).to.deep.equal(['mine!']);
      expect(await codeOf(inside(insert('planted', theirs)))).to.equal('DW_STORAGE_DENIED');
      expect(
        await codeOf(inside((tx) => notes.query(tx, sql`update notes.notes set workspace_id = ${theirs}`))),
      ).to.equal('DW_STORAGE_DENIED');
      const planted = inside(async (tx) => {
        const em = notes.unitOfWork(tx);
        em.persist(em.create(Note, { id: randomUUID(), workspaceId: theirs, title: 'planted' }));
      });
      expect(await codeOf(planted)).to.equal('DW_STORAGE_DENIED');
    });

    it('shows nothing and writes nothing without a workspace', async () => {
      await inside(insert('mine'));
      await asAdmin(async (client) => {
        await client.query('begin; set local role datawave_app');
        expect((await client.query('select * from notes.notes')).rows).to.deep.equal([]);
        const attempt = client.query(
          'insert into notes.notes (id, workspace_id, title) values ($1, $2, $3)',
          [randomUUID(), DEFAULT_WORKSPACE, 'x'],
        );
        expect(await codeOf(attempt)).to.equal('42501');
      });
      expect(await codeOf(inside((tx) => notes.query(tx, sql`select 1`), "x'; reset role; --"))).to.equal(
        'DW_STORAGE_WORKSPACE',
      );
    });

    it('keeps plugins out of what is the kernel’s: its role, the end of the transaction, the migrations', async () => {
      await storage.execute({ text: 'select 1 from core.workspaces', parameters: [] });
      for (const statement of [
        sql`commit`,
        sql`  /* x */ ROLLBACK`,
        sql`-- x\nset role datawave_kernel`,
        sql`reset role`,
        sql`set session authorization default`,
        sql`begin`,
        sql`set local app.workspace = ''`,
      ]) {
        expect(await codeOf(inside((tx) => notes.query(tx, statement)))).to.equal(
          'DW_STORAGE_STATEMENT_REFUSED',
        );
      }
      expect(await codeOf(inside((tx) => notes.unitOfWork(tx).commit()))).to.equal(
        'DW_STORAGE_STATEMENT_REFUSED',
      );
      expect(await codeOf(inside((tx) => notes.query(tx, sql`select 1; commit; select 2`)))).to.equal(
        'DW_STORAGE_STATEMENT',
      );
      expect(await codeOf(inside((tx) => notes.query(tx, sql`delete from notes.migrations`)))).to.equal(
        'DW_STORAGE_DENIED',
      );
      expect(await codeOf(inside((tx) => notes.query(tx, sql`create table notes.own (id int)`)))).to.equal(
        'DW_STORAGE_DENIED',
      );
      expect(
        await inside((tx) => notes.query<{ id: string }>(tx, sql`select id from core.workspaces`)),
      ).to.deep.equal([{ id: DEFAULT_WORKSPACE }]);
    });

    it('refuses a transaction that has ended, and an entity manager kept beyond it', async () => {
      let kept: Transaction | null = null;
      const em = await inside(async (tx) => {
        kept = tx;
        return notes.unitOfWork(tx);
      });
      if (kept === null) throw new Error('no transaction');
      const ended = kept;
      expect(await codeOf(notes.query(ended, sql`select 1`))).to.equal('DW_STORAGE_TRANSACTION_ENDED');
      expect(() => notes.unitOfWork(ended))
        .to.throw()
        .with.property('code', 'DW_STORAGE_TRANSACTION_ENDED');
      expect(await codeOf(em.find(Note, {}))).to.equal('DW_STORAGE_TRANSACTION_ENDED');
      expect(
        await codeOf(inside((tx) => Promise.resolve(tx)).then((tx) => storage.executeIn(tx, sql`select 1`))),
      ).to.equal('DW_STORAGE_TRANSACTION_ENDED');
    });

    it('reports a statement error that was swallowed instead of pretending to have committed', async () => {
      const work = inside(async (tx) => {
        await insert('lost')(tx);
        await notes.query(tx, sql`select * from nowhere`).catch(() => undefined);
      });
      expect(await codeOf(work)).to.equal('DW_STORAGE_TRANSACTION_FAILED');
      expect(await titles()).to.deep.equal([]);
    });

    it('names table and constraint in errors, but never a value', async () => {
      await inside(insert('secret-7f3a'));
      const byQuery = await messageOf(inside(insert('secret-7f3a')));
      const byEntity = await messageOf(
        inside(async (tx) => {
          const em = notes.unitOfWork(tx);
          em.persist(
            em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'secret-7f3a' }),
          );
        }),
      );
      const badCast = await messageOf(inside((tx) => notes.query(tx, sql`select ${'secret-7f3a'}::int`)));
      for (const said of [byQuery, byEntity]) {
        expect(said)
          .to.contain('notes.notes (notes_title_key)')
          .and.to.contain('DW_STORAGE_DUPLICATE')
          .and.to.contain('23505');
      }
      for (const said of [byQuery, byEntity, badCast]) expect(said).not.to.contain('secret-7f3a');
    });

    it('rolls back and cancels the running statement when the scope is aborted', async () => {
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

    it('lets statements of one transaction be issued at once', async () => {
      const results = await inside((tx) =>
        Promise.all([1, 2, 3].map((n) => notes.query<{ n: number }>(tx, sql`select ${n}::int as n`))),
      );
      expect(results.flat().map((row) => row.n)).to.deep.equal([1, 2, 3]);
    });

    it('answers that a plugin is disabled while it is, and lets open transactions finish', async () => {
      try {
        await inside(async (tx) => {
          await storage.activate([OTHER]);
          const em = notes.unitOfWork(tx);
          em.persist(
            em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'in flight' }),
          );
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
      const twin: StoragePlugin = {
        ...OTHER,
        id: 'twin',
        schema: 'twin',
        entities: [
          defineEntity({ name: 'NotesNote', tableName: 'x', properties: { id: p.uuid().primary() } }),
        ],
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
      for (const deadline = Date.now() + 30_000; heard.length === 0 && Date.now() < deadline; )
        await sleep(10);
      expect(heard).to.deep.equal(['']);
      await storage.execute({ text: `select pg_notify('test_channel', 'hello')`, parameters: [] });
      for (const deadline = Date.now() + 30_000; heard.length === 1 && Date.now() < deadline; )
        await sleep(5);
      expect(heard).to.deep.equal(['', 'hello']);
      await stop();
    });

    it('serves the kernel’s own statements beside transactions that hold every connection', async () => {
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
}
