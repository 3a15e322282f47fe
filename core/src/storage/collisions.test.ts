import { sql, type Transaction } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { codeOf, describeOnEachStorage, Note } from '../../test/notes-storage.ts';

describeOnEachStorage('transactions that collide', (opened) => {
  const collide = (tx: Transaction) =>
    opened().notes.query(tx, sql`select notes.fail('serialization_failure')`);

  it('both commit, once each, when each waits for what the other has locked', async () => {
    const { notes, inside, insert, titles } = opened();
    await inside(insert('1'));
    await inside(insert('2'));
    const lock = (tx: Transaction, first: string) =>
      notes.query(
        tx,
        sql`update notes.notes set labels = array_append(labels, 'x') where title like ${first}`,
      );
    const [hasFirst, hasSecond] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const committed: string[] = [];
    let runs = 0;
    const cross = (mine: string, others: string, has: () => void, otherHas: Promise<void>) =>
      inside(async (tx) => {
        runs += 1;
        notes.afterCommit(tx, () => committed.push(mine));
        await insert(`by ${mine}`)(tx);
        await lock(tx, mine);
        has();
        await otherHas;
        await lock(tx, others);
      });
    await Promise.all([
      cross('1', '2', hasFirst.resolve, hasSecond.promise),
      cross('2', '1', hasSecond.resolve, hasFirst.promise),
    ]);
    expect(runs).to.be.greaterThan(2);
    expect(committed.sort()).to.deep.equal(['1', '2']);
    expect(await titles()).to.deep.equal(['1', '2', 'by 1', 'by 2']);
    const counted = await inside((tx) =>
      notes.query(tx, sql`select cardinality(labels) as n from notes.notes where title in ('1', '2')`),
    );
    expect(counted).to.deep.equal([{ n: 2 }, { n: 2 }]);
  });

  it('both commit when it is their units of work that wait for each other', async () => {
    const { notes, inside, insert, titles } = opened();
    await inside(insert('1'));
    await inside(insert('2'));
    const [hasFirst, hasSecond] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const cross = (mine: string, others: string, has: () => void, otherHas: Promise<void>) =>
      inside(async (tx) => {
        const unit = notes.unitOfWork(tx);
        const change = async (title: string): Promise<void> => {
          const note = await unit.findOneOrFail(Note, { title: { $like: title } });
          note.labels = [mine];
        };
        await change(mine);
        await unit.flush();
        has();
        await otherHas;
        await change(others);
      });
    await Promise.all([
      cross('1', '2', hasFirst.resolve, hasSecond.promise),
      cross('2', '1', hasSecond.resolve, hasFirst.promise),
    ]);
    expect(await titles()).to.deep.equal(['1', '2']);
    const labels = await inside((tx) =>
      notes.query(tx, sql`select cardinality(labels) as n from notes.notes`),
    );
    expect(labels).to.deep.equal([{ n: 1 }, { n: 1 }]);
  });

  it('are given up when they collide each time, and nothing of any try stays', async () => {
    const { notes, inside, insert, titles } = opened();
    let runs = 0;
    let committed = 0;
    const work = inside(async (tx) => {
      runs += 1;
      notes.afterCommit(tx, () => {
        committed += 1;
      });
      await insert('never')(tx);
      await collide(tx);
    });
    expect(await codeOf(work)).to.equal('DW_STORAGE_CONFLICT');
    expect([runs, committed]).to.deep.equal([4, 0]);
    expect(await titles()).to.deep.equal([]);
  });

  it('are begun again by themselves where one is within another', async () => {
    const { inside, insert, titles } = opened();
    let outer = 0;
    let inner = 0;
    await inside(async (tx) => {
      outer += 1;
      await insert('outer')(tx);
      await inside(async (within) => {
        inner += 1;
        await insert('inner')(within);
        if (inner === 1) await collide(within);
      });
    });
    expect([outer, inner]).to.deep.equal([1, 2]);
    expect(await titles()).to.deep.equal(['inner', 'outer']);
    const failing = inside(async (tx) => {
      outer += 1;
      await insert('never')(tx);
      await inside(collide);
    });
    expect(await codeOf(failing)).to.equal('DW_STORAGE_CONFLICT');
    expect(outer).to.equal(2);
  });

  it('are not begun again for what is no collision', async () => {
    const { inside } = opened();
    let runs = 0;
    const failed = inside(async () => {
      runs += 1;
      throw new Error('the work itself');
    });
    expect(await failed.catch((error: unknown) => String(error))).to.contain('the work itself');
    const code = await codeOf(
      inside(async (tx) => {
        runs += 1;
        await opened().notes.query(tx, sql`select notes.fail('lock_not_available')`);
      }),
    );
    expect([code, runs]).to.deep.equal(['DW_STORAGE_CONFLICT', 2]);
  });

  it('of one statement of the kernel are sent again', async () => {
    const { storage, asAdmin } = opened();
    await asAdmin((client) => client.query('create sequence if not exists public.tries'));
    await asAdmin((client) => client.query('grant usage on sequence public.tries to public'));
    await asAdmin((client) =>
      client.query(
        `create or replace function public.collide_once() returns bigint language plpgsql as $$
           declare n bigint := nextval('public.tries'); begin if n = 1 then raise exception using errcode = 'deadlock_detected'; end if; return n; end $$`,
      ),
    );
    const rows = await storage.execute<{ n: string }>({
      text: 'select public.collide_once() as n',
      parameters: [],
    });
    expect(rows).to.deep.equal([{ n: '2' }]);
  });
});
