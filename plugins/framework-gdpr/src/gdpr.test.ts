import type { AssetFacts } from '@datawave/plugin-sdk';
import { buildFacts, frameworkConformance } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { cases } from '../test/cases.ts';
import { createGdpr } from './gdpr.ts';

frameworkConformance(createGdpr, { cases, mostFindingsPerColumn: 2 });

describe('severity under the GDPR', () => {
  const severities = async (
    columns: Readonly<Record<string, string | null>>,
  ): Promise<Readonly<Record<string, string>>> =>
    Object.fromEntries(
      (await createGdpr().assess(buildFacts({ columns }))).map((finding) => [
        `${finding.control} ${finding.column ?? ''}`.trim(),
        finding.severity,
      ]),
    );

  it('is critical for special categories whose persons are known, high otherwise', async () => {
    expect(await severities({ name: 'PERSON_NAME', faith: 'RELIGION' })).to.include({
      'Art. 9(1) faith': 'critical',
    });
    expect(await severities({ faith: 'RELIGION' })).to.include({ 'Art. 9(1) faith': 'high' });
  });

  it('is critical for readable secrets and low for the record of processing', async () => {
    const found = await severities({ email: 'EMAIL_ADDRESS', password: 'PASSWORD' });
    expect(found).to.include({
      'Art. 5(1)(f) password': 'critical',
      'Art. 32(1)(a) email': 'medium',
      'Art. 30(1)': 'low',
    });
  });
});

describe('what stands among other values', () => {
  const holding = (...infoTypes: readonly string[]): AssetFacts => {
    const facts = buildFacts({ columns: { notes: 'OCCUPATION', other: null } });
    const contained = buildFacts({
      columns: Object.fromEntries(infoTypes.map((type) => [type, type])),
    }).columns.flatMap(({ classifications }) =>
      classifications.map((entry) => ({ ...entry, question: 'contains' as const, matched: 1, sampled: 50 })),
    );
    return {
      ...facts,
      columns: facts.columns.map((column) =>
        column.name === 'notes'
          ? { ...column, classifications: [...column.classifications, ...contained] }
          : column,
      ),
    };
  };

  it('counts as what the column is does, and says how many values hold it', async () => {
    const found = await createGdpr().assess(holding('IBAN'));
    const finding = found.find(({ control, column }) => control === 'Art. 32(1)(a)' && column === 'notes');
    expect(finding).to.include({ severity: 'high' });
    expect(finding?.message).to.match(/IBAN in 1 of 50 values/);
  });

  it('breaches a control once for a column, by the gravest', async () => {
    const found = await createGdpr().assess(holding('EMAIL_ADDRESS', 'IBAN', 'PHONE_NUMBER'));
    const ofNotes = found.filter(({ control, column }) => control === 'Art. 32(1)(a)' && column === 'notes');
    expect(ofNotes.map(({ severity }) => severity)).to.deep.equal(['high']);
    expect(found.find(({ control }) => control === 'Art. 30(1)')?.message).to.match(/in 1 column /);
  });
});

describe('how sure a finding is', () => {
  const messageFor = async (status: 'suggested' | 'accepted'): Promise<string | undefined> => {
    const facts = buildFacts({ columns: { iban: 'IBAN' } });
    const columns = facts.columns.map((column) => ({
      ...column,
      classifications: column.classifications.map((entry) => ({ ...entry, confidence: 0.98, status })),
    }));
    const found = await createGdpr().assess({ ...facts, columns });
    return found.find(({ column }) => column === 'iban')?.message;
  };

  it('is said in percent until a person has decided', async () => {
    expect(await messageFor('suggested')).to.include('(IBAN, 98\u00a0% sure)');
    expect(await messageFor('accepted')).to.include('(IBAN, as a person decided)');
  });
});
