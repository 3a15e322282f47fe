import { DEFAULT_WORKSPACE, sql, type Transaction } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { NOTES, OTHER } from '../../test/notes-storage.ts';
import { type TestStorage, testScope, testStorage } from '../../test/storage.ts';
import { PreparedStatements } from './prepared-statements.ts';
import type { StoragePlugin } from './storage-plugin.ts';

const OFTEN = 50;
const again = <T>(work: () => T): readonly T[] => Array.from({ length: OFTEN }, work);

describe('the names of prepared statements', () => {
  it('are given to what writes often, and kept', () => {
    const prepared = new PreparedStatements();
    const names = again(() => prepared.nameOf('insert into a values ($1)'));
    expect(names[0]).to.equal(undefined);
    expect(new Set(names.slice(-10))).to.have.lengthOf(1);
    expect(names.at(-1)).to.be.a('string');
  });

  it('are not given to what reads, nor to more statements than a connection can keep', () => {
    const prepared = new PreparedStatements();
    expect(new Set(again(() => prepared.nameOf('select a from b where c = $1')))).to.deep.equal(
      new Set([undefined]),
    );
    const names = Array.from({ length: 2_000 }, (_, at) =>
      again(() => prepared.nameOf(`update a set b = ${at}`)).at(-1),
    ).filter((name) => name !== undefined);
    expect(names.length).to.be.within(1, 200);
    expect(new Set(names).size).to.equal(names.length);
  });

  it('are other ones once everything is forgotten', () => {
    const prepared = new PreparedStatements();
    const name = () => again(() => prepared.nameOf('update a set b = $1')).at(-1);
    const before = name();
    prepared.forget();
    expect(name()).to.be.a('string').and.not.equal(before);
  });
});

describe('a storage that prepares what it writes often', () => {
  let test: TestStorage;
  beforeEach(async () => {
    test = await testStorage({ plugins: [NOTES, OTHER], prepare: true, poolSize: 2 });
  });
  afterEach(() => test.close());

  const notes = () => test.storage.service('notes');
  const inside = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    notes().transaction(testScope(), work);
  const insert = (tx: Transaction, title: string): Promise<readonly object[]> =>
    notes().query(
      tx,
      sql`insert into notes.notes (id, workspace_id, title) values (gen_random_uuid(), ${DEFAULT_WORKSPACE}, ${title}) returning *`,
    );
  const write = async (batch: string): Promise<void> => {
    for (let at = 0; at < OFTEN; at++) await inside((tx) => insert(tx, `${batch} ${at}`));
  };

  it('writes the same as one that does not, in one transaction and over many', async () => {
    await write('first');
    await inside(async (tx) => {
      await insert(tx, 'one more');
      const prepared = await notes().query(
        tx,
        sql`select name from pg_prepared_statements where statement like ${'insert into notes%'}`,
      );
      expect(prepared).to.have.lengthOf(1);
    });
    const [counted] = await inside((tx) =>
      notes().query(tx, sql`select count(distinct title)::int as notes from notes.notes`),
    );
    expect(counted).to.deep.equal({ notes: OFTEN + 1 });
  });

  it('goes on after the columns that a statement answers have changed', async () => {
    await write('before');
    const wider: StoragePlugin = {
      ...NOTES,
      migrations: [...NOTES.migrations, { name: '0002', up: ['alter table notes add column more text'] }],
    };
    await test.storage.migrate([wider, OTHER]);
    const [row] = await inside((tx) => insert(tx, 'after'));
    expect(row).to.include({ title: 'after', more: null });
    await write('then');
  });

  it('fails once a connection at most where another process has changed them', async () => {
    await write('before');
    await test.asOwner('alter table notes.notes add column more text');
    const outcomes = [];
    for (let at = 0; at < 10; at++)
      outcomes.push(...(await Promise.allSettled([inside((tx) => insert(tx, `after ${at}`))])));
    expect(outcomes.filter(({ status }) => status === 'rejected').length).to.be.at.most(2);
    expect(outcomes.at(-1)).to.have.nested.property('value[0].more', null);
  });
});
