import { expect } from 'chai';
import { contestedFields, mergedValues } from './three-way.ts';

describe('two people editing one thing', () => {
  const base = { title: 'A', text: 'x', tags: ['1'], limits: { rows: 1, cells: 2 } };
  const names = Object.keys(base);
  const contested = (mine: object, theirs: object): unknown =>
    contestedFields(names, base, { ...base, ...mine }, { ...base, ...theirs }).map(
      ({ name, isMineToo }) => `${name}${isMineToo ? ' by both' : ''}`,
    );

  it('are told of what the other has changed, and of what both have', () => {
    expect(contested({ title: 'B' }, { title: 'C', tags: ['2'] })).to.deep.equal(['title by both', 'tags']);
  });

  it('are not told of what only they have changed, nor of what both have changed alike', () => {
    expect(contested({ title: 'B' }, {})).to.deep.equal([]);
    expect(contested({ title: 'B', text: 'y' }, { title: 'B' })).to.deep.equal([]);
    expect(contested({}, { limits: { cells: 2, rows: 1 } })).to.deep.equal([]);
  });

  it('get what they chose, and keep what the other has not touched', () => {
    const mine = { ...base, title: 'B', text: 'mine' };
    const theirs = { ...base, title: 'C', tags: ['2'] };
    expect(
      mergedValues(
        mine,
        theirs,
        new Map([
          ['title', 'mine'],
          ['tags', 'theirs'],
        ]),
      ),
    ).to.deep.equal({ ...mine, tags: ['2'] });
  });
});
