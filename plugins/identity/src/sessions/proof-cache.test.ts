import { DEFAULT_WORKSPACE } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { FRESH_MS, ProofCache } from './proof-cache.ts';

const proof = (sessionId: string, userId: string, expiresAt = Number.POSITIVE_INFINITY) => ({
  authentication: {
    principal: { id: userId, kind: 'user' as const, displayName: userId, roles: [] },
    workspace: DEFAULT_WORKSPACE,
  },
  ...{ sessionId, userId, expiresAt },
});

describe('what was checked a moment ago', () => {
  it('is remembered from when the look-up began, for less than five seconds, and not beyond its end', () => {
    const cache = new ProofCache();
    cache.put('fresh', proof('s1', 'u1'), Date.now(), cache.generation);
    cache.put('slow', proof('s2', 'u1'), Date.now() - FRESH_MS, cache.generation);
    cache.put('over', proof('s3', 'u1', Date.now() - 1), Date.now(), cache.generation);
    expect(cache.get('fresh')?.principal.id).to.equal('u1');
    expect(cache.get('slow')).to.equal(null);
    expect(cache.get('over')).to.equal(null);
    expect(FRESH_MS).to.be.lessThan(5_000);
  });

  it('is forgotten with its session or its account, and nothing else is', () => {
    const cache = new ProofCache();
    const fill = (): void => {
      for (const [header, session, user] of [
        ['a', 's1', 'u1'],
        ['b', 's2', 'u1'],
        ['c', 's3', 'u2'],
      ] as const)
        cache.put(header, proof(session, user), Date.now(), cache.generation);
    };
    fill();
    cache.forgetSession('s1');
    expect(['a', 'b', 'c'].map((header) => cache.get(header) !== null)).to.deep.equal([false, true, true]);
    cache.forgetUser('u1');
    expect(['a', 'b', 'c'].map((header) => cache.get(header) !== null)).to.deep.equal([false, false, true]);
  });

  it('is not remembered when something was forgotten while it was looked up', () => {
    const cache = new ProofCache();
    const { generation } = cache;
    cache.forgetSession('s1');
    cache.put('a', proof('s1', 'u1'), Date.now(), generation);
    expect(cache.get('a')).to.equal(null);
  });

  it('is bounded', () => {
    const cache = new ProofCache();
    for (let count = 0; count <= 10_000; count += 1)
      cache.put(`h${count}`, proof('s', 'u'), Date.now(), cache.generation);
    expect(cache.get('h0')).to.equal(null);
    expect(cache.get('h10000')).not.to.equal(null);
  });
});
