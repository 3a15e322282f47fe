import type { AuthenticatedSession, Principal } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { accessBench, user } from './access-bench.ts';

const SOON = () => new Date(Date.now() + 3_600_000).toISOString();

describe('rights that are handed on', () => {
  const bench = accessBench();
  const { send, field, made, assign, refused, decide } = bench;
  const give = (as: Principal, body: object) => send('POST', 'role-assignments', body, as);
  const elevate = async (as: Principal, role: string): Promise<string> =>
    made('elevations', { role, reason: 'The nightly scan hangs.', minutes: 30 }, as);

  it('are not those of an elevation, which would not end then', async () => {
    const rose = user('rose');
    await assign('viewer', rose.id);
    const id = await elevate(rose, 'admin');
    expect((await send('POST', `elevations/${id}/approve`, {})).status).to.equal(200);
    expect((await decide(rose, 'roles:assign')).allowed).to.equal(true);
    await refused(
      give(rose, { role: 'admin', holder: { kind: 'principal', id: rose.id } }),
      403,
      'DW_ACCESS_ESCALATION',
    );
    await refused(
      send('POST', 'access-policies', { title: 'For me', effect: 'allow', permissions: ['*'] }, rose),
      403,
      'DW_ACCESS_ESCALATION',
    );
  });

  it('are not those of a role that was given for a time, whose end its holder could put off', async () => {
    const temp = user('temp');
    const given = await assign('security-officer', temp.id, { expiresAt: SOON() });
    expect((await decide(temp, 'roles:assign')).allowed).to.equal(true);
    await refused(
      send('PATCH', `role-assignments/${given}`, { expiresAt: null }, temp),
      403,
      'DW_ACCESS_ESCALATION',
    );
    await refused(
      give(temp, { role: 'viewer', holder: { kind: 'principal', id: 'user:friend' } }),
      403,
      'DW_ACCESS_ESCALATION',
    );
  });

  it('make no administrator by the approval of who is none', async () => {
    const officer = user('officer');
    await assign('security-officer', officer.id);
    const friend = user('friend');
    await assign('viewer', friend.id);
    const all = await elevate(friend, 'admin');
    await refused(send('POST', `elevations/${all}/approve`, {}, officer), 403, 'DW_ACCESS_ESCALATION');
    const less = await elevate(friend, 'engineer');
    expect((await send('POST', `elevations/${less}/approve`, {}, officer)).status).to.equal(200);
    expect((await send('POST', `elevations/${all}/refuse`, {}, officer)).status).to.equal(200);
  });

  it('ask for a recent sign-in, whatever way they are handed on', async () => {
    const session: AuthenticatedSession = {
      id: 'old',
      authenticatedAt: Date.now() - 3_600_000,
      methods: ['password'],
    };
    const role = await made('roles', { key: 'handed', title: 'Handed' });
    const given = await assign('handed', 'user:somebody');
    const policy = await made('access-policies', {
      title: 'Held back',
      effect: 'deny',
      permissions: ['boxes:read'],
    });
    const waiting = await elevate(user('friend'), 'engineer');
    const acts: readonly (readonly [method: string, path: string, body?: object])[] = [
      ['POST', 'role-assignments', { role: 'viewer', holder: { kind: 'principal', id: 'user:a' } }],
      ['PATCH', `role-assignments/${given}`, { expiresAt: SOON() }],
      ['DELETE', `role-assignments/${given}`],
      ['POST', 'roles', { key: 'other', title: 'Other' }],
      ['PATCH', `roles/${role}`, { title: 'Else' }],
      ['DELETE', `roles/${role}`],
      ['POST', 'access-policies', { title: 'Other', effect: 'deny', permissions: ['boxes:read'] }],
      ['PATCH', `access-policies/${policy}`, { enabled: false }],
      ['DELETE', `access-policies/${policy}`],
      ['POST', `elevations/${waiting}/approve`, {}],
    ];
    for (const [method, path, body] of acts) {
      const answer = await bench.test.request(method, `/api/v1/${path}`, {
        session,
        ...(body === undefined ? {} : { body }),
      });
      expect([answer.status, field(answer, 'code')], `${method} ${path}`).to.deep.equal([
        403,
        'DW_AUTH_STEP_UP',
      ]);
    }
  });
});

describe('a key that is left over from a role of every workspace', () => {
  const bench = accessBench();
  const { made, decide } = bench;

  it('gives nothing that reaches beyond the workspace which has a role of that name', async () => {
    await made('roles', { key: 'ops', title: 'Ours', permissions: ['*'] });
    const left: Principal = { ...user('left'), roles: ['ops'] };
    expect((await decide(left, 'boxes:read')).allowed).to.equal(true);
    expect((await decide(left, 'houses:read')).allowed).to.equal(false);
  });
});
