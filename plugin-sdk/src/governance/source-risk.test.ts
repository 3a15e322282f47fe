import { expect } from 'chai';
import fc from 'fast-check';
import {
  exposureTerm,
  type RiskTerm,
  riskScore,
  sensitivityTerm,
  stalenessTerm,
  violationsTerm,
} from './source-risk.ts';

const NONE = { critical: 0, high: 0, medium: 0, low: 0 };
const count = fc.nat(1_000_000);

describe('the risk of a source', () => {
  it('is what its documentation says', () => {
    expect(sensitivityTerm({ restricted: 0, confidential: 0, internal: 0 }).factor).to.equal(0);
    expect(sensitivityTerm({ restricted: 1, confidential: 0, internal: 0 }).factor).to.be.closeTo(
      10.41,
      0.01,
    );
    expect(sensitivityTerm({ restricted: 100, confidential: 0, internal: 0 }).factor).to.be.closeTo(30, 0.01);
    expect(exposureTerm(0).factor).to.equal(1);
    expect(exposureTerm(999_999_999).factor).to.equal(2);
    expect(exposureTerm(null)).to.deep.equal({ factor: 1, figures: { rows: null } });
    expect(violationsTerm(NONE).factor).to.equal(1);
    expect(violationsTerm({ ...NONE, low: 31 }).factor).to.equal(2);
    expect(violationsTerm({ ...NONE, critical: 1_000_000 }).factor).to.equal(3);
    expect(stalenessTerm(0).factor).to.equal(1);
    expect(stalenessTerm(45).factor).to.equal(1.5);
    expect([stalenessTerm(null).factor, stalenessTerm(9_999).factor]).to.deep.equal([2, 2]);
  });

  it('is the product of its terms, brought to a hundred', () => {
    const sensitivity: RiskTerm = { factor: 20, figures: {} };
    const twice: RiskTerm = { factor: 2, figures: {} };
    expect(riskScore({ sensitivity })).to.deep.equal({ score: 18, product: 20 });
    expect(riskScore({ sensitivity, exposure: twice, violations: twice, staleness: twice }).product).to.equal(
      160,
    );
    expect(riskScore({ exposure: twice })).to.deep.equal({ score: null, product: null });
    expect(
      riskScore({ sensitivity: sensitivityTerm({ restricted: 0, confidential: 0, internal: 0 }) }).score,
    ).to.equal(0);
  });

  it('never falls when something grows worse, and stays between 0 and 100', () => {
    const facts = fc.record({
      restricted: count,
      confidential: count,
      internal: count,
      rows: count,
      high: count,
      days: count,
    });
    const of = (fact: {
      restricted: number;
      confidential: number;
      internal: number;
      rows: number;
      high: number;
      days: number;
    }) =>
      riskScore({
        sensitivity: sensitivityTerm(fact),
        exposure: exposureTerm(fact.rows),
        violations: violationsTerm({ ...NONE, high: fact.high }),
        staleness: stalenessTerm(fact.days),
      });
    fc.assert(
      fc.property(
        facts,
        fc.constantFrom('restricted', 'confidential', 'internal', 'rows', 'high', 'days'),
        count,
        (fact, name, more) => {
          const [before, after] = [of(fact), of({ ...fact, [name]: fact[name] + more })];
          expect(after.product).to.be.at.least(before.product ?? 0);
          expect(after.score).to.be.within(before.score ?? 0, 100);
        },
      ),
    );
  });
});
