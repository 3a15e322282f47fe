import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pluginFolder } from '@datawave/core/test-platform';
import {
  coreServices,
  DEFAULT_WORKSPACE,
  definePlugin,
  type ExecutionScope,
  type RolesService,
  rolesService,
  type StorageService,
} from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';

/** Longer than the revision is believed, by far: waiting longer has found a fault. */
const PATIENCE_MS = 30_000;

describe('rights on several replicas', () => {
  let folder: string;
  let here: TestKernel;
  let there: TestKernel;
  let plugin: { readonly storage: StorageService; readonly roles: RolesService };

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'datawave-access-'));
    here = await createTestKernel({
      dataDirectory: folder,
      plugins: [
        pluginFolder('access'),
        {
          manifest: {
            ...{ manifestVersion: 1, id: 'tenants', apiVersion: '^0.1.0' },
            ...{ requires: { access: '^0.1.0' }, needs: { database: 'own' } },
          },
          plugin: definePlugin()({
            deps: { storage: coreServices.storage, roles: rolesService },
            setup({ deps }) {
              plugin = deps;
              return {};
            },
          }),
        },
      ],
    });
    there = await createTestKernel({ dataDirectory: folder, plugins: [pluginFolder('access')] });
    for (const test of [here, there]) expect(test.plugin('access')).to.include({ state: 'active' });
  });
  after(async () => {
    await there?.stop();
    await here?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const ask = async (test: TestKernel): Promise<boolean> => {
    const principal = { id: 'user:ida', kind: 'user', displayName: 'Ida', roles: [] } as const;
    const question = { permission: 'roles:read' };
    return (await test.service(coreServices.access).decide({ ...test.scope(), principal }, question)).allowed;
  };
  const until = async (test: TestKernel, wanted: boolean): Promise<void> => {
    const end = Date.now() + PATIENCE_MS;
    while ((await ask(test)) !== wanted) {
      expect(Date.now(), `still ${String(!wanted)}`).to.be.below(end);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const grant = { role: 'auditor', holder: { kind: 'principal', id: 'user:ida' } } as const;
  const inTransaction = (
    work: (tx: Parameters<RolesService['assign']>[0], scope: ExecutionScope) => Promise<void>,
  ) => {
    const scope = here.scope({ workspace: DEFAULT_WORKSPACE });
    return plugin.storage.transaction(scope, (tx) => work(tx, scope));
  };

  it('that another plugin gives and takes hold here at once, and there soon', async () => {
    expect([await ask(here), await ask(there)]).to.deep.equal([false, false]);
    await inTransaction((tx, scope) => plugin.roles.assign(tx, scope, grant));
    expect(await ask(here)).to.equal(true);
    await until(there, true);
    await inTransaction((tx, scope) => plugin.roles.assign(tx, scope, grant));
    await inTransaction((tx, scope) => plugin.roles.withdraw(tx, scope, grant));
    expect(await ask(here)).to.equal(false);
    await until(there, false);
    await inTransaction((tx, scope) => plugin.roles.withdraw(tx, scope, grant));
  }).timeout(90_000);

  it('that were given in a transaction which failed were never given', async () => {
    const failed = await inTransaction(async (tx, scope) => {
      await plugin.roles.assign(tx, scope, grant);
      throw new Error('not after all');
    }).catch(String);
    expect(failed).to.contain('not after all');
    expect(await ask(here)).to.equal(false);
    const scope = here.scope();
    const keys = (await plugin.roles.list(scope)).map(({ key }) => key);
    expect(keys).to.include.members(['admin', 'steward', 'viewer']);
  });
});
