import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder, withDatabase } from '@datawave/core/test-platform';
import { accountsService, coreServices } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { groupRolesJob } from '../src/group-roles.ts';

interface Given {
  readonly role: { readonly key: string };
  readonly holder: { readonly id: string; readonly name: string | null };
  readonly everywhere: boolean;
  readonly createdBy: string;
}

describe('roles of groups in the configuration', function () {
  this.timeout(120_000);
  let folder: string;
  let test: TestKernel;

  const start = async (groupRoles: readonly object[]): Promise<void> => {
    test = await createTestKernel({
      dataDirectory: folder,
      http: 'always',
      plugins: [
        pluginFolder('identity'),
        { directory: pluginFolder('access'), config: { groupRoles: [...groupRoles] } },
      ],
    });
    expect(test.plugin('access')).to.include({ state: 'active', reason: null });
  };
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'datawave-group-roles-'));
  });
  after(async () => {
    await test?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const given = async (): Promise<readonly Given[]> => {
    const { body } = await test.request('GET', '/api/v1/role-assignments?limit=200');
    return (body as { items: readonly Given[] }).items;
  };
  const names = async (): Promise<readonly string[]> =>
    (await given()).map(({ role, holder, everywhere }) => `${holder.name} ${role.key} ${everywhere}`).sort();
  /** A job does it, after the start. */
  const settled = async (expected: readonly string[]): Promise<void> => {
    while (String(await names()) !== String(expected)) await new Promise((next) => setTimeout(next, 20));
  };
  const join1 = (subject: string, groups: readonly string[]) =>
    test.service(accountsService).provision(test.scope(), {
      ...{ provider: 'corp', subject, username: subject, displayName: subject, email: null, groups },
    });

  it('are given before anybody has signed in, and hold for who is in the group then', async () => {
    await start([
      { provider: 'corp', group: 'data-stewards', role: 'steward' },
      { provider: 'corp', group: 'data-stewards', role: 'viewer' },
      { provider: 'corp', group: 'nobody', role: 'no-such-role' },
      { provider: 'other', group: 'data-stewards', role: 'auditor' },
    ]);
    await settled(['data-stewards auditor true', 'data-stewards steward true', 'data-stewards viewer true']);
    const eva = await join1('eva', ['data-stewards']);
    const { body } = await test.request('POST', '/api/v1/access/test', {
      body: { principal: { id: eva.id, groups: eva.groups }, permission: 'roles:read' },
    });
    expect(JSON.stringify(body)).to.include('steward').and.include('viewer').and.not.include('auditor');
  });

  it('are taken back when the configuration names them no more, and what people assigned stays', async () => {
    const [group] = (await given()).map(({ holder }) => holder);
    const own = { role: 'engineer', holder: { kind: 'group', id: group?.id, name: 'data-stewards' } };
    expect((await test.request('POST', '/api/v1/role-assignments', { body: own })).status).to.equal(201);
    await test.stop();
    await start([{ provider: 'corp', group: 'data-stewards', role: 'steward' }]);
    await settled(['data-stewards engineer false', 'data-stewards steward true']);
    await test.stop();
    await start([]);
    await settled(['data-stewards engineer false']);
  });

  it('name whoever holds them, where whoever gives them says an id alone', async () => {
    const made = await test.request('POST', '/api/v1/groups', { body: { name: 'Finance' } });
    const { id } = made.body as { id: string };
    const give = (holder: object) =>
      test.request('POST', '/api/v1/role-assignments', { body: { role: 'viewer', holder } });
    const nameOf = ({ body }: { readonly body: unknown }) => (body as Given).holder.name;
    expect(nameOf(await give({ kind: 'group', id }))).to.equal('Finance');
    expect(nameOf(await give({ kind: 'group', id: 'group:elsewhere' }))).to.equal(null);
    expect(nameOf(await give({ kind: 'principal', id: 'user:elsewhere', name: 'Ann' }))).to.equal('Ann');
  });

  it('stay with a group that its provider comes to know by another id, as SCIM does', async () => {
    const made = await test.request('POST', '/api/v1/groups', { body: { name: 'ahead', provider: 'hr' } });
    expect(made.status).to.equal(201);
    const id = (made.body as { id: string }).id;
    const accounts = test.service(accountsService);
    const known = await accounts.provisionGroup(test.scope(), {
      provider: 'hr',
      subject: 'x-1',
      name: 'ahead',
    });
    expect(known).to.include({ id, subject: 'x-1' });
    const next = await accounts.provisionGroup(test.scope(), {
      provider: 'hr',
      subject: 'x-2',
      name: 'ahead',
    });
    expect(next.id).not.to.equal(id);
  });

  it('leave a group that its provider calls by another name, within the hour', async () => {
    await test.stop();
    await start([{ provider: 'hr', group: 'leads', role: 'steward' }]);
    const accounts = test.service(accountsService);
    const holder = async (): Promise<string | undefined> =>
      (await given()).find(({ role, everywhere }) => role.key === 'steward' && everywhere)?.holder.id;
    let id = await holder();
    for (; id === undefined; id = await holder()) await new Promise((next) => setTimeout(next, 20));
    const called = (name: string) =>
      accounts.provisionGroup(test.scope(), { provider: 'hr', subject: 'l-1', name });
    expect((await called('leads')).id).to.equal(id);
    await called('former leads');
    const schedules = await withDatabase(folder, async (client) =>
      client.query<{ cron: string }>(`select cron from core.job_schedules where job = 'access.group-roles'`),
    );
    expect(schedules.rows).to.deep.equal([{ cron: '37 * * * *' }]);
    const scope = test.scope();
    const jobs = test.service(coreServices.jobs);
    await test
      .service(coreServices.storage)
      .transaction(scope, (tx) => jobs.enqueue(tx, scope, groupRolesJob, {}));
    while ((await holder()) === id) await new Promise((next) => setTimeout(next, 20));
    expect(await accounts.findGroup(test.scope(), { id: (await holder()) ?? '' })).to.include({
      name: 'leads',
    });
  });
});
