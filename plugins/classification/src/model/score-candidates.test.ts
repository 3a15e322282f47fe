import type { Classifier, Evidence, InfoTypeEvidence } from '@datawave/plugin-sdk';
import { buildSample } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { createClassification } from '../classification.ts';
import { loadModel, SHIPPED_MODEL } from './load-model.ts';

const silent = (): void => undefined;
const log = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, child: () => log };

const proposing = (evidence: Evidence): Classifier => ({
  info: {
    id: 'own',
    version: '1.0.0',
    title: 'Own',
    description: 'What a workspace says.',
    infoTypes: [
      {
        id: 'ACME_BADGE',
        title: 'Acme badge',
        category: 'user',
        sensitivity: 'confidential',
        personal: true,
      },
    ],
    sources: ['test'],
  },
  examine: async () => [[{ infoType: 'ACME_BADGE', matched: 20, sampled: 20, evidence: [evidence] }]],
});

const NOTHING: Evidence = { signal: 'name', classifier: 'own@1.0.0', weight: 0, detail: 'nothing' };

const sample = buildSample('staff', [
  { name: 'badge', values: Array.from({ length: 20 }, (_, index) => `BX${10_000 + index * 37}`) },
]);

describe('candidates under the model', () => {
  it('that only the workspace proposes are as likely as by the rules, and no training is said to speak against them', async () => {
    const model = loadModel(SHIPPED_MODEL);
    const classifiers = [
      proposing({ signal: 'rule', classifier: 'custom/badge@1', weight: 5, detail: 'the values fit' }),
    ];
    const ask = async (used: typeof model | null) => {
      const service = createClassification({ classifiers: () => classifiers, model: () => used, log });
      return (await service.classify(sample, { minConfidence: 0 }))[0]?.classifications[0];
    };
    const [withModel, byRules] = [await ask(model), await ask(null)];
    expect(withModel?.confidence).to.equal(byRules?.confidence);
    expect(withModel?.evidence.map(({ signal }) => signal)).to.deep.equal(['rule']);
  });

  it('that check digits prove are not outvoted by what columns of that name usually hold', async () => {
    const account: InfoTypeEvidence = {
      infoType: 'PERSON_ID',
      matched: 20,
      sampled: 20,
      evidence: [{ signal: 'name', classifier: 'a@1.0.0', weight: 6, detail: 'the name says "tax id"' }],
    };
    const proved: InfoTypeEvidence = {
      infoType: 'DE_TAX_ID',
      matched: 20,
      sampled: 20,
      evidence: [{ signal: 'checksum', classifier: 'b@1.0.0', weight: 11, detail: '20 of 20 pass' }],
    };
    const service = createClassification({
      classifiers: () => [{ ...proposing(NOTHING), examine: async () => [[account, proved]] }],
      model: () => loadModel(SHIPPED_MODEL),
      log,
    });
    const [column] = await service.classify(sample, { minConfidence: 0 });
    expect(column?.classifications[0]?.infoType).to.equal('DE_TAX_ID');
    const model = column?.classifications[0]?.evidence.find(({ signal }) => signal === 'model');
    expect(model, 'nothing was learnt of the type').to.equal(undefined);
    const rival = column?.classifications.find(({ infoType }) => infoType === 'PERSON_ID');
    const raised = rival?.evidence.some(({ signal, weight }) => signal === 'model' && weight > 0);
    expect(raised, 'likeness raises nothing beside it').to.equal(false);
  });
});
