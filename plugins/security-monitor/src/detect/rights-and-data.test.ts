import type { AuditRecord } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { DAY, entry, HOUR, seen } from '../../test/sightings.ts';
import { auditDisabled } from './audit-disabled.ts';
import type { Detection, Finding } from './detection.ts';
import { massExport } from './mass-export.ts';
import { privilegeChange } from './privilege-change.ts';

const automatic = ['notify' as const];
const exported = massExport({
  enabled: true,
  records: 10_000,
  exports: 5,
  factor: 10,
  usualRecords: 500,
  actions: ['.exported', '.export-ended'],
  automatic,
});
const rights = privilegeChange({
  enabled: true,
  roles: ['admin', 'security-officer'],
  permissions: ['*', 'users:write'],
  automatic,
});
const trail = auditDisabled({
  enabled: true,
  plugins: ['activity', 'security-monitor'],
  minimumDays: 90,
  stalledMinutes: 30,
  automatic,
});

/** What a detection makes of one entry alone. */
const alone = (
  detection: Detection,
  one: AuditRecord,
): (Finding & { readonly key: string; readonly reach: string }) | null => {
  const [sighting] = detection.sightings(one);
  if (sighting === undefined) return null;
  const found = detection.examine(sighting.key, [seen(0, sighting.facts)]);
  return found === null ? null : { ...found, key: sighting.key, reach: sighting.reach };
};

describe('a mass export', () => {
  const out = (after: number, records: number) =>
    seen(after, { what: 'exported', action: 'notes.note.exported', records });

  it('is more than the limit within a day', () => {
    expect(exported.examine('user:ann', [out(0, 6_000), out(HOUR, 3_999)])).to.equal(null);
    expect(exported.examine('user:ann', [out(0, 6_000), out(HOUR, 4_000)])).to.include({ severity: 'high' });
    expect(exported.examine('user:ann', [out(0, 100_000)])).to.include({ severity: 'critical' });
    expect(exported.examine('user:ann', [out(0, 6_000), out(25 * HOUR, 6_000)])).to.equal(null);
  });

  it('is far more than on the busiest day of the month before', () => {
    const usual = [3, 5, 20].map((days) => out(-days * DAY, 60));
    expect(exported.examine('user:ann', [...usual, out(0, 700)])).to.include({ severity: 'medium' });
    expect(exported.examine('user:ann', [...usual, out(0, 590)])).to.equal(null);
    // Who never took anything out has no usual day.
    expect(exported.examine('user:ann', [out(0, 700)])).to.equal(null);
  });

  it('is many exports, whatever they hold, and none that is counted twice', () => {
    const some = (count: number, action: string) =>
      Array.from({ length: count }, (_, index) => seen(index, { what: 'exported', action }));
    expect(exported.examine('user:ann', some(5, 'a.b.exported'))).to.include({ severity: 'medium' });
    expect(exported.examine('user:ann', some(9, 'a.b.export-ended'))).to.equal(null);
  });

  it('says the same of any order', () => {
    const any = fc.array(
      fc.record({ after: fc.integer({ min: -40 * DAY, max: DAY }), records: fc.nat(12_000) }),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(any, (stream) => {
        const observations = stream.map(({ after, records }) => out(after, records));
        expect(exported.examine('user:ann', observations.toReversed())).to.deep.equal(
          exported.examine('user:ann', observations),
        );
      }),
    );
  });

  it('counts what an entry says of how much it was, by whichever of its names, and what was broken off', () => {
    const ended = entry('activity.trail.export-ended', { outcome: 'failed', after: { entries: 9 } });
    expect(exported.sightings(ended)[0]?.facts).to.include({ records: 9 });
    for (const name of ['records', 'rows', 'entries', 'count'])
      expect(
        exported.sightings(entry('activity.trail.exported', { after: { [name]: 7 } }))[0]?.facts,
      ).to.include({ records: 7 });
    expect(exported.sightings(entry('activity.trail.exported', { outcome: 'denied' }))).to.deep.equal([]);
    expect(exported.sightings(entry('activity.trail.viewed'))).to.deep.equal([]);
  });
});

describe('a change of privileges', () => {
  const admin = { principal: { id: 'user:admin', kind: 'user', displayName: 'Administrator' } } as const;

  it('is a far-reaching role that somebody is given', () => {
    const given = entry('identity.user.privileges-changed', {
      ...admin,
      before: { roles: ['viewer'] },
      after: { roles: ['viewer', 'admin'] },
    });
    expect(alone(rights, given)).to.include({ severity: 'high', key: 'user:ben', reach: 'platform' });
    expect(alone(rights, given)?.accounts).to.deep.equal(['user:ben', 'user:admin']);
    expect(alone(rights, { ...given, before: { roles: ['admin'] } })).to.equal(null);
    expect(alone(rights, { ...given, after: { roles: ['viewer', 'steward'] } })).to.equal(null);
    expect(
      alone(rights, entry('identity.user.created', { ...admin, after: { roles: ['admin'] } })),
    ).to.include({ severity: 'high' });
    // The kernel's own administrator comes in with the first sign-in.
    const first = { type: 'user', id: 'user:admin', name: 'admin' };
    expect(
      alone(rights, entry('identity.user.created', { object: first, after: { roles: ['admin'] } })),
    ).to.equal(null);
  });

  it('is critical where somebody gives it to themselves', () => {
    const own = entry('access.role.assigned', {
      after: { role: 'security-officer', holder: { kind: 'principal', id: 'user:ann' }, everywhere: true },
    });
    expect(alone(rights, own)).to.include({ severity: 'critical', key: 'user:ann', reach: 'platform' });
    const others = entry('access.role.assigned', {
      after: { role: 'security-officer', holder: { kind: 'group', id: 'group:7' }, everywhere: false },
    });
    expect(alone(rights, others)).to.include({ severity: 'medium', key: 'group:7', reach: 'workspace' });
  });

  it('is a role that is made to reach far', () => {
    const role = { type: 'role', id: 'r-1', name: 'helper' };
    const widened = entry('access.role.updated', {
      object: role,
      before: { permissions: ['users:read'] },
      after: { permissions: ['users:read', 'users:write'] },
    });
    expect(alone(rights, widened)).to.include({ severity: 'medium', key: 'role:helper' });
    expect(
      alone(rights, entry('access.role.created', { object: role, after: { permissions: ['*'] } })),
    ).to.include({ severity: 'high' });
    expect(
      alone(
        rights,
        entry('access.role.updated', {
          object: role,
          before: { permissions: ['*'] },
          after: { permissions: [] },
        }),
      ),
    ).to.equal(null);
  });

  it('is joining a group by one’s own hand and approving one’s own elevation, but no elevation that somebody else approved', () => {
    expect(
      alone(rights, entry('identity.group.members-changed', { after: { add: ['user:ann'], remove: [] } })),
    ).to.include({ severity: 'medium' });
    expect(
      alone(rights, entry('identity.group.members-changed', { after: { add: ['user:eve'], remove: [] } })),
    ).to.equal(null);
    const approved = (principal: string) =>
      entry('access.elevation.approved', { after: { role: 'admin', principal } });
    expect(alone(rights, approved('user:ann'))).to.include({ severity: 'critical' });
    expect(alone(rights, approved('user:eve'))).to.equal(null);
  });
});

describe('a disabled audit trail', () => {
  it('is a plugin that was switched off, and no other one', () => {
    const off = (id: string) => entry('core.plugin.disabled', { object: { type: 'plugin', id, name: id } });
    expect(alone(trail, off('activity'))).to.include({
      severity: 'high',
      key: 'plugin:activity',
      reach: 'platform',
    });
    expect(alone(trail, off('security-monitor'))).to.include({ severity: 'high' });
    expect(alone(trail, off('demo'))).to.equal(null);
  });

  it('is a trail that is not as it was sealed', () => {
    expect(alone(trail, entry('activity.trail.verified', { outcome: 'failed' }))).to.include({
      severity: 'critical',
      reach: 'workspace',
    });
    expect(alone(trail, entry('activity.trail.verified'))).to.equal(null);
  });

  it('is a removal by something other than its policy', () => {
    const purged = (plugin: string) =>
      entry('core.audit-entries.purged', { plugin, after: { entries: 9, through: '9' } });
    expect(alone(trail, purged('somebody-else'))).to.include({ severity: 'critical' });
    expect(alone(trail, purged('activity'))).to.equal(null);
  });
});
