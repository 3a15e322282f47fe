import { expect } from 'chai';
import { canFollow, SOURCE_STATES, statesByHand } from './source-state.ts';

describe('the states of a source', () => {
  it('lead from each to each, but for those that only happen', () => {
    const reach = (from: (typeof SOURCE_STATES)[number]): ReadonlySet<string> => {
      const seen = new Set<string>([from]);
      for (const state of seen)
        for (const next of SOURCE_STATES)
          if (SOURCE_STATES.some((known) => known === state && canFollow(known, next))) seen.add(next);
      return seen;
    };
    for (const state of SOURCE_STATES)
      expect([...reach(state)], state).to.include.members(
        ['registered', 'active', 'maintenance', 'retired'].filter(
          (to) => to !== 'registered' || state !== 'active',
        ),
      );
    expect(SOURCE_STATES.every((state) => !canFollow(state, 'discovered'))).to.equal(true);
  });

  it('are offered by hand only where they would be true', () => {
    expect(statesByHand('maintenance', true)).to.deep.equal(['active', 'retired']);
    expect(statesByHand('maintenance', false)).to.deep.equal(['registered', 'retired']);
    expect(statesByHand('registered', false)).to.deep.equal(['maintenance', 'retired']);
    expect(statesByHand('discovered', false)).to.deep.equal(['registered', 'retired']);
    expect(canFollow('discovered', 'active')).to.equal(true);
    expect(statesByHand('retired', true)).to.deep.equal(['active']);
  });
});
