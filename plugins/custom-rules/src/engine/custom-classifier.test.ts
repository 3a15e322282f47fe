import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import fc from 'fast-check';
import { checkRule } from '../rules/check-rule.ts';
import type { Block } from '../rules/rule.ts';
import { createCustomClassifier } from './custom-classifier.ts';
import { CERTAIN, measureChances } from './measure-chance.ts';
import { compileRules } from './rule-set.ts';

const ruleOf = (key: string, match: unknown, more: object = {}) => {
  const { rule, errors } = checkRule({ key, title: `Rule ${key}`, infoType: 'PERSON_ID', match, ...more });
  if (rule === null) throw new Error(JSON.stringify(errors));
  return rule;
};
const classifierOf = async (...rules: readonly ReturnType<typeof ruleOf>[]) => {
  const set = await compileRules(
    rules.map((rule) => ({ rule, version: 3, chance: { value: 0.0004, column: 0 } })),
  );
  return createCustomClassifier(async () => set, '1.0.0');
};
const NOWHERE = { workspaceId: null };
const pattern = (source: string) => ({ kind: 'pattern', pattern: source });

describe('the classifier of custom rules', () => {
  it('names the rule and its version, counts distinct values, and tells no value', async () => {
    const classifier = await classifierOf(ruleOf('badge', pattern('B[A-Z]\\d{5}')));
    const [found, other] = await classifier.examine(
      buildSample('staff', [
        {
          name: 'badge',
          values: ['BA12345', ' BC12346 ', 'BA12345', 'n/a', 'BX1', 'BD00001', 'BE00002', null],
        },
        { name: 'note', values: ['hello'] },
      ]),
      NOWHERE,
    );
    expect(other).to.deep.equal([]);
    expect(found?.[0]).to.deep.include({ infoType: 'PERSON_ID', question: 'type', matched: 4, sampled: 5 });
    expect(found?.[0]?.evidence[0]).to.include({ signal: 'rule', classifier: 'custom/badge@3' });
    expect(found?.[0]?.evidence[0]?.detail).to.equal(
      '4 of 5 distinct values fit the rule “Rule badge”, as fewer than 1 of 1,000 ordinary values would',
    );
    expect(JSON.stringify(found)).not.to.include('12345');
  });

  it('lets the author’s word decide the weight, and else the chance among ordinary values', async () => {
    const weightOf = async (match: unknown, more: object, values: readonly string[]) => {
      const rule = ruleOf('r', match, more);
      const [measured] = await measureChances([rule]);
      const set = await compileRules([{ rule, version: 1, chance: measured ?? CERTAIN }]);
      const answer = await createCustomClassifier(async () => set, '1.0.0').examine(
        buildSample('t', [{ name: 'c', values }]),
        NOWHERE,
      );
      return answer[0]?.[0]?.evidence[0]?.weight ?? 0;
    };
    const numbers = Array.from({ length: 40 }, (_, index) => String(1_000_000 + index));
    expect(await weightOf(pattern('\\d{7}'), { confidence: 0.95 }, numbers)).to.be.closeTo(8.53, 0.01);
    expect(await weightOf(pattern('\\d{7}'), { confidence: 0.5 }, numbers)).to.equal(5);
    // A mail address is likelier than a badge before anything is known: the same word needs less evidence.
    expect(
      await weightOf(pattern('\\d{7}'), { confidence: 0.5, infoType: 'EMAIL_ADDRESS' }, numbers),
    ).to.equal(4);
    const rare = await weightOf(
      pattern('Q\\d{6}X'),
      {},
      numbers.map((number) => `Q${number.slice(1)}X`),
    );
    expect(rare).to.equal(9);
    // Whole ordinary columns fit as well, however many values do.
    const words = await weightOf(pattern('[A-Z][a-z]+'), {}, ['Red', 'Green', 'Blue', 'Black', 'White']);
    expect(words).to.be.within(2, 4);
    expect(await weightOf(pattern('.*'), {}, numbers)).to.be.lessThan(0.5);
    // What is rightly taken is no chance: a rule for cities takes the cities among them.
    const cities = { kind: 'dictionary', terms: ['London', 'Paris', 'Berlin', 'Madrid', 'Rome', 'Vienna'] };
    const values = ['London', 'Paris', 'Berlin'];
    expect(await weightOf(cities, { infoType: 'CITY', threshold: { share: 0.2 } }, values)).to.be.greaterThan(
      await weightOf(cities, { infoType: 'OCCUPATION', threshold: { share: 0.2 } }, values),
    );
  });

  it('says in a sentence how far its author trusts it, and of one value as of one', async () => {
    const classifier = await classifierOf(ruleOf('badge', pattern('BX\\d{3}'), { confidence: 0.95 }));
    const [found] = await classifier.examine(buildSample('t', [{ name: 'c', values: ['BX123'] }]), NOWHERE);
    expect(found?.[0]?.evidence[0]?.detail).to.equal(
      'the only distinct value fits the rule “Rule badge”, which its author trusts at 95\u00a0%',
    );
  });

  it('asks what a column contains where a rule says so', async () => {
    const classifier = await classifierOf(
      ruleOf(
        'city',
        { kind: 'dictionary', terms: ['New York', 'Zürich'], words: true },
        { question: 'contains' },
      ),
    );
    const answer = await classifier.examine(
      buildSample('t', [
        { name: 'note', values: ['back in NEW  YORK today', 'zurich!', 'nothing', 'newyork'] },
      ]),
      NOWHERE,
    );
    expect(answer[0]?.[0]).to.deep.include({ question: 'contains', matched: 2, sampled: 4 });
    expect(answer[0]?.[0]?.evidence[0]?.weight).to.be.greaterThan(4);
  });

  it('reads names as whole words, and kinds as they are', async () => {
    const named = {
      kind: 'all',
      of: [
        { kind: 'name', names: ['staff no'] },
        { kind: 'not', block: { kind: 'name', names: ['retired'], of: 'table' } },
        pattern('\\d+'),
      ],
    };
    const classifier = await classifierOf(ruleOf('n', named, { kinds: ['integer', 'text'] }));
    const look = async (table: string, name: string, kind: 'integer' | 'decimal' = 'integer') =>
      (await classifier.examine(buildSample(table, [{ name, kind, values: ['1', '2'] }]), NOWHERE))[0]
        ?.length;
    expect(await look('people', 'StaffNo')).to.equal(1);
    expect(await look('people', 'STAFF_NUMBER')).to.equal(1);
    expect(await look('people', 'staffnote')).to.equal(0);
    expect(await look('retired_people', 'StaffNo')).to.equal(0);
    expect(await look('people', 'StaffNo', 'decimal')).to.equal(0);
  });

  it('counts “at least k of n values” before it decides', async () => {
    const classifier = await classifierOf(
      ruleOf('k', {
        kind: 'all',
        of: [
          { kind: 'values', atLeast: 2, share: 0.5, where: pattern('\\d{3}') },
          { kind: 'any', of: [pattern('\\d{3}'), pattern('x.*')] },
        ],
      }),
    );
    const look = async (...values: readonly string[]) =>
      (await classifier.examine(buildSample('t', [{ name: 'c', values }]), NOWHERE))[0]?.[0]?.matched;
    expect(await look('123', '456', 'x1')).to.equal(3);
    expect(await look('123', 'x1')).to.equal(undefined);
    expect(await look('123', '456', 'x1', 'x2', 'x3')).to.equal(undefined);
  });

  it('says of any tree what asking each value by itself says', async () => {
    const LEAVES: readonly (readonly [Block, (value: string) => boolean])[] = [
      [{ kind: 'pattern', pattern: 'a+' }, (value) => /^a+$/.test(value)],
      [{ kind: 'pattern', pattern: 'b', anywhere: true }, (value) => value.includes('b')],
      [{ kind: 'dictionary', terms: ['ab', 'ba'] }, (value) => value === 'ab' || value === 'ba'],
      [
        { kind: 'checksum', checksum: 'weighted', weights: [1, 1], modulus: 2 },
        (value) => ['11', '22', '12'].includes(value) && value !== '12',
      ],
      [{ kind: 'name', names: ['c'] }, () => true],
      [{ kind: 'name', names: ['d'] }, () => false],
    ];
    type Pair = readonly [Block, (value: string) => boolean];
    const { tree } = fc.letrec<{ tree: Pair }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(...LEAVES),
        tie('tree').map(([block, test]): Pair => [{ kind: 'not', block }, (value) => !test(value)]),
        fc
          .tuple(
            fc.constantFrom('all', 'any', 'some'),
            fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
            fc.nat(),
          )
          .map(([kind, inner, n]): Pair => {
            const of = inner.map(([block]) => block);
            const needed = kind === 'all' ? of.length : kind === 'any' ? 1 : 1 + (n % of.length);
            return [
              kind === 'some'
                ? { kind, atLeast: needed, of }
                : kind === 'all'
                  ? { kind: 'all', of }
                  : { kind: 'any', of },
              (value) => inner.filter(([, test]) => test(value)).length >= needed,
            ];
          }),
      ),
    }));
    const VALUES = ['a', 'aa', 'b', 'ab', 'ba', 'cab', '11', '12', '22', 'zz'];
    await fc.assert(
      fc.asyncProperty(fc.array(tree, { minLength: 1, maxLength: 4 }), async (trees) => {
        const rules = trees.map(([match], index) =>
          ruleOf(`r${index}`, match, { threshold: { values: 1, share: 0 } }),
        );
        const classifier = await classifierOf(...rules);
        const [found] = await classifier.examine(buildSample('t', [{ name: 'c', values: VALUES }]), NOWHERE);
        trees.forEach(([, test], index) => {
          const expected = VALUES.filter(test).length;
          const entry = found?.find(({ evidence }) => evidence[0]?.classifier === `custom/r${index}@3`);
          expect(entry?.matched ?? 0, JSON.stringify(rules[index]?.match)).to.equal(expected);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('withstands values that nobody wishes for', async () => {
    const classifier = await classifierOf(
      ruleOf('a', pattern('(a+)+$')),
      ruleOf('b', { kind: 'pattern', pattern: '(?:.*a){20}b', anywhere: true }),
      ruleOf('c', { kind: 'dictionary', terms: ['a a a', 'b'], words: true }),
      ruleOf('d', { kind: 'checksum', checksum: 'mod-97-10' }),
      ruleOf('e', { kind: 'not', block: pattern('.') }),
    );
    const values = [
      'a'.repeat(1_000_000),
      'a '.repeat(500_000),
      '1'.repeat(1_000_000),
      '👩‍👩‍👧‍👦',
      '\u200b\u200e',
      '\ud800',
      'e\u0301'.repeat(50),
    ];
    const answer = await classifier.examine(
      buildSample('t', [
        { name: 'x'.repeat(10_000), values },
        { name: '', values: [] },
      ]),
      NOWHERE,
    );
    expect(answer).to.have.length(2);
  });
});
