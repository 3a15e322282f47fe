import { expect } from 'chai';
import { loadFields, toLoad, windowFaults } from './care.ts';

const LOAD = { maxConcurrency: 4, maxStatementsPerSecond: null, statementTimeoutMs: 60_000 };

describe('the form of a load', () => {
  it('comes back as it was filled in', () => {
    expect(toLoad(loadFields(LOAD))).to.deep.equal(LOAD);
    const paced = { ...LOAD, maxStatementsPerSecond: 0.5, statementTimeoutMs: 1500 };
    expect(toLoad(loadFields(paced))).to.deep.equal(paced);
    expect(
      toLoad({ maxConcurrency: ' 2 ', maxStatementsPerSecond: '0,5', statementSeconds: '3' }),
    ).to.deep.equal({
      maxConcurrency: 2,
      maxStatementsPerSecond: 0.5,
      statementTimeoutMs: 3000,
    });
  });

  it('points at each field that is wrong', () => {
    const faults = toLoad({ maxConcurrency: '1.5', maxStatementsPerSecond: '-1', statementSeconds: '' });
    expect(Array.isArray(faults) ? faults.map(({ pointer }) => pointer) : faults).to.deep.equal([
      '/load/maxConcurrency',
      '/load/maxStatementsPerSecond',
      '/load/statementTimeoutMs',
    ]);
  });

  it('misses days and times', () => {
    const faults = windowFaults([
      { days: [1], from: '22:00', to: '06:00', timeZone: 'UTC' },
      { days: [], from: '', to: '24:00', timeZone: '' },
    ]);
    expect(faults.map(({ pointer }) => pointer)).to.deep.equal([
      '/maintenance/1/days',
      '/maintenance/1/from',
      '/maintenance/1/to',
      '/maintenance/1/timeZone',
    ]);
  });
});
