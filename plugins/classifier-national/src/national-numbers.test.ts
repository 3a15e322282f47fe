import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { makeNumbers } from '../test/make-numbers.ts';
import { type NumberTemplate, templates } from '../test/templates.ts';
import { createNationalClassifier } from './national-classifier.ts';
import { nationalNumbers } from './national-numbers.ts';

const classifier = createNationalClassifier();
const NOWHERE = { workspaceId: null };

/** Summed evidence that outweighs how rare a national number is among columns. */
const EARNEST = 4;

/** The types for which most speaks, when it is said in earnest; several when nothing sets them apart. */
async function bestOf(column: string, values: readonly string[]): Promise<readonly string[]> {
  const [found = []] = await classifier.examine(buildSample('data', [{ name: column, values }]), NOWHERE);
  const sums = new Map<string, number>();
  for (const { infoType, question, evidence } of found) {
    if (question === 'contains') continue;
    const sum = evidence.reduce((total, { weight }) => total + weight, 0);
    sums.set(infoType, Math.max(sum, sums.get(infoType) ?? 0));
  }
  const most = Math.max(EARNEST, ...sums.values());
  return [...sums]
    .filter(([, sum]) => sum > EARNEST && sum > most - 0.01)
    .map(([infoType]) => infoType)
    .toSorted();
}

/** There is but one Italian of a given name, birthday and place. */
const make = ({ infoType, template }: NumberTemplate): readonly string[] =>
  makeNumbers(infoType, template, /[#*]/.test(template) ? 8 : 1);

describe('national numbers', () => {
  it('are of at least forty countries', () => {
    const countries = new Set(nationalNumbers.map(({ infoType }) => infoType.slice(0, 2)));
    expect(countries.size).to.be.at.least(40);
  });

  it('each have a template from which the tests below make some', () => {
    const made = templates.map(({ infoType }) => infoType).toSorted();
    expect(made).to.deep.equal(nationalNumbers.map(({ infoType }) => infoType).toSorted());
  });

  for (const template of templates) {
    const { infoType, column, unnamed } = template;
    it(`of the kind ${infoType} are recognised in a column called ${column}`, async () => {
      expect(await bestOf(column, make(template).slice(0, 4))).to.deep.equal([infoType]);
    });

    if (unnamed === 'nothing') {
      it(`of the kind ${infoType} are not guessed at where the name says nothing`, async () => {
        expect(await bestOf('c1', make(template))).to.deep.equal([]);
      });
    } else if (unnamed === 'rivals') {
      it(`of the kind ${infoType} are one of several kinds where the name says nothing`, async () => {
        const best = await bestOf('c1', make(template));
        expect(best).to.include(infoType);
        expect(best).to.have.length.above(1);
      });
    } else {
      it(`of the kind ${infoType} are recognised by their values alone`, async () => {
        expect(await bestOf('c1', make(template))).to.deep.equal([infoType]);
      });
    }

    it(`of the kind ${infoType} are not seen in other values under ${column}`, async () => {
      expect(await bestOf(column, ['yes', 'no', 'perhaps'])).to.deep.equal([]);
      expect(await bestOf(`${column} count`, ['1', '2', '3'])).to.deep.equal([]);
    });
  }
});
