import { expect } from 'chai';
import { FAULT_KINDS, NEEDS } from './fault-kinds.ts';
import { planRun } from './run-plan.ts';

describe('the plan of a fault run', () => {
  const plans = Array.from({ length: 200 }, (_, run) => planRun(7, run, { canMount: true }));

  it('follows from its seed and number alone', () => {
    expect(planRun(7, 42, { canMount: true })).to.deep.equal(plans[42]);
    expect(planRun(8, 42, { canMount: true })).not.to.deep.equal(plans[42]);
  });

  it('gives each fault its turn before any has its second', () => {
    const turns = plans.slice(0, FAULT_KINDS.length).map(({ faults }) => faults[0]?.kind);
    expect([...turns].sort()).to.deep.equal([...FAULT_KINDS].sort());
  });

  it('leaves out what the machine does not allow', () => {
    for (let run = 0; run < 100; run += 1)
      for (const { kind } of planRun(7, run, { canMount: false }).faults)
        expect(NEEDS[kind].mount).to.equal(undefined);
  });

  it('has what its faults need', () => {
    for (const { faults, database, transport, source } of plans) {
      for (const { kind } of faults) {
        const needs = NEEDS[kind];
        if (needs.server === true) expect(database, kind).to.equal('server');
        if (needs.redis === true) expect(transport, kind).to.equal('bull');
        if (needs.sourceServer === true) expect(source, kind).not.to.be.oneOf(['sqlite', 'files']);
        if (needs.locks === true) expect(source, kind).not.to.equal('files');
      }
    }
  });
});
