import { expect } from 'chai';
import type { ActivityItem } from './api.ts';
import { reasonText, sentenceOf } from './sentence.ts';

const item = (action: string, object: Partial<ActivityItem['object']>, more = {}): ActivityItem => ({
  ...{ id: '1', occurredAt: '2026-03-01T00:00:00Z', plugin: 'p', requestId: 'r', address: null },
  ...{ actor: { id: 'user:a', kind: 'user', displayName: 'Ada' }, session: null },
  object: { type: 'user', id: 'user:m', name: 'mara', ...object },
  ...{ action, outcome: 'succeeded', reason: null, ...more },
});
const said = (entry: ActivityItem): string => {
  const { who, did, kind, what } = sentenceOf(entry);
  return [who, did, kind, what].filter((part) => part !== '' && part !== null).join(' ');
};

describe('the sentence of an entry', () => {
  it('says who did what to what', () => {
    expect(said(item('identity.user.created', {}))).to.equal('Ada created user mara');
    expect(said(item('identity.user.credentials-changed', {}))).to.equal(
      'Ada changed the credentials of user mara',
    );
    expect(said(item('sources.source.check-requested', { type: 'source', name: 'Shop' }))).to.equal(
      'Ada requested the check of source Shop',
    );
    expect(
      said(item('access.role.withdrawn', { type: 'role-assignment', name: 'steward (Data stewards)' })),
    ).to.equal('Ada withdrew role steward (Data stewards)');
    expect(said(item('activity.trail.viewed', { type: 'audit-trail', name: null }))).to.equal(
      'Ada viewed the audit trail',
    );
    expect(said(item('catalog.asset.stewarded', {}, { outcome: 'denied' }))).to.equal(
      'Ada was refused (stewarded): user mara',
    );
  });

  it('shortens ids, which nobody reads', () => {
    const name = 'brute-force user:9c9791ed-6779-44b1-b433-8bd7b25f2ca6';
    expect(said(item('security-monitor.incident.opened', { type: 'security-incident', name }))).to.equal(
      'Ada opened security incident brute-force user:9c9791ed…',
    );
  });

  it('gives the reason of a failed sign-in in words, and others as they were given', () => {
    const failed = item('identity.sign-in.failed', {}, { outcome: 'failed', reason: 'throttled' });
    expect(reasonText(failed)).to.equal('made to wait');
    expect(reasonText(item('identity.user.locked', {}, { reason: 'locked' }))).to.equal('locked');
    expect(reasonText(item('identity.user.locked', {}))).to.equal(null);
  });
});
