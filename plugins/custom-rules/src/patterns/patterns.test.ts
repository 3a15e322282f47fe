import { expect } from 'chai';
import fc from 'fast-check';
import { Hits } from '../engine/hits.ts';
import { LIMITS } from '../rules/rule-limits.ts';
import { checkPattern } from './compile-pattern.ts';
import { PatternBank } from './pattern-bank.ts';
import { scanPattern } from './scan-pattern.ts';

const bankOf = (...patterns: readonly { pattern: string; ignoreCase?: boolean; anywhere?: boolean }[]) => {
  const bank = new PatternBank();
  patterns.forEach((block, slot) => void bank.add({ kind: 'pattern', ...block }, slot));
  for (const _ of bank.compile());
  return (value: string): readonly number[] => {
    const hits = new Hits(patterns.length);
    for (const automaton of bank.automata) automaton.match(value, hits);
    return [...hits.slots];
  };
};

/** Patterns that take a backtracking engine forever, and the value that does it. */
const CATASTROPHIC: readonly (readonly [pattern: string, value: string, fits: boolean])[] = [
  ['(a+)+$', `${'a'.repeat(10_000)}!`, false],
  ['(a+)+$', 'a'.repeat(10_000), true],
  ['([a-zA-Z]+)*$', `${'a'.repeat(10_000)}!`, false],
  ['(a|aa)+$', `${'a'.repeat(10_000)}b`, false],
  ['(a|a?)+$', `${'a'.repeat(10_000)}b`, false],
  ['(.*a){20}$', `${'a'.repeat(10_000)}b`, false],
  ['(x+x+)+y', 'x'.repeat(10_000), false],
  ['(?:a?){200}a{200}', 'a'.repeat(200), true],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(10_000), false],
  ['(\\w+\\s?)*$', `${'word '.repeat(2_000)}!`, false],
  ['([0-9]+)*x', '1'.repeat(10_000), false],
  ['(.|\\s)*end', ' '.repeat(10_000), false],
  ['\\s*(\\s*,\\s*)*\\s*;', ' , '.repeat(3_000), false],
  ['[ab]*a[ab]{14}c', 'ab'.repeat(5_000), false],
  ['(?:[ab]*a[ab]{400}c|[ab]*b[ab]{400}d)', 'abba'.repeat(1_000), false],
  ['(?s).*(?:a.{300}b|b.{300}a)', 'abab'.repeat(1_000), true],
  ['(?:.*?,){50}P', '1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,'.repeat(100), false],
  ['((((((((((x*)*)*)*)*)*)*)*)*)*)*y', 'x'.repeat(10_000), false],
  ['(?i)(?:\\pL\\b?){300}', 'é漢'.repeat(150), true],
  ['\\b(?:\\w+\\b\\s*)+$', '\u200b'.repeat(10_000), false],
];

describe('patterns', () => {
  for (const [pattern, value, fits] of CATASTROPHIC) {
    it(`answers ${pattern} on ${value.length} characters`, () => {
      expect(checkPattern({ pattern }).fault).to.equal(null);
      expect(bankOf({ pattern })(value)).to.deep.equal([fits ? 1 : 0]);
    });
  }

  it('answers every catastrophic pattern at once on values of a megabyte', () => {
    const match = bankOf(...CATASTROPHIC.map(([pattern]) => ({ pattern })));
    for (const value of [
      'a'.repeat(1_000_000),
      'ab'.repeat(500_000),
      '٣é漢 '.repeat(250_000),
      '\ud800'.repeat(1_000_000),
    ])
      expect(match(value.slice(0, LIMITS.valueLength))).to.have.length(CATASTROPHIC.length);
    const one = bankOf({ pattern: '(a+)+b', anywhere: true });
    expect(one('a'.repeat(1_000_000))).to.deep.equal([0]);
  });

  for (const [pattern, position, says] of [
    ['ab(?=c)', 2, /look-ahead/],
    ['(?!x)\\d+', 0, /look-ahead.*“not”/],
    ['x(?<=y)', 1, /look-behind/],
    ['(?<!a)b', 0, /look-behind/],
    ['(a)b\\1', 4, /back-reference/],
    ['(?P<n>a)(?P=n)', 8, /back-reference/],
    ['(?<n>a)\\k<n>', 7, /back-reference/],
    ['(?>a)', 0, /atomic/],
    ['a++b', 2, /possessive/],
    ['a{2}+', 4, /possessive/],
    ['(?#hello)a', 0, /comment/],
    ['(?R)', 0, /recursion/],
    ['(?(1)a|b)', 0, /condition/],
    ['a\\Z', 1, /\\z or \$/],
    ['\\u0041', 0, /\\x\{/],
    ['a(b', 1, /not closed/],
    ['ab)', 2, /too many/],
    ['a[b-', 1, /not closed/],
    ['\\', 0, /backslash/],
    ['ab[z-a]', 3, /range/],
    ['*a', 0, /repetition/],
    ['a**', 1, /repetition/],
    ['x\\p{Foo}', 1, /Unicode/],
    ['(a{100}){100}', 0, /unfold/],
    ['(?:a{500}){3}', 10, /1000/],
    ['a{1001}', 1, /1000/],
    ['((((((a{20}){20}){20}){20}){20}){20}){20}', 0, /far too many/],
    ['('.repeat(200) + ')'.repeat(200), 100, /within each other/],
    ['a'.repeat(LIMITS.patternLength + 1), LIMITS.patternLength, /characters/],
  ] as const) {
    it(`says where and how to mend ${pattern.slice(0, 30)}`, () => {
      const { fault } = checkPattern({ pattern });
      expect(fault?.position).to.equal(position);
      expect(`${fault?.message} ${fault?.hint}`).to.match(says);
    });
  }

  it('takes what RE2 takes', () => {
    for (const pattern of [
      '\\Qa.b\\E+',
      '[[:alpha:]]+',
      '[]a]+',
      '[^]a]+',
      '\\x{10FFFF}',
      '\\x41',
      '\\pL\\p{Greek}\\P{^L}',
      '(?i:a)b',
      '(?P<n>a)(?<m>b)',
      'a{,3}',
      'a{x',
      '\\012',
      'x*?y+?z??w{2,3}?',
      '(?s)^.\\z',
      '\\A\\bq\\B',
      '(|a)',
      '()',
      '(?i)',
      '😀+',
      '[😀-😎]{2}',
      '\\u'.slice(0, 0) || 'é',
    ])
      expect(checkPattern({ pattern }).fault, pattern).to.equal(null);
  });

  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc
      .array(
        fc.constantFrom(
          '(',
          ')',
          '(?:',
          '(?i)',
          '[',
          ']',
          '[^',
          '{',
          '}',
          '{2,30}',
          '{1000}',
          '{0,}',
          '*',
          '+',
          '?',
          '|',
          '\\',
          '\\d',
          '\\pL',
          '\\Q',
          '\\E',
          'a',
          'b',
          '.',
          '^',
          '$',
          '\\b',
          '(?=',
          '\\1',
          '-',
          ',',
          '7',
          '😀',
          '\\x{',
          '[:alpha:]',
          '(?P<a>',
        ),
        { maxLength: 60 },
      )
      .map((parts) => parts.join('')),
  );

  it('compiles or refuses whatever is written, within steps bounded by its length', () => {
    fc.assert(
      fc.property(anything, (pattern) => {
        const scan = scanPattern(pattern);
        // Each character is read at most as a group's opening and once more: a bound, not a measurement of time.
        expect(scan.steps).to.be.at.most(3 * pattern.length + 3);
        const { size, fault } = checkPattern({ pattern });
        if (fault === null) {
          expect(size).to.be.at.most(LIMITS.programSize);
          expect(scan.size, pattern).to.be.at.least(size);
        } else {
          expect(fault.position).to.be.within(0, pattern.length);
          expect(fault.message.length * fault.hint.length).to.be.greaterThan(0);
        }
      }),
      { numRuns: 3_000, examples: [['(){2,30}'], ['(|(){0,30}){2,9}'], ['(?:){5}|()*']] },
    );
  });

  it('never begins a program beyond the limit: the count is no less than what is made', () => {
    fc.assert(
      fc.property(
        fc
          .letrec((tie) => ({
            node: fc.oneof(
              { depthSize: 'small' },
              fc.constantFrom('a', '[a-c]', '.', '\\d', 'ab', '\\pL'),
              fc
                .tuple(tie('node'), fc.constantFrom('*', '+', '?', '{3}', '{2,5}', '{0,7}', '{4,}', '{20}'))
                .map(([inner, repeat]) => `(${String(inner)})${repeat}`),
              fc.tuple(tie('node'), tie('node')).map(([a, b]) => `${String(a)}${String(b)}`),
              fc.tuple(tie('node'), tie('node')).map(([a, b]) => `(?:${String(a)}|${String(b)})`),
            ),
          }))
          .node.map(String),
        (pattern) => {
          const scan = scanPattern(pattern);
          const { size, fault } = checkPattern({ pattern });
          if (fault === null) expect(scan.size, pattern).to.be.at.least(size);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds together what each pattern finds alone, and what a backtracking engine finds', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '\\d',
      '.',
      'x1',
      '(?:a|b1)',
      '(a|b)',
      '\\w',
      '[^a]',
      'é',
      '\\pL',
      '\\s',
    );
    const repeated = fc
      .tuple(atom, fc.constantFrom('', '', '+', '*', '?', '{2}', '{1,3}', '+?'))
      .map((parts) => parts.join(''));
    const piece = fc.oneof(
      { weight: 6, arbitrary: repeated },
      { weight: 1, arbitrary: fc.constantFrom('^', '$', '\\b', '\\B', '|') },
    );
    const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.array(fc.record({ pattern, anywhere: fc.boolean(), ignoreCase: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', 'x', ' ', 'é'), maxLength: 8 }), {
          minLength: 1,
          maxLength: 12,
        }),
        (blocks, values) => {
          const match = bankOf(...blocks);
          for (const value of values) {
            const expected = blocks.map(({ pattern: source, anywhere, ignoreCase }) =>
              nativeOf(anywhere ? source : `^(?:${source})$`, ignoreCase).test(value) ? 1 : 0,
            );
            expect(match(value), JSON.stringify([blocks, value])).to.deep.equal(expected);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('shares its work out over automata of bounded size', () => {
    const patterns = Array.from({ length: 40 }, (_, index) => ({ pattern: `[ab]{${400 + index}}` }));
    const match = bankOf(...patterns);
    expect(match('a'.repeat(420)).indexOf(1)).to.equal(20);
    const alternation = Array.from({ length: 250 }, (_, index) => `word${index}`).join('|');
    const found = bankOf({ pattern: alternation }, { pattern: `(?:${alternation})+`, ignoreCase: true });
    expect(found('WORD7word249')).to.deep.equal([0, 1]);
    expect(found('word249')).to.deep.equal([1, 1]);
  });
});

/** The same pattern for the backtracking engine, which writes categories in braces. */
const nativeOf = (source: string, ignoreCase: boolean): RegExp =>
  new RegExp(source.replaceAll('\\pL', '\\p{L}'), ignoreCase ? 'iu' : 'u');
