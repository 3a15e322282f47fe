import { expect } from 'chai';
import { classifierConformance } from '../testing/classifier-kit.ts';
import { buildSample } from '../testing/sample-builder.ts';
import { matchLikelihood } from './classifying/likelihood.ts';
import type { InfoTypeRule } from './classifying/rules.ts';
import { defineClassifier } from './define-classifier.ts';

const badges = () =>
  defineClassifier({
    info: {
      id: 'badges',
      version: '1.0.0',
      title: 'Staff badges',
      description: 'Numbers on badges.',
      infoTypes: ['PERSON_ID'],
      sources: ['The handbook'],
    },
    rules: [
      {
        infoType: 'PERSON_ID',
        kinds: ['text'],
        names: [{ phrases: ['badge', 'badge number'], weight: 4 }],
        unlike: ['colour'],
        values: [
          {
            signal: 'pattern',
            says: 'have the form of a badge number',
            alphabet: 'upper digit',
            minLength: 7,
            maxLength: 7,
            matches: /^B[A-Z]\d{5}$/,
            chance: 0.001,
          },
        ],
        subjects: { person: 1, thing: -2 },
        neighbours: 0.5,
      },
    ],
  });

classifierConformance(badges, {
  cases: [
    {
      title: 'badges under their name',
      column: 'badge_no',
      values: ['BA12345', 'BX54321'],
      expect: 'PERSON_ID',
    },
    {
      title: 'badges without a telling name',
      column: 'x',
      values: ['BA12345', 'BX54321'],
      expect: 'PERSON_ID',
    },
    { title: 'numbers of badges', column: 'badge_count', values: ['3', '4'], expect: null },
    {
      title: 'a badge that holds something else',
      column: 'badge',
      values: ['gold star', 'silver'],
      expect: null,
    },
    { title: 'colours of badges', column: 'badge_colour', values: ['BA12345'], expect: null },
    { title: 'columns of another kind', column: 'badge', kind: 'boolean', values: ['true'], expect: null },
  ],
});

describe('a classifier made from rules', () => {
  const weights = async (table: string, ...columns: readonly string[]): Promise<readonly string[]> => {
    const [first] = await badges().examine(
      buildSample(
        table,
        columns.map((name) => ({ name, values: ['BA12345', 'BX54321'] })),
      ),
      { workspaceId: null },
    );
    return first?.[0]?.evidence.map((piece) => `${piece.signal} ${piece.weight > 0 ? '+' : '-'}`) ?? [];
  };

  it('counts what the table is about and what stands beside the column', async () => {
    expect(await weights('t', 'badge')).to.have.members(['pattern +', 'name +']);
    expect(await weights('employees', 'badge', 'email')).to.have.members([
      'pattern +',
      'name +',
      'neighbour +',
      'neighbour +',
    ]);
    expect(await weights('products', 'badge')).to.have.members(['pattern +', 'name +', 'negative -']);
  });

  it('says in a sentence what it saw', async () => {
    const [found] = await badges().examine(
      buildSample('t', [{ name: 'badge', values: ['BA12345', 'BX54321', 'none of these'] }]),
      { workspaceId: null },
    );
    expect(found?.[0]?.evidence.map((piece) => piece.detail)).to.have.members([
      '2 of 3 distinct values have the form of a badge number',
      'the name says "badge"',
    ]);
    expect([found?.[0]?.matched, found?.[0]?.sampled]).to.deep.equal([2, 3]);
  });

  it('quotes what stands in the name, and says what it means where it stands there otherwise', async () => {
    const byName = async (rule: Partial<InfoTypeRule>, column: string): Promise<string | undefined> => {
      const [found] = await defineClassifier({
        info: {
          ...{
            id: 'accounts',
            version: '1.0.0',
            title: 'Accounts',
            description: 'Accounts',
            sources: ['a bank'],
          },
          infoTypes: ['BANK_ACCOUNT_NUMBER'],
        },
        rules: [
          {
            infoType: 'BANK_ACCOUNT_NUMBER',
            kinds: ['text'],
            names: [{ phrases: ['Kontonr', 'account number'], weight: 5 }],
            values: [
              {
                signal: 'shape',
                says: 'have digits',
                minLength: 1,
                maxLength: 9,
                matches: /\d/,
                chance: 0.001,
              },
            ],
            ...rule,
          },
        ],
      }).examine(buildSample('t', [{ name: column, values: ['12345', '54321'] }]), { workspaceId: null });
      return found?.[0]?.evidence.find(({ signal }) => signal === 'name' || signal === 'negative')?.detail;
    };
    expect(await byName({}, 'account_number')).to.equal('the name says "account number"');
    expect(await byName({}, 'KontoNr')).to.equal('the name says "Kontonr"');
    expect(await byName({}, 'acct_no')).to.equal('the name means "account number"');
    expect(await byName({}, 'acct_no_verified')).to.equal(
      '"verified" in the name says that the column tells something about "account number" rather than holding it',
    );
    expect(await byName({}, 'acct_no_anzahl')).to.equal(
      'the name means "count", so that the column tells something about "account number" rather than holding it',
    );
  });

  it('leaves blanks and placeholders out of the count', async () => {
    const [found] = await badges().examine(
      buildSample('t', [{ name: 'badge', values: ['BA12345', '', ' ', 'n/a', '-', 'NULL', null] }]),
      { workspaceId: null },
    );
    expect(found?.[0]?.sampled).to.equal(1);
  });
});

describe('a rule whose values weigh differently', () => {
  const WEIGHTS: Readonly<Record<string, number>> = { james: 2, mary: 2, will: -3, hope: -3 };
  const names = defineClassifier({
    info: {
      ...{ id: 'names', version: '1.0.0', title: 'Names', description: 'First names', sources: ['a census'] },
      infoTypes: ['FIRST_NAME'],
    },
    rules: [
      {
        infoType: 'FIRST_NAME',
        kinds: ['text'],
        values: [
          {
            ...{ signal: 'dictionary', says: 'are known first names', minLength: 2, maxLength: 20 },
            weigh: (value) => WEIGHTS[value] ?? null,
            ...{ present: 0.75, chance: 0.06 },
          },
        ],
      },
    ],
  });
  const examine = async (values: readonly string[]) => {
    const [found] = await names.examine(buildSample('t', [{ name: 'a', values }]), { workspaceId: null });
    return found?.[0]?.evidence[0];
  };

  it('tells a column of common names from one of words that are names as well', async () => {
    const common = await examine(['james', 'mary']);
    expect(common?.weight).to.be.above(5);
    expect(common?.detail).to.equal('2 of 2 distinct values are known first names, common ones');
    expect(await examine(['will', 'hope'])).to.equal(undefined);
  });
});

describe('the likelihood of matches', () => {
  it('speaks against a type where no more match than by chance', () => {
    // A tenth of random numbers pass the Luhn check.
    expect(matchLikelihood(10, 100, 0.95, 0.1)).to.be.below(-5);
    expect(matchLikelihood(95, 100, 0.95, 0.1)).to.be.above(10);
  });

  it('grows with the number of values, and ever more slowly', () => {
    const [one = 0, two = 0, ten = 0, hundred = 0, thousand = 0] = [1, 2, 10, 100, 1_000].map((count) =>
      matchLikelihood(count, count, 0.95, 0.1),
    );
    expect([one, two, ten, hundred]).to.deep.equal([one, two, ten, hundred].sort((a, b) => a - b));
    expect(thousand).to.equal(matchLikelihood(500, 500, 0.95, 0.1));
  });

  it('is nothing where nothing was looked at', () => {
    expect(matchLikelihood(0, 0, 0.95, 0.1)).to.equal(0);
  });
});
