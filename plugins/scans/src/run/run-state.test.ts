import { expect } from 'chai';
import { canCancel, canFollow, canPause, canResume, END_STATES, isEnded, SCAN_STATES } from './run-state.ts';

describe('the states of a scan', () => {
  it('lead to an end from everywhere, and nowhere from an end', () => {
    for (const state of SCAN_STATES) {
      const reached = new Set([state]);
      for (const from of reached) for (const to of SCAN_STATES) if (canFollow(from, to)) reached.add(to);
      expect(
        END_STATES.some((end) => reached.has(end)),
        state,
      ).to.equal(true);
      if (isEnded(state)) expect([...reached]).to.deep.equal([state]);
    }
  });

  it('allow what the buttons offer', () => {
    const pausedBy = (holder: 'person' | 'maintenance' | null) =>
      SCAN_STATES.filter((state) => canPause(state, holder));
    for (const holder of [null, 'person'] as const)
      expect(pausedBy(holder)).to.deep.equal(['queued', 'initializing', 'running']);
    expect(pausedBy('maintenance')).to.deep.equal(['queued', 'initializing', 'running', 'paused']);
    expect(SCAN_STATES.filter(canResume)).to.deep.equal(['paused']);
    for (const state of END_STATES) expect(canCancel(state), state).to.equal(false);
    expect(canCancel('cancelling')).to.equal(false);
  });
});
