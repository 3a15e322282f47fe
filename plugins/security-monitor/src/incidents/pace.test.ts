import { expect } from 'chai';
import { behaviourOf } from './pace.ts';

const at = (minutes: number): number => Date.parse('2026-03-01T10:00:00Z') + minutes * 60_000;

describe('the behaviour behind an incident', () => {
  it('counts what came when and from where, with the stretches between that were empty', () => {
    const behaviour = behaviourOf([
      { at: at(0.5), facts: { name: 'user:a', address: '192.0.2.1' } },
      { at: at(0.9), facts: { name: 'user:b', address: '192.0.2.2', place: 'Berlin' } },
      { at: at(2.1), facts: { name: 'user:b', address: '192.0.2.2', records: 40 } },
    ]);
    expect(behaviour.pace.map(({ count }) => count)).to.deep.equal([2, 0, 1]);
    expect(behaviour.pace.map(({ records }) => records)).to.deep.equal([0, 0, 40]);
    expect(behaviour.pace[0]?.at).to.equal('2026-03-01T10:00:00.000Z');
    expect(behaviour).to.include({ stretchMs: 60_000, names: 2, records: 40 });
    expect(behaviour.origins).to.deep.equal([
      { address: '192.0.2.2', place: 'Berlin', count: 2, lastAt: '2026-03-01T10:02:06.000Z' },
      { address: '192.0.2.1', place: null, count: 1, lastAt: '2026-03-01T10:00:30.000Z' },
    ]);
  });

  it('takes longer stretches the longer it lasted, and nothing for nothing', () => {
    const day = behaviourOf([0, 24 * 60].map((minutes) => ({ at: at(minutes), facts: {} })));
    expect(day.pace.length).to.be.at.most(48);
    expect(day.pace.at(-1)?.count).to.equal(1);
    const years = behaviourOf([0, 4_000 * 24 * 60].map((minutes) => ({ at: at(minutes), facts: {} })));
    expect(years.pace.length).to.be.at.most(49);
    expect(years.pace.at(-1)?.count).to.equal(1);
    expect(behaviourOf([])).to.deep.include({ pace: [], origins: [], names: 0 });
  });
});
