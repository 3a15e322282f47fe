import { expect } from 'chai';
import { GroupedWork } from './grouped-work.ts';

describe('work that is done together', () => {
  it('is one go of what comes at the same time, and one of what comes while it is on its way', async () => {
    const goes: (readonly number[])[] = [];
    const first = Promise.withResolvers<void>();
    const work = new GroupedWork<number, number>(
      async (items) => {
        goes.push(items);
        if (goes.length === 1) await first.promise;
        return (item) => item * 10;
      },
      { most: 3 },
    );
    const early = [work.submit('a', 1), work.submit('a', 2)];
    while (goes.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const late = [3, 4, 5, 6].map((item) => work.submit('a', item));
    first.resolve();
    expect(await Promise.all([...early, ...late])).to.deep.equal([10, 20, 30, 40, 50, 60]);
    expect(goes).to.deep.equal([[1, 2], [3, 4, 5], [6]]);
  });

  it('is several goes at once where that is asked for, and one of what is left over', async () => {
    const goes: (readonly number[])[] = [];
    const held = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const work = new GroupedWork<number, number>(
      async (items) => {
        await held[goes.push(items) - 1]?.promise;
        return (item) => item;
      },
      { most: 10, atOnce: 2 },
    );
    const until = async (count: number): Promise<void> => {
      while (goes.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    const first = [work.submit('a', 1), work.submit('a', 2)];
    await until(1);
    const second = work.submit('a', 3);
    await until(2);
    const third = [work.submit('a', 4), work.submit('a', 5)];
    held[1]?.resolve();
    await Promise.all([second, ...third]);
    expect(goes).to.deep.equal([[1, 2], [3], [4, 5]]);
    held[0]?.resolve();
    await Promise.all(first);
  });

  it('is apart for each key, and none waits for another’s', async () => {
    const held = Promise.withResolvers<void>();
    const work = new GroupedWork<string, string>(
      async (items) => {
        if (items.includes('slow')) await held.promise;
        return (item) => items.filter((other) => other !== item).join();
      },
      { most: 10 },
    );
    const slow = work.submit('a', 'slow');
    expect(await work.submit('b', 'quick')).to.equal('');
    held.resolve();
    expect(await slow).to.equal('');
  });

  it('is done by each alone where it cannot be done together, so that the fault of one stays its own', async () => {
    const goes: (readonly number[])[] = [];
    const work = new GroupedWork<number, string>(
      async (items) => {
        goes.push(items);
        if (items.includes(2)) throw new Error('two is no good');
        return (item) => `${item} is done`;
      },
      { most: 10 },
    );
    const outcomes = await Promise.allSettled([1, 2, 3].map((item) => work.submit('a', item)));
    expect(goes).to.deep.equal([[1, 2, 3], [1], [2], [3]]);
    expect(outcomes.map((outcome) => outcome.status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).to.have.nested.property('reason.message', 'two is no good');
    expect(await work.submit('a', 4)).to.equal('4 is done');
  });
});
