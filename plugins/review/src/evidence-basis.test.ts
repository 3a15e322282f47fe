import { expect } from 'chai';
import { verdict } from '../test/staged-classification.ts';
import { basisOf, changedEvidence } from './evidence-basis.ts';

const CONTEXT = { dataType: 'TEXT', classifiers: ['staged@1.0.0', 'other@1.0.0'] };
const evidence = (classifier: string) => [
  { signal: 'pattern', classifier, weight: 3, detail: 'fits' } as const,
];
const changes = (
  before: Parameters<typeof verdict>[1],
  after: Parameters<typeof verdict>[1],
  context = CONTEXT,
): string | null =>
  changedEvidence(
    basisOf(verdict('EMAIL_ADDRESS', before), CONTEXT),
    verdict('EMAIL_ADDRESS', after),
    context,
    0.2,
  );

describe('what brings a rejected verdict back', () => {
  it('is no confidence, no other order of evidence, no person’s word', () => {
    expect(changes({}, { confidence: 0.99 })).to.equal(null);
    expect(changes({}, { evidence: evidence('other@1.0.0') }), 'it was there then').to.equal(null);
    expect(changes({}, { evidence: evidence('feedback@1.0.0') })).to.equal(null);
    const version = 'engine@1.0.0 model@1';
    expect(changes({ version }, { version, evidence: evidence('model@1') }), 'it was asked then').to.equal(
      null,
    );
  });

  it('is another version of the engine, its model or of a classifier that speaks, or a new one', () => {
    expect(changes({ version: 'engine@1.0.0 model@1' }, { version: 'engine@1.0.0 model@2' })).to.equal(
      'The trained model that weighs all evidence was updated since this was rejected: engine@1.0.0 model@1 then, engine@1.0.0 model@2 now.',
    );
    expect(changes({ version: 'engine@1.0.0 model@1' }, { version: 'engine@2.0.0 model@1' })).to.match(
      /^The engine that weighs all evidence was updated since this was rejected: /,
    );
    expect(changes({}, { evidence: evidence('staged@1.1.0') })).to.equal(
      'The rules of the classifier "staged" were updated since this was rejected: version 1.0.0 then, 1.1.0 now.',
    );
    expect(changes({}, { evidence: evidence('fresh@1.0.0') })).to.equal(
      'The classifier "fresh" looks at the column now and was not asked when this was rejected.',
    );
  });

  it('is another data type', () => {
    expect(changes({}, {}, { ...CONTEXT, dataType: 'UUID' })).to.match(/from TEXT to UUID/);
  });

  it('is a share of matching values beyond the band, or one that doubled or halved by more than chance', () => {
    expect(changes({ matched: 50, sampled: 100 }, { matched: 69, sampled: 100 })).to.equal(null);
    expect(changes({ matched: 50, sampled: 100 }, { matched: 71, sampled: 100 })).to.match(/71 %/);
    expect(changes({ matched: 1, sampled: 50 }, { matched: 2, sampled: 50 }), 'one more is chance').to.equal(
      null,
    );
    expect(changes({ matched: 1, sampled: 100 }, { matched: 8, sampled: 100 })).to.match(/8 % of the values/);
    expect(changes({ matched: 12, sampled: 100 }, { matched: 4, sampled: 100 })).to.match(
      /4 % of the values/,
    );
    expect(changes({ matched: 0, sampled: 0 }, { matched: 0, sampled: 0 })).to.equal(null);
  });
});
