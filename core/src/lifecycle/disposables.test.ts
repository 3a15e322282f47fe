import { expect } from 'chai';
import { DisposableStore, type DisposalFault } from './disposables.ts';

describe('a store of disposables', () => {
  const late: DisposalFault[] = [];
  const create = (): DisposableStore => new DisposableStore((fault) => void late.push(fault));

  it('undoes in reverse order, one after the other', async () => {
    const store = create();
    const events: string[] = [];
    for (const name of ['a', 'b', 'c']) {
      store.add(name, async () => {
        events.push(`${name} begins`);
        await Promise.resolve();
        events.push(`${name} ends`);
      });
    }
    expect(await store.dispose(1000)).to.deep.equal([]);
    expect(events).to.deep.equal(['c begins', 'c ends', 'b begins', 'b ends', 'a begins', 'a ends']);
  });

  it('undoes at once what is added after the end', async () => {
    const store = create();
    await store.dispose(1000);
    let isUndone = false;
    store.add('late', () => {
      isUndone = true;
    });
    expect(isUndone).to.equal(true);
    store.add('late and wrong', () => {
      throw new Error('no');
    });
    await Promise.resolve().then(() => undefined);
    expect(late.map(({ label }) => label)).to.deep.equal(['late and wrong']);
  });

  it('undoes once what was withdrawn by hand before', async () => {
    const store = create();
    let times = 0;
    const withdraw = store.add('once', () => {
      times += 1;
    });
    await withdraw();
    await withdraw();
    await store.dispose(1000);
    expect(times).to.equal(1);
    expect(store.size).to.equal(0);
  });

  it('passes over what throws, rejects or hangs, and says so', async () => {
    const store = create();
    const events: string[] = [];
    store.add('first', () => void events.push('first'));
    store.add('throws', () => {
      throw new Error('a');
    });
    store.add('rejects', () => Promise.reject(new Error('b')));
    store.add('hangs', () => new Promise<void>(() => undefined));
    const faults = await store.dispose(20);
    expect(faults.map(({ label }) => label)).to.deep.equal(['hangs', 'rejects', 'throws']);
    expect(events).to.deep.equal(['first']);
  });
});
