import { expect } from 'chai';
import { inOrder, keepChoice, moved, PLAIN_CHOICE, readChoice } from './card-choice.ts';

/** What a browser's storage does, in memory. */
function memory(): Storage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}

describe('the choice of cards on the start page', () => {
  const same = (name: string): string => name;

  it('puts the cards that it names in their order and leaves new ones in their places', () => {
    expect(inOrder(['a', 'b', 'c'], same, PLAIN_CHOICE)).to.deep.equal(['a', 'b', 'c']);
    expect(inOrder(['a', 'b', 'c'], same, { order: ['c', 'b', 'a'] })).to.deep.equal(['c', 'b', 'a']);
    expect(inOrder(['a', 'new', 'b'], same, { order: ['b', 'gone', 'a'] })).to.deep.equal(['b', 'new', 'a']);
  });

  it('moves one by one, and not beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 'b', -1)).to.deep.equal(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 'c', 1)).to.deep.equal(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 'x', 1)).to.deep.equal(['a', 'b', 'c']);
  });

  it('is each person’s own, and nonsense in the storage is nobody’s', () => {
    const storage = memory();
    keepChoice(storage, 'user:ada/main', { order: ['b'], hidden: ['a'] });
    expect(readChoice(storage, 'user:ada/main')).to.deep.equal({ order: ['b'], hidden: ['a'] });
    expect(readChoice(storage, 'user:bob/main')).to.deep.equal(PLAIN_CHOICE);
    storage.setItem('dw.overview:user:bob/main', '{"order": [1, "x"], "hidden": "no"}');
    expect(readChoice(storage, 'user:bob/main')).to.deep.equal({ order: ['x'], hidden: [] });
    storage.setItem('dw.overview:user:bob/main', '{');
    expect(readChoice(storage, 'user:bob/main')).to.deep.equal(PLAIN_CHOICE);
    expect(readChoice(null, 'user:ada/main')).to.deep.equal(PLAIN_CHOICE);
    expect(readChoice(storage, null)).to.deep.equal(PLAIN_CHOICE);
    keepChoice(storage, 'user:ada/main', PLAIN_CHOICE);
    expect(storage.getItem('dw.overview:user:ada/main')).to.equal(null);
  });
});
