import { getEventListeners } from 'node:events';
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

describe('work that is done together for some of whom go away', () => {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  /** Work whose goes wait until they are released, or ended. */
  const heldWork = () => {
    const goes: { readonly items: readonly string[]; readonly signal: AbortSignal }[] = [];
    const release = Promise.withResolvers<void>();
    const work = new GroupedWork<string, string>(
      async (items, signal) => {
        goes.push({ items, signal });
        const ended = Promise.withResolvers<never>();
        signal.addEventListener('abort', () => ended.reject(signal.reason));
        await Promise.race([release.promise, ended.promise]);
        return (item) => `${item} is done`;
      },
      { most: 10 },
    );
    const until = async (count: number): Promise<void> => {
      while (goes.length < count) await turn();
    };
    return { goes, release: release.resolve, work, until };
  };
  const lifetimes = (count: number) => Array.from({ length: count }, () => new AbortController());
  const listeners = (...all: readonly AbortController[]): readonly number[] =>
    all.map(({ signal }) => getEventListeners(signal, 'abort').length);

  it('goes on for the others, once, and tells the one who has gone at once', async () => {
    const { goes, release, work, until } = heldWork();
    const [worker = new AbortController(), client = new AbortController()] = lifetimes(2);
    const stays = work.submit('a', 'one', worker.signal);
    const leaves = work.submit('a', 'two', client.signal).catch((error: unknown) => error);
    const forever = work.submit('a', 'three');
    await until(1);
    const gone = new Error('hung up');
    client.abort(gone);
    expect(await leaves).to.equal(gone);
    expect(listeners(worker, client)).to.deep.equal([1, 0]);
    release();
    expect(await Promise.all([stays, forever])).to.deep.equal(['one is done', 'three is done']);
    expect(goes.map(({ items, signal }) => [items, signal.aborted])).to.deep.equal([
      [['one', 'two', 'three'], false],
    ]);
    expect(listeners(worker, client)).to.deep.equal([0, 0]);
  });

  it('ends with the last of them, and is tried for nobody again', async () => {
    const { goes, work, until } = heldWork();
    const all = lifetimes(3);
    const asked = all.map(({ signal }, index) =>
      work.submit('a', String(index), signal).catch((error: unknown) => error),
    );
    await until(1);
    for (const [index, controller] of all.entries()) {
      expect(goes[0]?.signal.aborted).to.equal(false);
      controller.abort(index);
    }
    expect(goes[0]?.signal.aborted).to.equal(true);
    expect(await Promise.all(asked)).to.deep.equal([0, 1, 2]);
    await turn();
    expect(goes).to.have.length(1);
    expect(listeners(...all)).to.deep.equal([0, 0, 0]);
  });

  it('is not begun for who goes before it begins, nor with one who had gone already', async () => {
    const { goes, release, work, until } = heldWork();
    const [client = new AbortController(), worker = new AbortController()] = lifetimes(2);
    const early = work.submit('a', 'early');
    await until(1);
    const leaves = work.submit('a', 'late', client.signal).catch((error: unknown) => error);
    const stays = work.submit('a', 'later', worker.signal);
    client.abort('hung up');
    expect(await leaves).to.equal('hung up');
    const never = work.submit('a', 'never', client.signal).catch((error: unknown) => error);
    expect(await never).to.equal('hung up');
    release();
    await Promise.all([early, stays]);
    expect(goes.map(({ items }) => items)).to.deep.equal([['early'], ['later']]);
    expect(listeners(client, worker)).to.deep.equal([0, 0]);
  });

  it('leaves nothing behind on a signal that outlives all of it', async () => {
    const [worker = new AbortController()] = lifetimes(1);
    const work = new GroupedWork<number, number>(
      async (items) => {
        if (items.length > 1 && items.includes(7)) throw new Error('seven comes alone');
        return (item) => item;
      },
      { most: 4 },
    );
    const all = Array.from({ length: 100 }, (_, index) => work.submit('a', index, worker.signal));
    expect(listeners(worker)).to.deep.equal([100]);
    expect((await Promise.all(all)).length).to.equal(100);
    expect(listeners(worker)).to.deep.equal([0]);
  });
});
