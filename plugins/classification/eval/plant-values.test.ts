import { INFO_TYPES } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { containedFigures } from './contained-figures.ts';
import type { Outcome } from './figures.ts';
import type { LabelledTable } from './labelled-tables.ts';
import { plantValues } from './plant-values.ts';

const infoTypes = new Map(INFO_TYPES.map((type) => [type.id, type]));
const tableOf = (id: string, label: string, values: readonly string[]): LabelledTable => ({
  id,
  origin: 'test',
  group: `test/${id}`,
  name: id,
  columns: [{ name: 'x', label: [label], values }],
});
const mails = Array.from({ length: 30 }, (_, index) => `person${index}@example.org`);
const words = Array.from({ length: 120 }, (_, index) => `remark ${index}`);
const tables = [tableOf('people', 'EMAIL_ADDRESS', mails), tableOf('notes', 'none', words)];

const outcomeOf = (contained: Outcome['contained'], more: Partial<Outcome> = {}): Outcome => ({
  table: 't',
  label: ['none'],
  predicted: 'none',
  confidence: 1,
  flaggedAs: null,
  sensitiveLabels: [],
  sensitiveProbability: 0,
  contained,
  ...more,
});

describe('planted values', () => {
  it('are real ones of another group, as many as said, among as many distinct ones as said', () => {
    const planted = plantValues(tables, infoTypes, 1);
    expect(planted).to.have.length(6);
    for (const { table, position, rows, infoType, planting } of planted) {
      expect(infoType).to.equal('EMAIL_ADDRESS');
      expect(table.id).to.equal('notes');
      const values = rows.map((row) => table.columns[position]?.values[row] ?? '');
      expect(new Set(values).size).to.equal(planting.distinct);
      expect(values.filter((value) => mails.includes(value))).to.have.length(planting.planted);
    }
  });

  it('are found or not, and what is said of ordinary columns is false', () => {
    const [first, second] = plantValues(tables, infoTypes, 1);
    if (first === undefined || second === undefined) throw new Error('nothing was planted');
    const claim = { infoType: 'EMAIL_ADDRESS', confidence: 0.9 };
    const figures = containedFigures(
      [
        { planted: first, outcome: outcomeOf([claim]) },
        { planted: second, outcome: outcomeOf([{ ...claim, infoType: 'IBAN' }]) },
      ],
      [
        ...Array.from({ length: 197 }, () => outcomeOf([])),
        outcomeOf([claim]),
        outcomeOf([claim], {
          label: ['PERSON_NAME'],
          sensitiveLabels: ['PERSON_NAME'],
          predicted: 'PERSON_NAME',
        }),
      ],
    );
    expect(figures.byType).to.deep.equal([{ infoType: 'EMAIL_ADDRESS', columns: 2, recall: 0.5 }]);
    expect(figures.ordinaryColumns).to.equal(198);
    expect(figures.falsePer1000).to.be.closeTo(1000 / 198, 1e-9);
    expect(figures.falseByType).to.deep.equal([{ infoType: 'EMAIL_ADDRESS', columns: 1 }]);
    // Two planted columns stand for two of two hundred: one claim right, one wrong, and one of an ordinary column.
    expect(figures.precision).to.be.closeTo(1 / 3, 1e-9);
    expect(figures.meanConfidence).to.be.closeTo(0.9, 1e-9);
    expect(figures.calibrationError).to.be.closeTo(0.9 - 1 / 3, 1e-9);
  });
});
