import type { Principal } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { accessBench, user } from './access-bench.ts';

describe('access by policies and for a time', () => {
  const bench = accessBench();
  const { send, field, made, assign, refused, decide, auditedNames } = bench;

  describe('a policy', () => {
    it('that denies wins, but for what an administrator mends it with', async () => {
      await assign('viewer', 'user:vic');
      const id = await made('access-policies', { title: 'Closed', effect: 'deny', permissions: ['*'] });
      expect(await decide(user('vic'), 'elevations:read')).to.include({
        allowed: false,
        reason: 'Denied by policy "Closed".',
      });
      const admin: Principal = { ...user('root'), roles: ['admin'] };
      expect((await decide(admin, 'jobs:read')).allowed).to.equal(false);
      expect((await decide(admin, 'access-policies:write')).allowed).to.equal(true);
      expect((await send('PATCH', `access-policies/${id}`, { enabled: false })).status).to.equal(200);
      expect((await decide(admin, 'jobs:read')).allowed).to.equal(true);
      expect((await send('DELETE', `access-policies/${id}`)).status).to.equal(204);
    });

    it('looks at what a thing is like; of what it is not told nothing is granted and nothing escapes', async () => {
      await made('roles', { key: 'looker', title: 'Looker', permissions: ['things:read'] });
      await assign('looker', 'user:sam');
      const permission = 'things:read';
      const ids = [
        await made('access-policies', {
          ...{ title: 'Nothing restricted', effect: 'deny', permissions: [permission] },
          ...{ subjects: { principals: ['user:sam'] }, when: { sensitivity: { atLeast: 'restricted' } } },
        }),
        await made('access-policies', {
          ...{ title: 'One’s own', effect: 'allow', permissions: ['things:*'] },
          ...{ subjects: { groups: ['group:owners'] }, when: { owner: { isMe: true } } },
        }),
      ];
      const sam = user('sam');
      const of = async (who: Principal, attributes?: object) =>
        (await decide(who, permission, attributes === undefined ? {} : { attributes })).allowed;
      expect(await of(sam)).to.equal(true);
      expect(await of(sam, { sensitivity: 'internal' })).to.equal(true);
      expect(await of(sam, { sensitivity: null })).to.equal(true);
      expect(await of(sam, { sensitivity: 'restricted' })).to.equal(false);
      expect(await of(sam, {})).to.equal(false);
      const own = user('own', ['group:owners']);
      expect(await of(own)).to.equal(true);
      expect(await of(own, { owner: 'user:own' })).to.equal(true);
      expect(await of(own, { owner: 'user:sam' })).to.equal(false);
      expect(await of(own, {})).to.equal(false);
      for (const id of ids) await send('DELETE', `access-policies/${id}`);
    });

    it('about what nobody tells of a thing is refused, and through a wildcard keeps everybody out', async () => {
      const untold = { title: 'Untold', effect: 'allow', permissions: ['boxes:read'] };
      const answer = await refused(
        send('POST', 'access-policies', { ...untold, when: { owner: { isMe: true } } }),
        400,
        'DW_ACCESS_INVALID',
      );
      expect(JSON.stringify(answer.body)).to.contain('asks about no owner');
      await made('roles', { key: 'packer', title: 'Packer', permissions: ['boxes:read', 'things:read'] });
      await assign('packer', 'user:pam');
      const pam = user('pam');
      const id = await made('access-policies', {
        ...{ title: 'Nothing restricted at all', effect: 'deny', permissions: ['*'] },
        ...{ subjects: { principals: [pam.id] }, when: { sensitivity: { atLeast: 'restricted' } } },
      });
      expect((await decide(pam, 'things:read')).allowed).to.equal(true);
      expect(await decide(pam, 'boxes:read')).to.include({
        allowed: false,
        reason: 'Denied by policy "Nothing restricted at all": not everything that it looks at is known.',
      });
      await send('DELETE', `access-policies/${id}`);
      const own = await made('access-policies', {
        ...{ title: 'Own of all', effect: 'allow', permissions: ['*'] },
        ...{ subjects: { principals: ['user:oda'] }, when: { owner: { isMe: true } } },
      });
      expect((await decide(user('oda'), 'things:read')).allowed).to.equal(true);
      expect((await decide(user('oda'), 'boxes:read')).allowed).to.equal(false);
      await send('DELETE', `access-policies/${own}`);
    });

    it('does not say what it is called to who runs into it and may not see it', async () => {
      const officer = user('told');
      await assign('security-officer', officer.id);
      const title = 'Nothing for told until the affair is over';
      await made('access-policies', {
        ...{ title, effect: 'deny', permissions: ['roles:write'], subjects: { principals: [officer.id] } },
      });
      const answer = await refused(
        send('POST', 'roles', { key: 'x', title: 'x' }, officer),
        403,
        'DW_ACCESS_DENIED',
      );
      expect(JSON.stringify(answer.body)).not.to.contain(title);
      expect((await decide(officer, 'roles:write')).reason).to.contain(title);
    });

    it('names roles by their keys, and is told of every fault', async () => {
      const title = 'Keys';
      const id = await made('access-policies', {
        ...{ title, effect: 'deny', permissions: ['jobs:manage'], subjects: { roles: ['engineer'] } },
      });
      const shown = await send('GET', `access-policies/${id}`);
      expect(field(shown, 'subjects')).to.deep.equal({ roles: ['engineer'] });
      await refused(
        send('POST', 'access-policies', { title, effect: 'deny', permissions: ['jobs:manage'] }),
        409,
        'DW_ACCESS_TAKEN',
      );
      const bad = await refused(
        send('POST', 'access-policies', {
          ...{ title: 'Bad', effect: 'deny', permissions: ['job:manage'] },
          when: {
            time: { zone: 'Mars/Olympus' },
            network: { in: ['10.0.0.0/33', '10.0.0.0/8'] },
            sensitivity: { atLeast: 'restricted', atMost: 'public' },
          },
        }),
        400,
        'DW_ACCESS_INVALID',
      );
      const pointers = [0, 1, 2, 3].map((index) => field(bad, 'errors', index, 'pointer'));
      expect(pointers).to.have.members([
        '/when/time/zone',
        '/when/network/in/0',
        '/when/sensitivity',
        '/permissions/0',
      ]);
      for (const when of [
        { owner: {} },
        { tags: { any: [] } },
        { colour: 'red' },
        { owner: { isMe: false } },
      ])
        expect(
          (await send('POST', 'access-policies', { title: 'x', effect: 'deny', permissions: ['*'], when }))
            .status,
          JSON.stringify(when),
        ).to.equal(400);
      await send('DELETE', `access-policies/${id}`);
    });
  });

  describe('an elevation', () => {
    const rose = user('rose');
    const approver = user('approver');
    before(async () => {
      await assign('viewer', rose.id);
      await assign('security-officer', approver.id);
    });
    const ask = (as: Principal = rose, minutes = 30) =>
      made('elevations', { role: 'engineer', reason: 'The nightly scan hangs.', minutes }, as);

    it('is approved by somebody else, holds for its time, and is given back', async () => {
      const id = await ask();
      expect((await decide(rose, 'jobs:manage')).allowed).to.equal(false);
      await refused(send('POST', `elevations/${id}/approve`, {}, rose), 403, 'DW_ACCESS_DENIED');
      expect((await send('POST', `elevations/${id}/approve`, { note: 'Go on.' }, approver)).status).to.equal(
        200,
      );
      const { allowed, reason } = await decide(rose, 'jobs:manage');
      expect(allowed, reason).to.equal(true);
      expect(reason).to.match(/^Allowed by role engineer through an elevation until 20\d\d-/);
      await refused(send('POST', `elevations/${id}/approve`, {}, approver), 409, 'DW_ELEVATION_STATE');
      const back = await send('POST', `elevations/${id}/withdraw`, {}, rose);
      expect(field(back, 'state')).to.equal('withdrawn');
      // Who may list no accounts is told all the same by whom it was decided.
      expect(field(back, 'decidedByName')).to.equal(approver.displayName);
      expect((await decide(rose, 'jobs:manage')).allowed).to.equal(false);
      for (const what of ['requested', 'approved', 'withdrawn'])
        expect(await auditedNames(`access.elevation.${what}`), what).to.deep.equal(['Engineer for rose']);
    });

    it('is not one’s own to approve, and of others’ nothing is seen', async () => {
      const own = await ask(approver);
      await refused(send('POST', `elevations/${own}/approve`, {}, approver), 403, 'DW_ELEVATION_OWN');
      expect((await send('GET', `elevations/${own}`, undefined, rose)).status).to.equal(404);
      expect((await send('POST', `elevations/${own}/withdraw`, {}, rose)).status).to.equal(404);
      const seen = await send('GET', 'elevations', undefined, rose);
      expect(JSON.stringify(seen.body)).not.to.contain(own);
      expect(JSON.stringify((await send('GET', 'elevations', undefined, approver)).body)).to.contain(own);
      expect(field(await send('POST', `elevations/${own}/refuse`, {}), 'state')).to.equal('refused');
    });

    it('is over when its time is, also before anybody writes that down', async () => {
      const id = await ask();
      await send('POST', `elevations/${id}/approve`, {}, approver);
      const asked = { principal: { id: rose.id }, permission: 'jobs:manage' };
      const now = await send('POST', 'access/test', asked);
      expect(field(now, 'allowed')).to.equal(true);
      const later = new Date(Date.now() + 31 * 60_000).toISOString();
      const then = await send('POST', 'access/test', { ...asked, at: later });
      expect(field(then, 'allowed')).to.equal(false);
      await send('POST', `elevations/${id}/withdraw`, {});
    });

    it('is not asked for longer than the settings say, nor without a reason', async () => {
      const asked = { role: 'engineer', reason: 'Because.', minutes: 481 };
      await refused(send('POST', 'elevations', asked, rose), 400, 'DW_ACCESS_INVALID');
      expect(
        (await send('POST', 'elevations', { ...asked, minutes: 5, reason: '   ' }, rose)).status,
      ).to.equal(400);
      await refused(
        send('POST', 'elevations', { ...asked, minutes: 5, role: 'king' }, rose),
        400,
        'DW_ROLE_UNKNOWN',
      );
    });
  });
});
