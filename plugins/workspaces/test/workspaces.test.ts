import { join } from 'node:path';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  type Principal,
  quotasService,
  WORKSPACE_HEADER,
  workspacesService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { countProofs, deletions, notes } from './notes-plugin.ts';

const ROOT = '/api/v1/workspaces';
const ANN: Principal = { id: 'user:ann', kind: 'user', displayName: 'Ann', roles: [] };
const BOB: Principal = {
  id: 'user:bob',
  kind: 'user',
  displayName: 'Bob',
  roles: [],
  groups: ['group:north'],
};
const EVE: Principal = { id: 'user:eve', kind: 'user', displayName: 'Eve', roles: [] };

describe('workspaces', () => {
  let test: TestKernel;

  before(async function () {
    this.timeout(120_000);
    test = await createTestKernel({
      plugins: [
        notes,
        { directory: join(import.meta.dirname, '..'), config: { enterSeconds: 0.2, limits: { rules: 3 } } },
      ],
    });
    expect(test.plugin('workspaces')).to.include({ state: 'active', reason: null });
  });
  after(() => test?.stop());

  const ask = (
    method: string,
    path: string,
    { as, key, body, etag }: { as?: Principal; key?: string; body?: unknown; etag?: string } = {},
  ): Promise<TestResponse> =>
    test.request(method, path, {
      ...(as === undefined ? {} : { as }),
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(key === undefined ? {} : { [WORKSPACE_HEADER]: key }),
        ...(etag === undefined ? {} : { 'if-match': etag }),
      },
    });
  const part = ({ body }: TestResponse, name: string): unknown => Reflect.get(Object(body), name);
  const create = async (key: string): Promise<string> => {
    const made = await ask('POST', ROOT, { body: { key, title: key.toUpperCase() } });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const id = String(part(made, 'id'));
    expect(made.headers.get('location')).to.equal(`${ROOT}/${id}`);
    return id;
  };
  const admit = async (id: string, kind: string, holder: string, roles: readonly string[]): Promise<void> => {
    const made = await ask('POST', `${ROOT}/${id}/members`, {
      body: { holder: { kind, id: holder }, roles },
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
  };
  const keys = async (as: Principal): Promise<unknown[]> =>
    (part(await ask('GET', ROOT, { as }), 'items') as { key: string }[]).map(({ key }) => key);
  const where = async (as: Principal, key?: string): Promise<unknown> => {
    const answer = await ask('GET', `${ROOT}/current`, { as, ...(key === undefined ? {} : { key }) });
    return answer.status === 200 ? [part(answer, 'key'), part(answer, 'roles')] : answer.status;
  };

  it('are entered by their members alone, in person or through a group; for all others they are not there', async () => {
    const id = await create('north');
    await admit(id, 'principal', ANN.id, ['steward']);
    await admit(id, 'group', 'group:north', ['viewer']);
    expect(await where(ANN, 'north')).to.deep.equal(['north', ['steward']]);
    expect(await where(BOB, 'north')).to.deep.equal(['north', ['viewer']]);
    expect(await where(EVE)).to.deep.equal(['default', []]);
    expect(await where(EVE, 'north')).to.equal(404);
    const problem = async (key: string) => {
      const { body, status } = await ask('GET', `${ROOT}/current`, { as: EVE, key });
      return { ...Object(body), requestId: null, status };
    };
    expect(await problem('north')).to.deep.equal(await problem('nowhere'));
    expect(await keys(EVE)).to.deep.equal(['default']);
    expect(await keys(ANN)).to.deep.equal(['default', 'north']);
    // Who holds a role everywhere that permits it needs no membership.
    const admin = await ask('GET', `${ROOT}/${id}`, { key: 'north' });
    expect(admin.status).to.equal(200);
    const memberships = await test.service(workspacesService).membershipsOf(BOB.id, BOB.groups ?? []);
    expect(memberships.map(({ workspace, roles }) => [workspace.key, ...roles])).to.deep.equal([
      ['default'],
      ['north', 'viewer'],
    ]);
  });

  it('are left within five seconds by who is taken out', async () => {
    const id = await create('leaving');
    await admit(id, 'principal', EVE.id, []);
    expect(await where(EVE, 'leaving')).to.deep.equal(['leaving', []]);
    const gone = await ask('DELETE', `${ROOT}/${id}/members/principal/${encodeURIComponent(EVE.id)}`);
    expect(gone.status).to.equal(204);
    expect(await where(EVE, 'leaving')).to.equal(404);
  });

  it('are remembered by the session that chose one, and by no other; a token enters its own alone', async () => {
    const id = await create('chosen');
    await admit(id, 'principal', ANN.id, ['viewer']);
    const session = { id: 'session-a', authenticatedAt: Date.now(), methods: ['password'] as const };
    const asAnn = { as: ANN, session };
    expect(
      (await test.request('PUT', `${ROOT}/current`, { ...asAnn, body: { key: 'chosen' } })).status,
    ).to.equal(200);
    expect(part(await test.request('GET', `${ROOT}/current`, asAnn), 'key')).to.equal('chosen');
    expect(await where(ANN)).to.deep.equal(['default', []]);
    expect(
      (await test.request('PUT', `${ROOT}/current`, { as: EVE, session, body: { key: 'chosen' } })).status,
    ).to.equal(404);
    const token = {
      as: ANN,
      workspace: id,
      session: { id: 'token', authenticatedAt: 0, methods: ['api-token'] as const },
    };
    expect(part(await test.request('GET', `${ROOT}/current`, token), 'key')).to.equal('chosen');
    const elsewhere = await test.request('GET', `${ROOT}/current`, {
      ...token,
      headers: { [WORKSPACE_HEADER]: 'default' },
    });
    expect(elsewhere.status).to.equal(404);
  });

  it('keep what plugins store apart, and their last administrator', async () => {
    const id = await create('apart');
    await ask('POST', '/api/v1/notes', { key: 'apart', body: { title: 'inside' } });
    await ask('POST', '/api/v1/notes', { body: { title: 'outside' } });
    expect(part(await ask('GET', '/api/v1/notes', { key: 'apart' }), 'titles')).to.deep.equal(['inside']);
    const me = `${ROOT}/${id}/members/principal/${encodeURIComponent('user:admin')}`;
    for (const last of [await ask('DELETE', me), await ask('PATCH', me, { body: { roles: ['viewer'] } })])
      expect([last.status, part(last, 'code')]).to.deep.equal([409, 'DW_WORKSPACE_LAST_ADMINISTRATOR']);
    await admit(id, 'principal', ANN.id, ['admin']);
    const [one, two] = await Promise.all([
      ask('DELETE', me),
      ask('DELETE', `${ROOT}/${id}/members/principal/${encodeURIComponent(ANN.id)}`),
    ]);
    expect([one.status, two.status].sort()).to.deep.equal([204, 409]);
  });

  it('are renamed, suspended and resumed by who manages all, each with an entry in the trail and by the version seen', async () => {
    const id = await create('moved');
    await admit(id, 'principal', ANN.id, ['viewer']);
    const seen = await ask('GET', `${ROOT}/${id}`);
    const etag = seen.headers.get('etag') ?? '';
    const renamed = await ask('PATCH', `${ROOT}/${id}`, { body: { title: 'Moved', key: 'moved-on' }, etag });
    expect(renamed.status).to.equal(200);
    expect((await ask('PATCH', `${ROOT}/${id}`, { body: { title: 'Again' }, etag })).status).to.equal(412);
    expect((await ask('PATCH', `${ROOT}/${id}`, { body: { key: 'default' } })).status).to.equal(409);
    expect(await where(ANN, 'moved')).to.equal(404);
    expect(
      (await ask('PATCH', `${ROOT}/${id}`, { body: { state: 'suspended', reason: 'unpaid' } })).status,
    ).to.equal(200);
    expect(await where(ANN, 'moved-on')).to.equal(403);
    expect(await where(EVE, 'moved-on')).to.equal(404);
    await ask('PATCH', `${ROOT}/${id}`, { body: { state: 'active' } });
    expect(await where(ANN, 'moved-on')).to.deep.equal(['moved-on', ['viewer']]);
    const trail = await test.service(coreServices.auditLog).read(test.scope({ workspace: id }));
    expect(trail.map(({ action }) => action.replace('workspaces.', ''))).to.deep.equal([
      'workspace.created',
      'member.added',
      'member.added',
      'workspace.changed',
      'workspace.suspended',
      'workspace.resumed',
    ]);
    const fixed = await ask('PATCH', `${ROOT}/${DEFAULT_WORKSPACE}`, { body: { state: 'suspended' } });
    expect(fixed.status).to.equal(409);
  });

  it('refuse what is above a quota, also where two ask at once, and count truly', async () => {
    const id = await create('small');
    const limits = await ask('PUT', `${ROOT}/${id}/quotas`, { body: { members: 2, sources: 2 } });
    expect(limits.status).to.equal(200);
    await admit(id, 'principal', ANN.id, []);
    const more = await ask('POST', `${ROOT}/${id}/members`, {
      body: { holder: { kind: 'principal', id: EVE.id } },
    });
    expect([more.status, part(more, 'code')]).to.deep.equal([403, 'DW_WORKSPACE_QUOTA']);
    const written = await Promise.all(
      ['a', 'b', 'c', 'd'].map((title) => ask('POST', '/api/v1/notes', { key: 'small', body: { title } })),
    );
    expect(written.map(({ status }) => status).sort()).to.deep.equal([201, 201, 403, 403]);
    const usage = part(await ask('GET', `${ROOT}/${id}/usage`), 'items') as {
      resource: string;
      used: number;
      limit: number;
    }[];
    const of = (name: string) =>
      usage.map(({ resource, used, limit }) => [resource, used, limit]).find(([r]) => r === name);
    expect(of('sources')).to.deep.equal(['sources', 2, 2]);
    expect(of('members')).to.deep.equal(['members', 2, 2]);
    expect(of('rules')).to.deep.equal(['rules', null, 3]);
    expect(await test.service(quotasService).usage(test.scope({ workspace: id }))).to.have.length(7);
    await ask('PUT', `${ROOT}/${id}/quotas`, { body: { 'requests-per-minute': 0 } });
    expect((await ask('GET', '/api/v1/notes', { key: 'small' })).status).to.equal(429);
  });

  it('say what goes with them, then are deleted by a job that leaves nothing and touches no other', async function () {
    this.timeout(60_000);
    const id = await create('doomed');
    await admit(id, 'principal', ANN.id, ['viewer']);
    for (const title of ['x', 'y']) await ask('POST', '/api/v1/notes', { key: 'doomed', body: { title } });
    const before = part(await ask('GET', '/api/v1/notes'), 'titles');
    const said = await ask('GET', `${ROOT}/${id}/deletion`);
    const goes = part(said, 'goes') as { plugin: string; tables: Record<string, number> }[];
    expect(goes.find(({ plugin }) => plugin === 'notes')?.tables).to.deep.equal({ lines: 2, notes: 2 });
    const wrong = await ask('POST', `${ROOT}/${id}/deletion`, { body: { key: 'default', reason: 'x' } });
    expect(wrong.status).to.equal(409);
    const begun = await ask('POST', `${ROOT}/${id}/deletion`, {
      body: { key: 'doomed', reason: 'no longer needed' },
    });
    expect(begun.status, JSON.stringify(begun.body)).to.equal(202);
    expect(await where(ANN, 'doomed')).to.equal(404);
    while ((await ask('GET', `${ROOT}/${id}`)).status !== 404)
      await new Promise((resolve) => void setTimeout(resolve, 50));
    expect(deletions).to.deep.equal(['doomed']);
    expect(await countProofs(test.scope({ workspace: id }))).to.equal(2);
    expect(await notesOf(test, id)).to.deep.equal([]);
    expect(part(await ask('GET', '/api/v1/notes'), 'titles')).to.deep.equal(before);
    expect(await keys(ANN)).not.to.include('doomed');
    const trail = await test.service(coreServices.auditLog).read(test.scope());
    expect(trail.at(-1)).to.include({ action: 'workspaces.workspace.deleted', reason: 'no longer needed' });
  });

  it('may be administered by their own administrators, but for what is the platform’s', async () => {
    const id = await create('own');
    await admit(id, 'principal', ANN.id, ['admin']);
    // The kernel's own rule knows no roles of a workspace; the plugin that decides does.
    const own = { as: { ...ANN, roles: ['admin'] } };
    expect((await ask('GET', `${ROOT}/${id}/members`, own)).status).to.equal(200);
    expect((await ask('GET', `${ROOT}/${id}/members`, { as: ANN, key: 'own' })).status).to.equal(404);
    expect(
      (await ask('PATCH', `${ROOT}/${id}`, { as: ANN, key: 'own', body: { title: 'Mine' } })).status,
    ).to.equal(404);
    expect(
      (await ask('POST', ROOT, { as: ANN, key: 'own', body: { key: 'another', title: 'x' } })).status,
    ).to.be.oneOf([403, 404]);
  });
});

async function notesOf(test: TestKernel, workspace: string): Promise<unknown> {
  const answer = await test.request('GET', '/api/v1/notes', {
    as: { id: 'service:reader', kind: 'service', displayName: 'Reader', roles: ['admin'] },
    workspace,
  });
  return answer.status === 404 ? [] : Reflect.get(Object(answer.body), 'titles');
}
