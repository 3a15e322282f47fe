import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rich, useLanguage } from '@datawave/plugin-sdk/ui';
import { expect } from 'chai';
import type { ActivityItem } from './api.ts';
import { reasonText, sentenceOf } from './sentence.ts';

const german = JSON.parse(readFileSync(join(import.meta.dirname, '../locales/de.json'), 'utf8')) as Record<
  string,
  string
>;

const item = (action: string, object: Partial<ActivityItem['object']>, more = {}): ActivityItem => ({
  ...{ id: '1', occurredAt: '2026-03-01T00:00:00Z', plugin: 'p', requestId: 'r', address: null },
  ...{ actor: { id: 'user:a', kind: 'user', displayName: 'Ada' }, session: null },
  object: { type: 'user', id: 'user:m', name: 'mara', ...object },
  ...{ action, outcome: 'succeeded', reason: null, ...more },
});
const said = (entry: ActivityItem): string => {
  const { text, values } = sentenceOf(entry);
  return [rich(text, { ...values, b: (parts: readonly unknown[]) => parts.join('') })].flat(9).join('');
};

describe('the sentence of an entry', () => {
  afterEach(() => useLanguage('en'));

  it('says who did what to what', () => {
    expect(said(item('identity.user.created', {}))).to.equal('Ada created user mara');
    expect(said(item('identity.user.credentials-changed', {}))).to.equal(
      'Ada changed the credentials of user mara',
    );
    expect(said(item('sources.source.check-requested', { type: 'source', name: 'Shop' }))).to.equal(
      'Ada asked for the check of source Shop',
    );
    expect(
      said(item('access.role.withdrawn', { type: 'role-assignment', name: 'steward (Data stewards)' })),
    ).to.equal('Ada withdrew role steward (Data stewards)');
    expect(said(item('activity.trail.viewed', { type: 'audit-trail', name: null }))).to.equal(
      'Ada viewed the audit trail',
    );
    expect(said(item('catalog.asset.stewarded', {}, { outcome: 'denied' }))).to.equal(
      'Ada was not allowed to change the stewards of user mara',
    );
  });

  it('says what did not work as people say it', () => {
    const connector = { type: 'connector', name: 'postgres' };
    expect(said(item('sources.connector.tested', connector, { outcome: 'failed' }))).to.equal(
      'Ada could not test connector postgres',
    );
    expect(said(item('identity.user.credentials-changed', {}, { outcome: 'denied' }))).to.equal(
      'Ada was not allowed to change the credentials of user mara',
    );
    expect(said(item('sources.source.unreachable', { type: 'source', name: 'Shop' }))).to.equal(
      'Ada found source Shop: unreachable',
    );
    expect(said(item('other.thing.frobnicated', { type: 'odd-thing', name: 'x' }))).to.equal(
      'Ada: other.thing.frobnicated, odd thing x',
    );
  });

  it('is said in the chosen language, and takes names for what they are', () => {
    useLanguage('de', german);
    expect(said(item('identity.user.created', {}))).to.equal('Ada hat Konto mara angelegt');
    expect(
      said(item('sources.connector.tested', { type: 'connector', name: '{n} <b>' }, { outcome: 'failed' })),
    ).to.equal('Ada konnte Konnektor {n} <b> nicht testen');
    expect(said(item('identity.user.credentials-changed', {}))).to.equal(
      'Ada hat die Zugangsdaten von Konto mara geändert',
    );
  });

  it('shortens ids, which nobody reads', () => {
    const name = 'brute-force user:9c9791ed-6779-44b1-b433-8bd7b25f2ca6';
    expect(said(item('security-monitor.incident.opened', { type: 'security-incident', name }))).to.equal(
      'Ada opened security incident brute-force user:9c9791ed…',
    );
  });

  it('calls whoever an id stands for by what is known of them', () => {
    const uuid = '0bc6cb2f-6779-44b1-b433-8bd7b25f2ca6';
    const assigned = (name: string) => said(item('access.role.assigned', { type: 'role-assignment', name }));
    expect(assigned(`Data owner for group:${uuid}`)).to.equal(
      'Ada assigned role Data owner for a group (0bc6cb2f…)',
    );
    expect(assigned('Data owner for Finance')).to.equal('Ada assigned role Data owner for Finance');
    const unknown = { type: 'user', id: 'unknown:oyo5os-FR4UmyG6L', name: null };
    const failed = item('identity.sign-in.failed', unknown, { outcome: 'failed' });
    expect(said(failed)).to.equal('Ada did not get in as a name that nobody has (oyo5os-F…)');
    useLanguage('de', { ...german, 'said|Brute force: {subject}': 'Brute-Force: {subject}' });
    const incident = { type: 'security-incident', name: 'Brute force: mara' };
    expect(said(item('security-monitor.incident.opened', incident))).to.contain('Brute-Force: mara');
    expect(assigned(`Data owner for user:${uuid}`)).to.contain('für ein Konto (0bc6cb2f…)');
  });

  it('gives the reason of a failed sign-in in words, and others as they were given', () => {
    const failed = item('identity.sign-in.failed', {}, { outcome: 'failed', reason: 'throttled' });
    expect(reasonText(failed)).to.equal('made to wait');
    expect(reasonText(item('identity.user.locked', {}, { reason: 'locked' }))).to.equal('locked');
    expect(reasonText(item('identity.user.locked', {}))).to.equal(null);
  });
});
