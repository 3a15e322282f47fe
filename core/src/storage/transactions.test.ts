import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { DEFAULT_WORKSPACE, sql, type Transaction } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { codeOf, describeOnEachStorage, messageOf, Note } from '../../test/notes-storage.ts';
import { freePort } from '../../test/servers/server-process.ts';
import { testScope } from '../../test/storage.ts';

describeOnEachStorage('a transaction', (opened) => {
  it('writes entities through the unit of work and reads them back', async () => {
    const { notes, inside } = opened();
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
    const { notes, inside } = opened();
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
    const { notes, inside, titles } = opened();
    await inside(async (tx) => {
      const em = notes.unitOfWork(tx);
      em.persist(em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'first' }));
      expect(await notes.query(tx, sql`select title from notes.notes`)).to.deep.equal([{ title: 'first' }]);
      em.persist(em.create(Note, { id: randomUUID(), workspaceId: DEFAULT_WORKSPACE, title: 'second' }));
    });
    expect(await titles()).to.deep.equal(['first', 'second']);
  });

  it('rolls back when the work throws, and runs work after the commit only when there was one', async () => {
    const { notes, inside, insert, titles } = opened();
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

  it('hands on what its work fails with as it is, also a missing file and another server that is away', async () => {
    const { inside } = opened();
    const missing: unknown = await inside(async () => stat('/nonexistent/file')).catch(
      (error: unknown) => error,
    );
    expect(missing).to.include({ code: 'ENOENT', syscall: 'stat' });
    const port = await freePort();
    const refused: unknown = await inside(
      async () =>
        new Promise((_resolve, reject) => {
          connect({ host: '127.0.0.1', port }).once('error', reject);
        }),
    ).catch((error: unknown) => error);
    expect(refused).to.include({ code: 'ECONNREFUSED', port });
  });

  it('gives the unit of work nested transactions as savepoints', async () => {
    const { notes, inside, titles } = opened();
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
    const { notes, inside } = opened();
    await inside((tx) =>
      notes.query(
        tx,
        sql`insert into notes.notes (id, workspace_id, title) select gen_random_uuid(), ${DEFAULT_WORKSPACE}::uuid, 'note ' || n from generate_series(1, 1234) n`,
      ),
    );
    let count = 0;
    await inside(async (tx) => {
      for await (const note of notes.unitOfWork(tx).stream(Note)) if (note.title.startsWith('note ')) count++;
    });
    expect(count).to.equal(1234);
  });

  it('refuses a transaction that has ended, and an entity manager kept beyond it', async () => {
    const { storage, notes, inside } = opened();
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

  it('lets statements of one transaction be issued at once', async () => {
    const { notes, inside } = opened();
    const results = await inside((tx) =>
      Promise.all([1, 2, 3].map((n) => notes.query<{ n: number }>(tx, sql`select ${n}::int as n`))),
    );
    expect(results.flat().map((row) => row.n)).to.deep.equal([1, 2, 3]);
  });

  it('sends what nobody waits for in its place, at the latest with the commit', async () => {
    const { storage, notes, inside, titles } = opened();
    const insert = (title: string) =>
      sql`insert into notes.notes (id, workspace_id, title) values (gen_random_uuid(), ${DEFAULT_WORKSPACE}, ${title})`;
    const seen = await inside(async (tx) => {
      storage.deferIn(tx, insert('first'));
      const rows = await notes.query(tx, sql`select title from notes.notes`);
      // More than wait for each other, so that some go by themselves.
      for (let n = 0; n < 100; n++) storage.deferIn(tx, insert(`later ${n}`));
      return rows;
    });
    expect(seen).to.deep.equal([{ title: 'first' }]);
    expect(await titles()).to.have.length(101);
    await inside(async (tx) => storage.deferIn(tx, insert('all there is')));
    expect(await titles()).to.include('all there is');
    const undone = inside(async (tx) => {
      storage.deferIn(tx, insert('undone'));
      throw new Error('changed my mind');
    });
    expect(await messageOf(undone)).to.contain('changed my mind');
    expect(await titles()).to.have.length(102);
  });

  it('keeps nothing when what nobody waits for fails, and says why', async () => {
    const { storage, notes, inside, insert, titles } = opened();
    await inside(insert('taken'));
    const again = sql`insert into notes.notes (id, workspace_id, title) values (gen_random_uuid(), ${DEFAULT_WORKSPACE}, 'taken')`;
    const atTheCommit = inside(async (tx) => {
      await insert('lost')(tx);
      storage.deferIn(tx, again);
    });
    const alone = inside(async (tx) => storage.deferIn(tx, again));
    const atTheNext = inside(async (tx) => {
      storage.deferIn(tx, again);
      await notes.query(tx, sql`select 1 as one`);
    });
    const swallowed = inside(async (tx) => {
      storage.deferIn(tx, again);
      await notes.query(tx, sql`select 1 as one`).catch(() => undefined);
    });
    const codes = await Promise.all([atTheCommit, alone, atTheNext, swallowed].map(codeOf));
    expect(codes).to.deep.equal(Array.from({ length: 4 }, () => 'DW_STORAGE_DUPLICATE'));
    expect(await titles()).to.deep.equal(['taken']);
  });

  it('answers the same where it is said to find rows by their keys, however often it is asked', async () => {
    const { notes, inside, insert } = opened();
    for (const title of ['one', 'two', 'three']) await inside(insert(title));
    const keyed = (title: string) =>
      notes.transaction(
        testScope({ workspace: DEFAULT_WORKSPACE }),
        async (tx) => {
          const rows = await notes.query<{ title: string }>(
            tx,
            sql`select title from notes.notes where title = ${title}`,
          );
          const [{ mode } = { mode: '' }] = await notes.query<{ mode: string }>(
            tx,
            sql`select current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan') as mode`,
          );
          return [...rows.map((row) => row.title), mode];
        },
        { isKeyed: true },
      );
    for (let turn = 0; turn < 30; turn++)
      for (const title of ['one', 'two', 'three'])
        expect(await keyed(title)).to.deep.equal([title, 'force_generic_plan off']);
    const [after] = await inside((tx) =>
      notes.query<{ mode: string }>(
        tx,
        sql`select current_setting('plan_cache_mode') || ' ' || current_setting('enable_seqscan') as mode`,
      ),
    );
    expect(after?.mode, 'what the next transaction finds').to.match(/ on$/);
  });
});
