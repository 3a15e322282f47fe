import { expect } from 'chai';
import fc from 'fast-check';
import { CHECKSUMS } from '../checksums/checksum-block.ts';
import { checkRule } from './check-rule.ts';
import { LIMITS } from './rule-limits.ts';

const BASE = { key: 'badge', title: 'Badge', infoType: 'PERSON_ID' };
const PATTERN = { kind: 'pattern', pattern: 'B\\d{5}' };
const faultsOf = (document: unknown): readonly string[] =>
  checkRule(document).errors.map(({ pointer, message }) => `${pointer} ${message}`);
const nested = (levels: number): unknown =>
  levels === 0 ? PATTERN : { kind: 'not', block: nested(levels - 1) };

describe('checking a rule', () => {
  it('fills in what is left out', () => {
    expect(checkRule({ ...BASE, match: PATTERN }).rule).to.deep.equal({
      ...BASE,
      question: 'type',
      match: PATTERN,
      threshold: { values: 1, share: 0.8 },
      enabled: true,
    });
    expect(checkRule({ ...BASE, question: 'contains', match: PATTERN }).rule?.threshold.share).to.equal(0);
  });

  it('names every fault at once, each with its pointer', () => {
    const faults = faultsOf({
      key: 'A b',
      titel: 'x',
      infoType: 'EMAIL',
      threshold: { share: 2 },
      match: {
        kind: 'all',
        of: [
          { kind: 'pattern', pattern: '(?=a)', x: 1 },
          { kind: 'patern' },
          { kind: 'dictionary', terms: ['  '] },
          { kind: 'checksum', checksum: 'weighted' },
          { kind: 'checksum', checksum: 'luhn', weights: [1, 2], minLength: 9, maxLength: 8 },
          { kind: 'some', atLeast: 3, of: [{ kind: 'name', names: ['--', 'a b c d e f g'] }] },
          { kind: 'values', where: { kind: 'values', where: PATTERN } },
          7,
        ],
      },
    }).join('\n');
    for (const pointer of [
      '/key',
      '/title',
      '/titel',
      '/infoType',
      '/threshold/share',
      '/match/of/0/x',
      '/match/of/0/pattern',
      '/match/of/1/kind',
      '/match/of/2/terms/0',
      '/match/of/3/weights',
      '/match/of/3/modulus',
      '/match/of/4/weights',
      '/match/of/4/minLength',
      '/match/of/5/atLeast',
      '/match/of/5/of/0/names/0',
      '/match/of/5/of/0/names/1',
      '/match/of/6/where',
      '/match/of/7',
    ])
      expect(faults).to.include(`${pointer} `);
    expect(faults).to.include('did you mean "title"').and.to.include('did you mean "pattern"');
  });

  it('says in sentences that there is no such info type', () => {
    expect(faultsOf({ ...BASE, infoType: 'constructor', match: PATTERN })[0]).to.match(
      /"constructor" is no published info type\. Give an object/,
    );
    expect(faultsOf({ ...BASE, infoType: 'IBANN', match: PATTERN })[0]).to.match(
      /no published info type; did you mean "IBAN"\? Give an object/,
    );
  });

  it('takes an info type of its own, but none that is published', () => {
    const own = {
      id: 'ACME_BADGE',
      title: 'Badge',
      category: 'user.unique_id',
      sensitivity: 'internal',
      personal: true,
    };
    expect(checkRule({ ...BASE, infoType: own, match: PATTERN }).rule?.infoType).to.deep.equal(own);
    expect(faultsOf({ ...BASE, infoType: { ...own, id: 'IBAN' }, match: PATTERN })[0]).to.match(
      /^\/infoType\/id .*published/,
    );
    expect(
      faultsOf({ ...BASE, infoType: { ...own, id: 'badge', colour: 1 }, match: PATTERN }),
    ).to.have.length(2);
  });

  it('bounds blocks, depth, terms, names and text', () => {
    expect(checkRule({ ...BASE, match: nested(LIMITS.blockDepth) }).rule).not.to.equal(null);
    expect(faultsOf({ ...BASE, match: nested(LIMITS.blockDepth + 1) })[0]).to.match(/deep/);
    expect(faultsOf({ ...BASE, match: nested(5_000) })[0]).to.match(/nested too deeply/);
    const wide = {
      kind: 'any',
      of: Array.from({ length: 60 }, () => ({ kind: 'any', of: Array.from({ length: 60 }, () => PATTERN) })),
    };
    expect(faultsOf({ ...BASE, match: wide }).join()).to.match(/at most 100 blocks/);
    const terms = Array.from({ length: LIMITS.terms + 1 }, (_, index) => `term ${index}`);
    expect(faultsOf({ ...BASE, match: { kind: 'dictionary', terms } })[0]).to.match(/at most 100000 items/);
    expect(
      checkRule({ ...BASE, match: { kind: 'dictionary', terms: terms.slice(1) } }),
    ).to.have.nested.property('cost.terms', LIMITS.terms);
    expect(
      faultsOf({
        ...BASE,
        match: { kind: 'dictionary', terms: ['one two three four five six seven'], words: true },
      })[0],
    ).to.match(/7 words/);
  });

  it('refuses titles that would break a sentence', () => {
    for (const title of [
      '',
      ' ',
      'a\nb',
      'a\u0007',
      '\u200b\t',
      '\u200b\ufeff',
      'a\u2028b',
      'a\u202egnp.exe',
      'a\u2066b',
    ])
      expect(faultsOf({ ...BASE, title, match: PATTERN }).join(), JSON.stringify(title)).to.match(
        /^\/title /,
      );
    for (const title of ['社員証 – №1', 'می\u200cخواهم', '👩\u200d⚕️', 'עברית\u200f!'])
      expect(faultsOf({ ...BASE, title, match: PATTERN }), title).to.deep.equal([]);
  });

  it('refuses text that the database would change', () => {
    expect(faultsOf({ ...BASE, title: 'a\0b', match: PATTERN })[0]).to.match(/^\/title .*U\+0000/);
    expect(faultsOf({ ...BASE, match: { kind: 'dictionary', terms: ['fine', '\ud800'] } })[0]).to.match(
      /^\/match\/terms\/1 /,
    );
  });

  it('answers whatever it is given, and what it accepts it accepts again unchanged', () => {
    const key = fc.constantFrom(
      'kind',
      'of',
      'pattern',
      'terms',
      'block',
      'where',
      'checksum',
      'names',
      '__proto__',
      'atLeast',
    );
    const leaf = fc.oneof(
      fc.constantFrom('pattern', 'any', 'not', 'values', 'luhn', 'a+'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.string(),
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'medium' },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
        fc.record({ kind: fc.constant('pattern'), pattern: fc.constantFrom('a', '(', '\\d+') }),
        fc.record({ kind: fc.constant('checksum'), checksum: fc.constantFrom(...CHECKSUMS.slice(0, 8)) }),
        fc.record({
          kind: fc.constant('name'),
          names: fc.array(fc.string(), { minLength: 1, maxLength: 2 }),
        }),
        fc.record({
          kind: fc.constantFrom('all', 'any'),
          of: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
        }),
        fc.record({ kind: fc.constant('not'), block: tie('tree') }),
      ),
    }));
    fc.assert(
      fc.property(tree, (match) => {
        const { rule, errors } = checkRule({ ...BASE, match });
        expect(rule === null).to.equal(errors.length > 0);
        if (rule !== null) expect(checkRule(structuredClone(rule)).rule).to.deep.equal(rule);
      }),
      { numRuns: 1_000 },
    );
  });
});
