import { buildSample, classifierConformance } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { cases, formatCases } from '../test/cases.ts';
import { createCredentialClassifier } from './credential-classifier.ts';

classifierConformance(createCredentialClassifier, { cases });

describe('columns of keys', () => {
  const classifier = createCredentialClassifier();
  for (const { title, column, values } of formatCases) {
    it(`are recognised: ${title}`, async () => {
      const sample = buildSample('data', [{ name: column, values }]);
      const [evidence = []] = await classifier.examine(sample, { workspaceId: null });
      const type = evidence.find(
        ({ infoType, question }) => infoType === 'API_KEY' && question !== 'contains',
      );
      const weight = type?.evidence.reduce((sum, piece) => sum + piece.weight, 0) ?? 0;
      expect(weight).to.be.above(4);
    });
  }
});

describe('secrets among other values', () => {
  const settings = [
    'true',
    '42',
    'Europe/Berlin',
    'https://example.com',
    'smtp.example.com',
    'en',
    '1.2.3',
    'off',
  ];
  const secrets = {
    API_KEY: ['AK', 'IA', 'IOSFODNN7EXAMPLE'].join(''),
    CONNECTION_STRING: ['postgres://app', ':s3cret@', 'db.example.com/app'].join(''),
    PRIVATE_KEY: ['-----BEGIN', 'PRIVATE KEY-----\nMIIE'].join(' '),
  };

  for (const [infoType, secret] of Object.entries(secrets)) {
    it(`are told apart from what the column is: ${infoType}`, async () => {
      const sample = buildSample('settings', [{ name: 'value', values: [...settings, secret] }]);
      const [evidence = []] = await createCredentialClassifier().examine(sample, { workspaceId: null });
      const contained = evidence.filter(({ question }) => question === 'contains');
      expect(contained.map((entry) => [entry.infoType, entry.matched])).to.deep.equal([[infoType, 1]]);
      expect(contained[0]?.evidence[0]?.weight).to.be.above(6);
    });
  }

  it('are none where there are none', async () => {
    const sample = buildSample('settings', [{ name: 'value', values: settings }]);
    const [evidence = []] = await createCredentialClassifier().examine(sample, { workspaceId: null });
    expect(evidence.filter(({ question }) => question === 'contains')).to.deep.equal([]);
  });
});
