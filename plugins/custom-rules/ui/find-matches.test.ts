import { expect } from 'chai';
import { findMatches } from './find-matches.ts';

describe('what a pattern fits in a text', () => {
  const marked = (pattern: string, text: string, part: object = {}): readonly string[] =>
    findMatches({ kind: 'pattern', pattern, ...part }, text).map(({ from, to }) => text.slice(from, to));

  it('is whole values, one a line, without the blanks around them', () => {
    expect(marked('B[A-Z]\\d{2}', 'BA12\n  BX77 \nBA123\nbc00')).to.deep.equal(['BA12', 'BX77']);
    expect(marked('b[a-z]\\d{2}', 'BA12', { ignoreCase: true })).to.deep.equal(['BA12']);
  });

  it('is every place where it may stand anywhere', () => {
    expect(marked('\\d+', 'a1b22\nc333', { anywhere: true })).to.deep.equal(['1', '22', '333']);
    expect(marked('x*', 'ab', { anywhere: true })).to.deep.equal([]);
  });

  it('is told why not where the pattern cannot be used', () => {
    expect(() => marked('a(?=b)', 'ab')).to.throw(/look-ahead/);
  });
});
