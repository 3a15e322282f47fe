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
