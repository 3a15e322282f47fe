import { expect } from 'chai';
import fc from 'fast-check';
import { posteriorLogOdds, priorLogOdds, weightForConfidence } from './weighing.ts';

describe('weighing', () => {
  it('gives evidence of the weight for a confidence just that confidence', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('EMAIL_ADDRESS', 'RECORD_ID', 'AGE', 'ACME_BADGE'),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.constantFrom('type' as const, 'contains' as const),
        (infoType, confidence, question) => {
          const weight = weightForConfidence(infoType, confidence, question);
          const logOdds = posteriorLogOdds(infoType, weight, question);
          expect(1 / (1 + Math.exp(-logOdds))).to.be.closeTo(confidence, 1e-9);
        },
      ),
    );
  });

  it('holds common types likelier than rare ones before anything is known', () => {
    expect(priorLogOdds('EMAIL_ADDRESS')).to.be.above(priorLogOdds('US_SSN'));
    expect(priorLogOdds('US_SSN')).to.equal(priorLogOdds('ACME_BADGE'));
  });
});
