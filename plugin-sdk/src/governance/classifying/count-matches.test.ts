import { expect } from 'chai';
import { signColumn } from './column-signatures.ts';
import { createMatchCounter } from './count-matches.ts';
import type { MatchingRule, ValueRule } from './rules.ts';

const rule = (more: Partial<MatchingRule>): ValueRule => ({
  signal: 'pattern',
  says: 'are marked',
  minLength: 1,
  maxLength: 5_000_000,
  matches: (value) => value.startsWith('!'),
  chance: 0.01,
  ...more,
});

const columnOf = (values: readonly string[]) => ({ values, signatures: () => signColumn(values) });
const valuesOf = (count: number, isMarked: (index: number) => boolean): readonly string[] =>
  Array.from({ length: count }, (_, index) => (isMarked(index) ? `!${index}` : `value ${index}`));

describe('counting what rules match', () => {
  const count = (values: readonly string[], ...rules: readonly ValueRule[]) =>
    createMatchCounter(rules)(columnOf(values), new Uint8Array(rules.length).fill(1));

  it('is exact in columns of a usual sample', () => {
    const { matches, asked } = count(
      valuesOf(90, (index) => index === 89),
      rule({}),
    );
    expect([matches[0], asked(0)]).to.deep.equal([1, 90]);
  });

  it('is exact wherever a rule matches one of the probes, wherever those stand', () => {
    // Sorted: what matches stands together.
    const { matches, asked } = count(
      valuesOf(10_000, (index) => index >= 9000),
      rule({}),
    );
    expect([matches[0], asked(0)]).to.deep.equal([1000, 10_000]);
  });

  it('counts each value once', () => {
    for (const size of [95, 96, 97, 200, 1001])
      expect(
        count(
          valuesOf(size, () => true),
          rule({}),
        ).matches[0],
      ).to.equal(size);
  });

  it('asks a rule that nothing matches about a bounded number of values, however many there are', () => {
    let calls = 0;
    const counting = rule({
      matches: () => {
        calls += 1;
        return false;
      },
    });
    const { asked } = count(
      valuesOf(100_000, () => false),
      counting,
    );
    expect([calls, asked(0)]).to.deep.equal([64, 64]);
  });

  it('looks at every value for rules that seek single ones', () => {
    const values = valuesOf(10_000, (index) => index === 7777);
    const { matches } = count(values, rule({ stray: 1e-6 }), rule({ present: 0.1 }), rule({}));
    expect([...matches]).to.deep.equal([1, 1, 0]);
  });

  it('counts what fails a check apart', () => {
    const values = valuesOf(300, (index) => index % 2 === 0);
    const { matches, failures } = count(values, rule({ validate: (value) => value.endsWith('0') }));
    expect([matches[0], failures[0]]).to.deep.equal([30, 120]);
  });
});

describe('columns that nobody wishes for', () => {
  /** A rule like any other, and how much it was asked to read. */
  function reading(more: Partial<MatchingRule> = {}): {
    readonly rule: ValueRule;
    readonly read: () => number;
  } {
    let characters = 0;
    const asked = rule({
      matches(value) {
        characters += value.length;
        return false;
      },
      ...more,
    });
    return { rule: asked, read: () => characters };
  }
  const ask = (values: readonly string[], ...rules: readonly ValueRule[]): void => {
    createMatchCounter(rules)(columnOf(values), new Uint8Array(rules.length).fill(1));
  };
  const blob = (index: number): string => Buffer.from(`${index * 2_654_435_761}`).toString('base64');

  it('cost no more to read for having a million distinct blobs', () => {
    const { rule: general, read } = reading();
    const { rule: choosy, read: readByChoosy } = reading({ alphabet: 'digit', stray: 1e-6 });
    ask(
      Array.from({ length: 1_000_000 }, (_, index) => blob(index)),
      general,
      choosy,
    );
    expect(read()).to.be.below(64 * 30);
    expect(readByChoosy()).to.equal(0);
  });

  it('are read by no rule whose values are shorter, however long theirs are', () => {
    const long = 'x'.repeat(1_000_000);
    const { rule: short, read } = reading({ maxLength: 4096, stray: 1e-6 });
    ask(
      Array.from({ length: 1000 }, (_, index) => long + index),
      short,
    );
    expect(read()).to.equal(0);
  });
});
