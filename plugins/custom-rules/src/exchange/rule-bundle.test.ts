import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { CHECKSUMS } from '../checksums/checksum-block.ts';
import { checkRule } from '../rules/check-rule.ts';
import { KINDS } from '../rules/rule-schema.ts';
import { readBundle, writeBundle } from './rule-bundle.ts';

/** Text that trips formats up: what YAML would read as something else, quotes, breaks, other scripts. */
const text = fc.oneof(
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .filter((value) => value.isWellFormed() && !value.includes('\0')),
  fc.constantFrom(
    'no',
    'null',
    '~',
    '012',
    '1e3',
    '0x1F',
    '- a',
    'a: b',
    '#c',
    "it's",
    '"',
    '!!str',
    '*x',
    '&x',
    '2024-01-01',
    'a\nb',
    ' a',
    'a ',
    '\t',
    '|',
    '>',
    '%',
    '@',
    '`',
    '{}',
    '[]',
    '\u2028',
    '\ufeff',
    '😀',
    'עברית',
    'é',
    'e\u0301',
    'true',
    '.inf',
    '...',
    '---',
  ),
);
/** The same in one line, as a title is. */
const title = text.filter((value) =>
  /^(?=.*[^\p{Cc}\p{Cf}\p{Z}])[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+$/u.test(value),
);
const { block } = fc.letrec((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record(
      {
        kind: fc.constant('pattern'),
        pattern: fc.constantFrom('a+', '\\d{3}', '[^"\']:#', '(?i)x|y', '\\\\', ' '),
        ignoreCase: fc.boolean(),
        anywhere: fc.boolean(),
      },
      { requiredKeys: ['kind', 'pattern'] },
    ),
    fc.record(
      {
        kind: fc.constant('dictionary'),
        terms: fc.array(text, { minLength: 1, maxLength: 5 }),
        exact: fc.boolean(),
      },
      { requiredKeys: ['kind', 'terms'] },
    ),
    fc.record(
      {
        kind: fc.constant('checksum'),
        checksum: fc.constantFrom(...CHECKSUMS.slice(0, -1)),
        ignore: fc.constantFrom('', ' -', '#:'),
        rotate: fc.integer({ min: 1, max: 16 }),
      },
      { requiredKeys: ['kind', 'checksum'] },
    ),
    fc.record({
      kind: fc.constant('checksum'),
      checksum: fc.constant('weighted'),
      weights: fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 9 }),
      modulus: fc.integer({ min: 2, max: 1000 }),
    }),
    fc.record(
      {
        kind: fc.constant('name'),
        names: fc.array(fc.constantFrom('staff no', 'Straße', 'e-mail'), { minLength: 1 }),
        of: fc.constantFrom('table', 'column'),
      },
      { requiredKeys: ['kind', 'names'] },
    ),
    fc.record({
      kind: fc.constantFrom('all', 'any'),
      of: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not'), block: tie('block') }),
  ),
}));
const rule = fc.record(
  {
    key: fc.constantFrom('a', 'staff-badge', 'no', 'x1-y2'),
    title,
    description: text,
    infoType: fc.oneof(
      fc.constantFrom('CITY', 'IBAN'),
      fc.record({
        id: fc.constantFrom('ACME', 'NO'),
        title,
        category: fc.constant('user.x'),
        sensitivity: fc.constantFrom('public', 'restricted'),
        personal: fc.boolean(),
        special: fc.boolean(),
      }),
    ),
    question: fc.constantFrom('type', 'contains'),
    kinds: fc.uniqueArray(fc.constantFrom(...KINDS), { minLength: 1 }),
    match: block,
    threshold: fc.record({
      values: fc.integer({ min: 1, max: 10_000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    confidence: fc.double({ min: 0.5, max: 0.999, noNaN: true }),
    enabled: fc.boolean(),
  },
  { requiredKeys: ['key', 'title', 'infoType', 'match'] },
);

describe('a file of rules', () => {
  it('gives back exactly the rules that were written, as JSON and as YAML', () => {
    let written = 0;
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 4 }), (documents) => {
        const rules = documents.flatMap((document) => checkRule(document).rule ?? []);
        written += rules.length;
        for (const format of ['json', 'yaml'] as const) {
          const read = readBundle(writeBundle(rules, format)).map((document) => checkRule(document).rule);
          expect(read).to.deep.equal(rules);
        }
      }),
      { numRuns: 200 },
    );
    expect(written, 'rules that could be written').to.be.greaterThan(50);
  });

  for (const [what, file] of [
    ['aliases, which unfold to any size', 'rules:\n - &a {key: x}\n - *a'],
    [
      'a bomb of aliases',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]},`.repeat(9)}]`).join('\n')}\nrules: *h`,
    ],
    ['what is neither', 'rules: [a, {'],
    ['a key twice', 'rules: []\nrules: []'],
    ['another kind of file', '{"kind":"other","rules":[]}'],
    ['another version', '{"version":2,"rules":[]}'],
    ['no list', '{"rules":{}}'],
    ['nothing', ''],
    ['a number', '7'],
    ['a tag of another language', 'rules: !!js/function "x"'],
    ['a thousand rules', JSON.stringify({ rules: Array.from({ length: 1_000 }, () => ({})) })],
    ['deep nesting', `rules: ${'['.repeat(300)}`],
  ] as const) {
    it(`refuses ${what}, and says why`, () => {
      try {
        readBundle(file);
        expect.fail('it was taken');
      } catch (error) {
        expect(DataWaveError.is(error) && error.code, String(error)).to.equal('DW_RULE_BUNDLE');
      }
    });
  }

  it('are told of by answers alone, and nothing that stands in one is written to the error output', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    try {
      expect(() => readBundle('{{ secret }}: 1')).to.throw();
      expect(() => readBundle('? [secret]\n: 1')).to.throw();
      // Warnings are given in a turn of their own.
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('warning', note);
    }
    expect(warnings).to.deep.equal([]);
  });
});
