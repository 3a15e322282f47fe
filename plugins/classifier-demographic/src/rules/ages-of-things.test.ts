import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createDemographicClassifier } from '../demographic-classifier.ts';

/** What speaks for an age, all told, of a column of small numbers. */
async function weightOfAge(table: string, column: string): Promise<number> {
  const sample = buildSample(table, [{ name: column, kind: 'integer', values: ['3', '45', '12', '88'] }]);
  const [found = []] = await createDemographicClassifier().examine(sample, { workspaceId: null });
  const evidence = found.find(({ infoType }) => infoType === 'AGE')?.evidence ?? [];
  return evidence.reduce((sum, { weight }) => sum + weight, 0);
}

describe('the age of a person', () => {
  for (const [table, column] of [
    ['patients', 'age'],
    ['patients', 'age_days'],
    ['visits', 'patient_age'],
    ['visits', 'age_at_release'],
    ['t', 'age_at_first_job'],
  ] as const)
    it(`is ${column} of ${table}`, async () => {
      expect(await weightOfAge(table, column)).to.be.above(3);
    });

  for (const [table, column] of [
    ['crawl', 'page_age'],
    ['patients', 'backup_age'],
    ['metrics', 'age_days'],
    ['sessions', 'age'],
    ['t', 'age_of_data'],
    ['t', 'inventory_age_days'],
  ] as const)
    it(`is not ${column} of ${table}`, async () => {
      expect(await weightOfAge(table, column)).to.be.below(2);
    });
});
