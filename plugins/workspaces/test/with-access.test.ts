import { join } from 'node:path';
import { type Principal, WORKSPACE_HEADER } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel, type TestResponse } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { notes } from './notes-plugin.ts';

const ROOT = '/api/v1/workspaces';
const FOLDER = join(import.meta.dirname, '..');
const ANN: Principal = { id: 'user:ann', kind: 'user', displayName: 'Ann', roles: [] };
const BOB: Principal = { id: 'user:bob', kind: 'user', displayName: 'Bob', roles: [] };

describe('workspaces with the plugin that decides', () => {
  let test: TestKernel;
  let north: string;

  before(async function () {
    this.timeout(120_000);
    test = await createTestKernel({
      plugins: [notes, { directory: FOLDER, config: { enterSeconds: 0.2 } }, join(FOLDER, '../access')],
    });
    expect(test.kernel.plugins().filter(({ state }) => state !== 'active')).to.deep.equal([]);
    const reading = { key: 'reading', title: 'Reading', permissions: ['notes:read'], everywhere: true };
    expect((await ask('POST', '/api/v1/roles', { body: reading })).status).to.equal(201);
    north = await create('north');
    await create('south');
    await admit(north, ANN.id, ['admin']);
    await admit(north, BOB.id, ['reading']);
  });
  after(() => test?.stop());

  const ask = (
    method: string,
    path: string,
    { as, key, body }: { as?: Principal; key?: string; body?: unknown } = {},
  ): Promise<TestResponse> =>
    test.request(method, path, {
      ...(as === undefined ? {} : { as }),
      ...(body === undefined ? {} : { body }),
      headers: key === undefined ? {} : { [WORKSPACE_HEADER]: key },
    });
  const create = async (key: string): Promise<string> =>
    String(Reflect.get(Object((await ask('POST', ROOT, { body: { key, title: key } })).body), 'id'));
  const admit = async (id: string, holder: string, roles: readonly string[]): Promise<void> => {
    const body = { holder: { kind: 'principal', id: holder }, roles };
    expect((await ask('POST', `${ROOT}/${id}/members`, { body })).status).to.equal(201);
  };
  const statuses = async (...asked: readonly Promise<TestResponse>[]): Promise<readonly number[]> =>
    (await Promise.all(asked)).map(({ status }) => status);

  it('let a role of a member permit what it does in that workspace alone', async () => {
    expect(
      await statuses(
        ask('GET', '/api/v1/notes', { as: BOB, key: 'north' }),
        ask('GET', '/api/v1/notes', { as: BOB, key: 'south' }),
        ask('GET', '/api/v1/notes', { as: BOB }),
        ask('POST', '/api/v1/notes', { as: BOB, key: 'north', body: { title: 'x' } }),
      ),
    ).to.deep.equal([200, 404, 404, 403]);
  });

  it('are where members may do what others may not, also when somebody asks about them', async () => {
    const tested = async (id: string, key: string) => {
      const body = { principal: { id }, permission: 'notes:read' };
      return (await ask('POST', '/api/v1/access/test', { key, body })).body;
    };
    expect(await tested(BOB.id, 'north')).to.include({
      ...{ allowed: true, isMember: true, reason: 'Allowed by role reading as a member of the workspace.' },
    });
    expect(await tested(BOB.id, 'south')).to.include({
      ...{ allowed: false, isMember: false, reason: 'user:bob is no member of the workspace.' },
    });
  });

  it('are administered from within by their administrators, who are none of the platform', async () => {
    const body = { holder: { kind: 'principal', id: 'user:eve' }, roles: ['reading'] };
    expect(
      await statuses(
        ask('POST', `${ROOT}/${north}/members`, { as: ANN, key: 'north', body }),
        ask('GET', `${ROOT}/${north}/usage`, { as: ANN, key: 'north' }),
        ask('POST', '/api/v1/notes', { as: ANN, key: 'north', body: { title: 'x' } }),
        ask('POST', ROOT, { as: ANN, key: 'north', body: { key: 'mine', title: 'Mine' } }),
        ask('PATCH', `${ROOT}/${north}`, { as: ANN, key: 'north', body: { title: 'Mine' } }),
        ask('PUT', `${ROOT}/${north}/quotas`, { as: ANN, key: 'north', body: {} }),
        ask('GET', `${ROOT}/${north}/deletion`, { as: ANN, key: 'north' }),
        ask('GET', `${ROOT}/current`, { as: ANN, key: 'south' }),
      ),
    ).to.deep.equal([201, 200, 201, 403, 403, 403, 404, 404]);
  });

  it('let nobody hand on what they do not hold, nor a role that there is not', async () => {
    const more = {
      key: 'letting-in',
      title: 'Letting in',
      permissions: ['workspaces:members', 'workspaces:read'],
    };
    await ask('POST', '/api/v1/roles', { body: { ...more, everywhere: true } });
    const ben: Principal = { ...BOB, id: 'user:ben' };
    await admit(north, ben.id, ['letting-in', 'reading']);
    const give = (id: string, ...roles: readonly string[]) =>
      ask('POST', `${ROOT}/${north}/members`, {
        as: ben,
        key: 'north',
        body: { holder: { kind: 'principal', id }, roles },
      });
    const taken = `${ROOT}/${north}/members/principal/${encodeURIComponent(ANN.id)}`;
    expect(
      await statuses(
        give('user:a', 'reading'),
        give('user:b', 'admin'),
        give('user:c', 'reading', 'steward'),
        ask('DELETE', taken, { as: ben, key: 'north' }),
        ask('POST', `${ROOT}/${north}/members`, {
          body: { holder: { kind: 'principal', id: 'user:d' }, roles: ['nonsense'] },
        }),
      ),
    ).to.deep.equal([201, 403, 403, 403, 400]);
  });
});
