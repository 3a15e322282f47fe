import { randomUUID } from 'node:crypto';
import { DEFAULT_WORKSPACE, sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { codeOf, describeOnEachStorage, messageOf, Note } from '../../test/notes-storage.ts';

describeOnEachStorage('the isolation of workspaces and plugins', (opened) => {
  it('shows and lets write nothing of another workspace, by entities or by raw SQL', async () => {
    const { notes, inside, insert, titles } = opened();
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
    const { notes, asAdmin, inside, insert } = opened();
    await inside(insert('mine'));
    await asAdmin(async (client) => {
      await client.query('begin; set local role datawave_app');
      expect((await client.query('select * from notes.notes')).rows).to.deep.equal([]);
      const attempt = client.query('insert into notes.notes (id, workspace_id, title) values ($1, $2, $3)', [
        randomUUID(),
        DEFAULT_WORKSPACE,
        'x',
      ]);
      expect(await codeOf(attempt)).to.equal('42501');
    });
    expect(await codeOf(inside((tx) => notes.query(tx, sql`select 1`), "x'; reset role; --"))).to.equal(
      'DW_STORAGE_WORKSPACE',
    );
  });

  it('keeps plugins out of what is the kernel’s: its role, the end of the transaction, the migrations', async () => {
    const { storage, notes, inside } = opened();
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

  it('reports a statement error that was swallowed instead of pretending to have committed', async () => {
    const { notes, inside, insert, titles } = opened();
    const work = inside(async (tx) => {
      await insert('lost')(tx);
      await notes.query(tx, sql`select * from nowhere`).catch(() => undefined);
    });
    expect(await codeOf(work)).to.equal('DW_STORAGE_TRANSACTION_FAILED');
    expect(await titles()).to.deep.equal([]);
  });

  it('names table and constraint in errors, but never a value', async () => {
    const { notes, inside, insert } = opened();
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
});
