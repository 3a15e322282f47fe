import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { DEFAULT_POLICY, decideIsolation, type IsolationCase, type IsolationDecision } from './policy.ts';
import type { WallProbes } from './probe-walls.ts';

const HOLDS = { available: true, reason: null };
const ALL: WallProbes = { 'in-process': HOLDS, child: HOLDS, confined: HOLDS };
const NOT_CONFINED: WallProbes = { ...ALL, confined: { available: false, reason: 'unshare: not permitted' } };
const NONE: WallProbes = { ...NOT_CONFINED, child: { available: false, reason: 'no Node' } };

const decide = (given: Partial<IsolationCase>): IsolationDecision =>
  decideIsolation({
    plugin: '@x/y',
    trust: 'community',
    policy: DEFAULT_POLICY,
    configured: null,
    probes: ALL,
    ...given,
  });

const refusal = (given: Partial<IsolationCase>): DataWaveError => {
  try {
    decide(given);
  } catch (error) {
    if (DataWaveError.is(error)) return error;
    throw error;
  }
  throw new Error('it was allowed');
};

describe('the policy of isolation', () => {
  it('gives each trust its level', () => {
    expect(decide({ trust: 'first-party' }).level).to.equal('in-process');
    expect(decide({ trust: 'verified' }).level).to.equal('child');
    expect(decide({ trust: 'community' }).level).to.equal('confined');
    expect(decide({ trust: 'local' }).level).to.equal('confined');
    expect(decide({ trust: 'community', policy: { ...DEFAULT_POLICY, community: 'child' } }).level).to.equal(
      'child',
    );
  });

  it('lets one plugin have a stricter level without more words', () => {
    expect(decide({ trust: 'verified', configured: 'confined' })).to.deep.equal({
      level: 'confined',
      due: 'child',
      weakenedBy: null,
      reason: null,
    });
    expect(decide({ trust: 'first-party', configured: 'child' }).level).to.equal('child');
  });

  it('lets none have a weaker one unless that was accepted, and says so then', () => {
    for (const configured of [
      'child',
      'in-process',
      { level: 'child' },
      { level: 'child', accepted: false },
    ] as const) {
      const { code, hint } = refusal({ configured });
      expect(code).to.equal('DW_ISOLATION_WEAKER');
      expect(hint).to.contain('accepted: true');
    }
    expect(decide({ configured: { level: 'in-process', accepted: true } })).to.deep.equal({
      level: 'in-process',
      due: 'confined',
      weakenedBy: 'operator',
      reason: null,
    });
  });

  it('refuses where the host does not allow it, with why', () => {
    const { code, message } = refusal({ probes: NOT_CONFINED });
    expect(code).to.equal('DW_ISOLATION_UNAVAILABLE');
    expect(message).to.contain('unshare: not permitted');
  });

  it('takes the weaker wall where the operator decided so, and says by what', () => {
    const policy = { ...DEFAULT_POLICY, whenUnavailable: 'child' } as const;
    expect(decide({ probes: NOT_CONFINED, policy })).to.deep.equal({
      level: 'child',
      due: 'confined',
      weakenedBy: 'host',
      reason: 'unshare: not permitted',
    });
    expect(refusal({ probes: NONE, policy }).code).to.equal('DW_ISOLATION_UNAVAILABLE');
    expect(refusal({ trust: 'verified', probes: NONE, policy }).code).to.equal('DW_ISOLATION_UNAVAILABLE');
  });
});
