import { INFO_TYPES, type InfoTypeEvidence } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createNationalClassifier } from '../src/national-classifier.ts';
import { nationalNumbers } from '../src/national-numbers.ts';
import { makeNumbers } from './make-numbers.ts';

const classifier = createNationalClassifier();

async function examine(
  column: string,
  values: readonly string[],
  table = 'data',
): Promise<readonly InfoTypeEvidence[]> {
  const [found = []] = await classifier.examine(buildSample(table, [{ name: column, values }]), {
    workspaceId: null,
  });
  return found;
}

const weightOf = (found: readonly InfoTypeEvidence[], infoType: string): number =>
  Math.max(
    Number.NEGATIVE_INFINITY,
    ...found
      .filter((entry) => entry.infoType === infoType && entry.question !== 'contains')
      .map((entry) => entry.evidence.reduce((sum, { weight }) => sum + weight, 0)),
  );

const NOTES = Array.from(
  { length: 49 },
  (_, index) => `Called the customer about order ${index}, will call again`,
);

describe('one national number among other values', () => {
  for (const [infoType, value] of [
    ['US_SSN', '536-90-4399'],
    ['BR_CPF', '390.533.447-05'],
    ['CH_AHV', '756.9217.0769.85'],
    ['FI_HETU', '131052-308T'],
    ['GB_NINO', 'AB 12 34 56 C'],
    ['IT_FISCAL_CODE', 'RSSMRA85T10A562S'],
    ['BE_NATIONAL_NUMBER', '85.07.30-033.28'],
    ['MX_CURP', 'BOXW310820HNERXN09'],
    ['CN_RESIDENT_ID', '11010519491231002X'],
  ] as const) {
    it(`is counted, one of fifty, when it is a ${infoType}`, async () => {
      const found = await examine('remarks', [...NOTES, value]);
      const contained = found.find((entry) => entry.infoType === infoType && entry.question === 'contains');
      expect(contained).to.include({ matched: 1, sampled: 50 });
      // Enough to outweigh that one ordinary column in a hundred holds some such value.
      expect(contained?.evidence[0]?.weight).to.be.above(4.6);
      expect(weightOf(found, infoType)).to.be.below(0);
    });
  }

  it('says nothing of bare digits that pass one check digit', async () => {
    const found = await examine('remarks', [...NOTES, '111222333', '86095742719']);
    expect(found.filter(({ question }) => question === 'contains')).to.deep.equal([]);
  });
});

describe('numbers that are written alike', () => {
  it('of two countries are told apart by a name', async () => {
    const values = makeNumbers('EE_ISIKUKOOD', '3850715####', 10);
    const found = await examine('asmens_kodas', values);
    expect(weightOf(found, 'LT_PERSONAL_CODE')).to.be.above(weightOf(found, 'EE_ISIKUKOOD') + 5);
  });

  it('of two countries weigh the same where nothing says which', async () => {
    const found = await examine('c1', makeNumbers('EE_ISIKUKOOD', '3850715####', 10));
    expect(weightOf(found, 'LT_PERSONAL_CODE')).to.equal(weightOf(found, 'EE_ISIKUKOOD'));
    expect(weightOf(found, 'LT_PERSONAL_CODE')).to.be.above(4);
  });

  it('weigh less the more there are of them, and say so', async () => {
    const found = await examine('c1', makeNumbers('NL_BSN', '#########', 10));
    const bsn = found.find(({ infoType }) => infoType === 'NL_BSN');
    expect(bsn?.evidence.map(({ detail }) => detail).join()).to.match(
      /\d kinds of national numbers are written like this/,
    );
  });

  it('grow surer with each value that passes', async () => {
    const values = makeNumbers('NL_BSN', '#########', 5);
    const weights = [];
    for (const count of [1, 2, 3, 5])
      weights.push(weightOf(await examine('c1', values.slice(0, count)), 'NL_BSN'));
    expect(weights).to.deep.equal(weights.toSorted((a, b) => a - b));
    expect(weights[0]).to.be.below(2);
    expect(weights[3]).to.be.above(4);
  });

  it('of persons are not seen in the same digits of companies', async () => {
    const values = makeNumbers('NL_BSN', '#########', 10);
    for (const column of ['rsin', 'vat_number', 'company_tax_id', 'order_number'])
      expect(weightOf(await examine(column, values), 'NL_BSN'), column).to.be.below(4);
  });
});

describe('the published info types', () => {
  it('hold each national number once, restricted and personal', () => {
    for (const { infoType } of nationalNumbers) {
      const published = INFO_TYPES.filter(({ id }) => id === infoType);
      expect(published, infoType).to.have.length(1);
      expect(published[0]).to.include({ sensitivity: 'restricted', personal: true });
    }
  });

  it('hold no national number that nothing recognises', () => {
    const recognised = new Set(nationalNumbers.map(({ infoType }) => infoType));
    const national = INFO_TYPES.filter(
      ({ category }) => category === 'user.government_id.national_identification_number',
    ).map(({ id }) => id);
    expect(national.filter((id) => !recognised.has(id))).to.deep.equal([]);
  });
});
