import { expect } from 'chai';
import { createHealthSpans } from './spans.ts';

const { rules } = createHealthSpans();

const find = (id: string, text: string): readonly string[] => {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`There is no rule ${id}.`);
  return [...text.matchAll(new RegExp(rule.pattern.source, `${rule.pattern.flags}g`))]
    .map((match) => match.groups?.['value'] ?? match[0])
    .filter((value) => rule.validate?.(value) ?? true);
};

describe('health data in text', () => {
  it('is found by form and check digits', () => {
    expect(find('medicare-id', 'Her Medicare number is 1EG4-TE5-MK73.')).to.deep.equal(['1EG4-TE5-MK73']);
    expect(find('german-insurance-number', 'versichert unter A123456780, AOK')).to.deep.equal(['A123456780']);
    expect(find('provider', 'NPI 1234567893 prescribed it')).to.deep.equal(['1234567893']);
    expect(find('diagnosis-code', 'Diagnosis: E11.9, M54.5 and I10')).to.deep.equal(['E11.9', 'M54.5']);
    expect(find('record-number', 'MRN: 00123456, admitted')).to.deep.equal(['00123456']);
  });

  it('is not seen in what looks alike', () => {
    expect(find('medicare-id', 'serial 1EG4-TE5-MK7 and 1SG4TE5MK73')).to.deep.equal([]);
    expect(find('german-insurance-number', 'part A123456781 of 1A123456780')).to.deep.equal([]);
    expect(find('provider', 'call 555-1234567893 or 1234567890')).to.deep.equal([]);
    expect(find('diagnosis-code', 'see A98.7, v1.E11.9 and Q76.73.1')).to.deep.equal([]);
    expect(find('record-number', 'MRN: pending')).to.deep.equal([]);
  });

  it('needs a word near it where its form is common', () => {
    for (const id of ['provider', 'diagnosis-code'])
      expect(rules.find((rule) => rule.id === id)?.needsContext).to.equal(true);
  });
});
