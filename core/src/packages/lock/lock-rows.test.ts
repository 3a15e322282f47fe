import { expect } from 'chai';
import { type TestStorage, testStorage } from '../../../test/storage.ts';
import { coreStorage } from '../../subsystems/core-migrations.ts';
import { confirmLock, endLock, insertLock, listLocks, readNewestLock } from './lock-rows.ts';
import type { PluginLock } from './plugin-lock.ts';

describe('the rows of the lock', function () {
  this.timeout(60_000);
  let database: TestStorage;

  before(async () => {
    database = await testStorage({ plugins: [coreStorage] });
  });
  after(() => database.close());

  const insert = (base: number): Promise<number> =>
    database.storage.kernelTransaction(async (tx) => {
      const made = { plugins: {}, base, change: null, kind: 'change', by: 'Test', reason: null } as const;
      const unsealed = { sign: (lock: PluginLock) => lock, above: 0 };
      return (await insertLock(database.storage, tx, { ...made, expects: [], purges: [] }, unsealed)).number;
    });

  it('are counted as numbers, also beyond nine', async () => {
    for (let base = 0; base < 12; base += 1) expect(await insert(base)).to.equal(base + 1);
    expect((await readNewestLock(database.storage))?.number).to.equal(12);
    expect((await listLocks(database.storage, 4)).map(({ number }) => number)).to.deep.equal([12, 11, 10, 9]);
    expect((await listLocks(database.storage, 2, 11)).map(({ number }) => number)).to.deep.equal([10, 9]);
  });

  it('let one of several through that were made on the same', async () => {
    const ends = await Promise.allSettled([insert(12), insert(12), insert(12)]);
    expect(ends.filter(({ status }) => status === 'fulfilled')).to.have.length(1);
    for (const end of ends)
      if (end.status === 'rejected') expect(end.reason).to.have.property('code', 'DW_PACKAGES_CHANGED');
  });

  it('count no more once they have failed, and give their number to no other', async () => {
    const { storage } = database;
    const end = (): Promise<boolean> =>
      storage.kernelTransaction((tx) => endLock(storage, tx, 13, 'failed', 'It fell.'));
    expect([await end(), await end()], 'once').to.deep.equal([true, false]);
    expect((await readNewestLock(storage))?.number).to.equal(12);
    expect(await insert(12)).to.equal(14);
    const confirm = (number: number): Promise<boolean> =>
      storage.kernelTransaction((tx) => confirmLock(storage, tx, number));
    expect([await confirm(14), await confirm(14), await confirm(13)]).to.deep.equal([true, false, false]);
  });
});
