import type { Principal } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { accessBench, user } from './access-bench.ts';

const OTHER = '00000000-0000-7000-8000-0000000000ee';

describe('access', () => {
  const bench = accessBench();
  const { send, field, made, assign, refused, decide, auditedNames } = bench;
  const ada = user('ada', ['group:data-eu']);

  describe('a role', () => {
    it('counts as soon as it is given to a group, says so in words, and ends as soon as it is taken', async () => {
      expect((await decide(ada, 'roles:read')).allowed).to.equal(false);
      const id = await assign('auditor', 'group:data-eu', {
        holder: { kind: 'group', id: 'group:data-eu', name: 'data-eu' },
      });
      expect(await decide(ada, 'roles:read')).to.deep.equal({
        allowed: true,
        reason: 'Allowed by role auditor through group data-eu.',
      });
      expect((await decide(ada, 'roles:read', {}, OTHER)).allowed).to.equal(false);
      expect((await send('GET', 'roles', undefined, ada)).status).to.equal(200);
      expect((await send('DELETE', `role-assignments/${id}`)).status).to.equal(204);
      expect(await decide(ada, 'roles:read')).to.deep.equal({
        allowed: false,
        reason: 'ada holds no role that grants "roles:read".',
      });
      for (const what of ['assigned', 'withdrawn']) {
        const names = await auditedNames(`access.role.${what}`);
        expect(names, what).to.include('Auditor for data-eu');
      }
    });

    it('inherits from others, and no circle comes about', async () => {
      await made('roles', { key: 'reader', title: 'Reader', permissions: ['roles:read'] });
      const lead = await made('roles', { key: 'lead', title: 'Lead', inherits: ['reader'] });
      await assign('lead', 'user:lead');
      expect(await decide(user('lead'), 'roles:read')).to.deep.equal({
        allowed: true,
        reason: 'Allowed by role lead, which inherits reader.',
      });
      const reader = field(await send('GET', 'roles?q=reader'), 'items', 0, 'id');
      const answer = await refused(
        send('PATCH', `roles/${reader}`, { inherits: ['lead'] }),
        400,
        'DW_ROLE_CYCLE',
      );
      expect(field(answer, 'detail')).to.contain('reader > lead > reader');
      await refused(send('PATCH', `roles/${lead}`, { inherits: ['nobody'] }), 400, 'DW_ROLE_UNKNOWN');
    });

    it('that is still referred to is not removed, and what refers to it is named', async () => {
      const id = await made('roles', { key: 'mourned', title: 'Mourned', permissions: ['access:read'] });
      await made('roles', { key: 'heir', title: 'Heir', inherits: ['mourned'] });
      const given = await assign('mourned', 'user:eve');
      const policy = await made('access-policies', {
        ...{ title: 'Of the mourned', effect: 'deny', permissions: ['access:read'] },
        subjects: { roles: ['mourned'] },
      });
      const answer = await refused(send('DELETE', `roles/${id}`), 409, 'DW_ROLE_REFERENCED');
      for (const part of [
        'assigned to principal user:eve',
        'inherited by heir',
        'named by policy Of the mourned',
      ])
        expect(field(answer, 'detail')).to.contain(part);
      await send('DELETE', `role-assignments/${given}`);
      await send('DELETE', `access-policies/${policy}`);
      const heir = field(await send('GET', 'roles?q=heir'), 'items', 0, 'id');
      await send('DELETE', `roles/${heir}`);
      expect((await send('DELETE', `roles/${id}`)).status).to.equal(204);
    });

    it('that holds everywhere is not removed while another workspace refers to it', async () => {
      const id = await made('roles', {
        ...{ key: 'roaming', title: 'Roaming', permissions: ['access:read'], everywhere: true },
      });
      const theirs = { role: 'roaming', holder: { kind: 'principal', id: 'user:far' } };
      const path = '/api/v1/role-assignments';
      const given = await bench.test.request('POST', path, { body: theirs, workspace: OTHER });
      expect(given.status).to.equal(201);
      const answer = await refused(send('DELETE', `roles/${id}`), 409, 'DW_ROLE_REFERENCED');
      expect(field(answer, 'detail')).to.contain('another workspace');
      expect((await decide(user('far'), 'access:read', {}, OTHER)).allowed).to.equal(true);
      expect((await decide(user('far'), 'access:read')).allowed).to.equal(false);
    });

    it('that comes with the platform stays as it is', async () => {
      await refused(send('PATCH', 'roles/admin', { title: 'Me' }), 409, 'DW_ROLE_BUILT_IN');
      await refused(send('DELETE', 'roles/viewer'), 409, 'DW_ROLE_BUILT_IN');
      await refused(send('POST', 'roles', { key: 'viewer', title: 'Mine' }), 409, 'DW_ACCESS_TAKEN');
      expect(field(await send('GET', 'roles/admin'), 'permissions')).to.deep.equal(['*']);
    });

    it('is changed by who saw its newest version only', async () => {
      const id = await made('roles', { key: 'etagged', title: 'One' });
      const { headers } = await send('GET', `roles/${id}`);
      const etag = String(headers.get('etag'));
      const first = await send('PATCH', `roles/${id}`, { title: 'Two' }, undefined, { 'if-match': etag });
      expect([first.status, field(first, 'title')]).to.deep.equal([200, 'Two']);
      const late = await send('PATCH', `roles/${id}`, { title: 'Three' }, undefined, { 'if-match': etag });
      expect(late.status).to.equal(412);
    });

    it('is refused where it permits what no plugin declares, with what was meant', async () => {
      const body = { key: 'slip', title: 'Slip', permissions: ['roles:raed'] };
      const answer = await refused(send('POST', 'roles', body), 400, 'DW_ACCESS_INVALID');
      expect(JSON.stringify(answer.body)).to.contain('did you mean \\"roles:read\\"');
      for (const bad of [
        { key: 'Bad Key', title: 'x' },
        { key: 'x', title: '' },
        { key: 'x', title: 'a\u0000b' },
        { key: 'x', title: 'x', permissions: ['*:read'] },
        { key: 'x', title: 'x', isBuiltIn: true },
      ])
        expect((await send('POST', 'roles', bad)).status, JSON.stringify(bad)).to.equal(400);
    });
  });

  it('nobody hands on what they do not hold, nor everywhere what they hold here', async () => {
    const officer = user('officer');
    await assign('security-officer', officer.id);
    const give = (role: string, more: object = {}) =>
      send(
        'POST',
        'role-assignments',
        { role, holder: { kind: 'principal', id: 'user:mallory' }, ...more },
        officer,
      );
    await refused(give('admin'), 403, 'DW_ACCESS_ESCALATION');
    await refused(give('security-officer', { everywhere: true }), 403, 'DW_ACCESS_ESCALATION');
    expect((await give('viewer')).status).to.equal(201);
    await refused(
      send('POST', 'roles', { key: 'back-door', title: 'x', permissions: ['*'] }, officer),
      403,
      'DW_ACCESS_ESCALATION',
    );
    await refused(
      send('POST', 'roles', { key: 'back-door', title: 'x', inherits: ['admin'] }, officer),
      403,
      'DW_ACCESS_ESCALATION',
    );
    await refused(
      send('POST', 'access-policies', { title: 'Back door', effect: 'allow', permissions: ['*'] }, officer),
      403,
      'DW_ACCESS_ESCALATION',
    );
  });

  it('what reaches beyond a workspace is granted by what holds in all of them alone', async () => {
    const local = user('local');
    await assign('admin', local.id);
    expect((await decide(local, 'boxes:read')).allowed).to.equal(true);
    expect((await decide(local, 'houses:read')).allowed).to.equal(false);
    expect((await decide(local, 'plugins:manage')).allowed).to.equal(false);
    const member: Principal = { ...user('member'), workspaceRoles: ['admin'] };
    expect((await decide(member, 'boxes:read')).allowed).to.equal(true);
    expect((await decide(member, 'houses:read')).allowed).to.equal(false);
    const id = await made('access-policies', {
      title: 'Houses',
      effect: 'allow',
      permissions: ['houses:read'],
    });
    expect((await decide(user('guest'), 'houses:read')).allowed).to.equal(false);
    await send('DELETE', `access-policies/${id}`);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const given = await assign('admin', local.id, { everywhere: true, expiresAt: soon });
    expect((await decide(local, 'houses:read')).reason).to.match(/^Allowed by role admin until /);
    expect((await send('DELETE', `role-assignments/${given}`)).status).to.equal(204);
  });

  it('the last administrator stays one', async () => {
    const first = await assign('admin', 'user:first', { everywhere: true });
    const path = `role-assignments/${first}`;
    await refused(send('DELETE', path), 409, 'DW_ACCESS_LAST_ADMINISTRATOR');
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    await refused(send('PATCH', path, { expiresAt: soon }), 409, 'DW_ACCESS_LAST_ADMINISTRATOR');
    await assign('admin', 'group:admins', { everywhere: true });
    await assign('admin', 'user:passing', { everywhere: true, expiresAt: soon });
    await refused(send('DELETE', path), 409, 'DW_ACCESS_LAST_ADMINISTRATOR');
    await assign('admin', 'user:second', { everywhere: true });
    expect((await send('DELETE', path)).status).to.equal(204);
    expect((await decide(user('second'), 'roles:write', {}, OTHER)).reason).to.equal(
      'Allowed by role admin.',
    );
  });

  it('says of anybody whether they may do something, and why', async () => {
    await assign('engineer', 'group:night');
    const id = await made('access-policies', {
      ...{ title: 'Jobs from inside', effect: 'deny', permissions: ['jobs:manage'] },
      ...{ subjects: { groups: ['group:night'] }, when: { network: { notIn: ['10.0.0.0/8'] } } },
    });
    const ask = (more: object) =>
      send('POST', 'access/test', {
        ...{ principal: { id: 'user:nora', groups: ['group:night'] }, permission: 'jobs:manage' },
        ...more,
      });
    const inside = await ask({ address: '10.2.3.4' });
    expect(inside.body).to.deep.include({
      ...{ allowed: true, reason: 'Allowed by role engineer through group night.' },
      policies: [
        {
          ...{ id, title: 'Jobs from inside', effect: 'deny', outcome: 'not here or now' },
          when: { network: { notIn: ['10.0.0.0/8'] } },
        },
      ],
    });
    expect((await ask({ address: '203.0.113.1' })).body).to.include({
      ...{ allowed: false, reason: 'Denied by policy "Jobs from inside".' },
    });
    expect(field(await ask({}), 'allowed')).to.equal(false);
    await refused(ask({ permission: 'jobs:mange' }), 400, 'DW_ACCESS_INVALID');
    expect((await ask({ address: 'inside' })).status).to.equal(400);
    const all = field(await send('GET', 'access/permissions'), 'items');
    expect(all).to.deep.include({ id: 'jobs:read', title: 'See background jobs', plugin: 'core' });
  });

  it('lets nobody see or change the rules of another workspace', async () => {
    const role = await made('roles', { key: 'ours', title: 'Ours' });
    const policy = await made('access-policies', {
      title: 'Ours',
      effect: 'deny',
      permissions: ['plugins:manage'],
    });
    const given = await assign('ours', 'user:ours');
    for (const path of [`roles/${role}`, `access-policies/${policy}`, `role-assignments/${given}`]) {
      expect((await bench.test.request('GET', `/api/v1/${path}`, { workspace: OTHER })).status).to.equal(404);
      expect((await bench.test.request('DELETE', `/api/v1/${path}`, { workspace: OTHER })).status).to.equal(
        404,
      );
    }
  });
});
