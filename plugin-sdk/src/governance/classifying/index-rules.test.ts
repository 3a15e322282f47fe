import { expect } from 'chai';
import { indexRules } from './index-rules.ts';
import type { InfoTypeRule, ValueRule } from './rules.ts';

const shape = (present?: number): ValueRule => ({
  signal: 'shape',
  says: 'are short',
  minLength: 1,
  maxLength: 9,
  matches: /./,
  chance: 0.2,
  ...(present === undefined ? {} : { present }),
});

const RULES: readonly InfoTypeRule[] = [
  {
    infoType: 'EMAIL_ADDRESS',
    kinds: ['text'],
    names: [{ phrases: ['mail'], weight: 4 }],
    values: [shape(), shape()],
  },
  { infoType: 'CVV', kinds: ['text', 'integer'], needsName: true, values: [shape()] },
  { infoType: 'AGE', kinds: ['integer'], names: [{ phrases: ['mail'], weight: 1 }], values: [shape(0.1)] },
];

describe('the index of rules', () => {
  const { ofKind, namedBy } = indexRules(RULES);

  it('tells those that look at a kind of column, and the places of their value rules', () => {
    expect(ofKind('text').entries.map(({ rule, values }) => [rule.infoType, values])).to.deep.equal([
      ['EMAIL_ADDRESS', [0, 1]],
      ['CVV', [2]],
    ]);
    expect(ofKind('integer').entries.map(({ rule }) => rule.infoType)).to.deep.equal(['CVV', 'AGE']);
    expect(ofKind('boolean').entries).to.deep.equal([]);
  });

  it('leaves out, unless it is asked for by name, what needs one', () => {
    expect([...ofKind('text').unconditional]).to.deep.equal([1, 1, 0, 0]);
    expect([...ofKind('integer').unconditional]).to.deep.equal([0, 0, 0, 1]);
    expect(ofKind('text').unconditional, 'the same each time').to.equal(ofKind('text').unconditional);
  });

  it('finds by a phrase all rules that it names', () => {
    expect([...(namedBy.get('mail') ?? [])].map(({ rule }) => rule.infoType)).to.deep.equal([
      'EMAIL_ADDRESS',
      'AGE',
    ]);
    expect(namedBy.get('phone')).to.equal(undefined);
  });

  it('knows of which rules values may speak in favour without a match', () => {
    expect(ofKind('text').entries.map(({ needsMatches }) => needsMatches)).to.deep.equal([true, true]);
    expect(ofKind('integer').entries.map(({ needsMatches }) => needsMatches)).to.deep.equal([true, false]);
  });
});
