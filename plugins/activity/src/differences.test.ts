import { expect } from 'chai';
import { differencesOf } from './differences.ts';

describe('the differences of two states', () => {
  it('are named by where they are', () => {
    expect(
      differencesOf(
        { title: 'a', deep: { 'x/y': 1, same: true }, gone: null, list: [1, 2] },
        { title: 'b', deep: { 'x/y': 2, same: true }, new: 0, list: [2] },
      ),
    ).to.deep.equal([
      { pointer: '/deep/x~1y', before: 1, after: 2 },
      { pointer: '/gone', before: null },
      { pointer: '/list', before: [1, 2], after: [2] },
      { pointer: '/new', after: 0 },
      { pointer: '/title', before: 'a', after: 'b' },
    ]);
  });

  it('are all fields of what was made or went, and none of what is the same', () => {
    expect(differencesOf(null, { a: 1 })).to.deep.equal([{ pointer: '/a', after: 1 }]);
    expect(differencesOf({ a: 1 }, null)).to.deep.equal([{ pointer: '/a', before: 1 }]);
    expect(differencesOf(null, null)).to.deep.equal([]);
    expect(differencesOf('a', 'b')).to.deep.equal([{ pointer: '', before: 'a', after: 'b' }]);
    expect(differencesOf({ a: [1] }, { a: [1] })).to.deep.equal([]);
  });

  it('take names that objects have of themselves for what they are', () => {
    expect(differencesOf({}, JSON.parse('{"constructor":1,"__proto__":2}'))).to.deep.equal([
      { pointer: '/__proto__', after: 2 },
      { pointer: '/constructor', after: 1 },
    ]);
  });
});
