import { expect } from 'chai';
import {
  alertOf,
  type Before,
  type HealthPolicy,
  type Outcome,
  restAfter,
  standingAfter,
} from './health-policy.ts';

const POLICY: HealthPolicy = {
  slowMs: 1000,
  failuresToOpen: 3,
  firstRestMs: 15_000,
  longestRestMs: 900_000,
  answerMs: 10_000,
};
const healthy: Before = { state: 'healthy', failures: 0, isRefused: false, breaker: 'closed' };
const open: Before = { state: 'unreachable', failures: 3, isRefused: false, breaker: 'open' };
const down: Outcome = { error: { code: 'DW_SOURCE_UNREACHABLE', message: 'Nobody answers.' } };
const wrong: Outcome = { error: { code: 'DW_SOURCE_AUTHENTICATION', message: 'No.' } };
const after = (before: Before, outcome: Outcome, isTry = false) =>
  standingAfter(before, outcome, isTry, POLICY);

describe('the health of a source', () => {
  it('is degraded by a failure, and unreachable after several in a row', () => {
    const once = after(healthy, down);
    expect(once).to.deep.equal({ state: 'degraded', failures: 1, isRefused: false, restMs: 0 });
    const third = after({ ...healthy, failures: 2 }, down);
    expect(third).to.include({ state: 'unreachable', failures: 3, restMs: 15_000 });
  });

  it('rests twice as long after each try that fails, up to the longest', () => {
    expect([2, 3, 4, 5, 9, 500].map((failures) => restAfter(failures, POLICY) / 1000)).to.deep.equal([
      0, 15, 30, 60, 900, 900,
    ]);
    expect(after({ ...open, breaker: 'half-open' }, down, true)).to.include({ failures: 4, restMs: 30_000 });
  });

  it('counts nothing that was begun before the breaker opened', () => {
    expect(after(open, down)).to.equal(null);
    expect(after({ ...open, breaker: 'half-open' }, down)).to.equal(null);
    expect(after({ ...open, breaker: 'half-open' }, wrong)).to.equal(null);
    // Nor what was read before, and is done with only now.
    expect(after(open, { latencyMs: null })).to.equal(null);
  });

  it('recovers with one answer, of whoever asked just now', () => {
    expect(after(open, { latencyMs: 5 })).to.deep.equal({
      state: 'healthy',
      failures: 0,
      isRefused: false,
      restMs: 0,
    });
    expect(after({ ...open, isRefused: true }, { latencyMs: 3 })).to.include({
      isRefused: false,
      failures: 0,
    });
  });

  it('is degraded while answers are slow, and stays so until one is measured that is not', () => {
    expect(after(healthy, { latencyMs: 1001 })).to.include({ state: 'degraded', failures: 0 });
    const slow: Before = { ...healthy, state: 'degraded' };
    expect(after(slow, { latencyMs: null })).to.include({ state: 'degraded' });
    expect(after(slow, { latencyMs: 900 })).to.include({ state: 'healthy' });
    expect(after({ ...slow, failures: 2 }, { latencyMs: null })).to.include({ state: 'healthy' });
  });

  it('is left alone at once when the credentials are refused', () => {
    expect(after(healthy, wrong)).to.include({ state: 'unreachable', isRefused: true, failures: 1 });
  });

  it('is told by one event for each change that matters', () => {
    const states = ['unknown', 'healthy', 'degraded', 'unreachable'] as const;
    const told = states.map((from) => states.map((to) => alertOf(from, to)?.split('.').at(-1) ?? '-'));
    expect(told).to.deep.equal([
      ['-', '-', 'degraded', 'unreachable'],
      ['-', '-', 'degraded', 'unreachable'],
      ['-', 'recovered', '-', 'unreachable'],
      ['recovered', 'recovered', 'recovered', '-'],
    ]);
  });
});
