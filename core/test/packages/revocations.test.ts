import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { coreServices, definePlugin, type Logger, type PluginRevoked, sql } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { OpenRegistry, PUBLISHER, person } from '../../../registry/test/open-registry.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';
import { adoptLock } from '../../src/packages/lock/adopt-lock.ts';
import { openStore } from '../../src/packages/lock/begin-lock.ts';
import { readNewestLock } from '../../src/packages/lock/lock-rows.ts';
import type { InlinePlugin } from '../../src/plugins/discover.ts';
import { inline } from '../kernel-family.ts';
import { silentLog, testScope } from '../storage.ts';
import { type InstallSite, openSite, SITE_ENV, siteConfig, siteSeal } from './install-site.ts';
import { makePackage } from './make-package.ts';
import { makeOwnRoot } from './own-root.ts';

const NAME = '@acme/weather';
const scope = testScope();

describe('what a registry revokes of what is installed', function () {
  this.timeout(120_000);
  let registry: OpenRegistry;
  let site: InstallSite;
  let registries: readonly object[];
  const kernels: TestKernel[] = [];
  const folders: string[] = [];
  const warnings: string[] = [];

  before(async () => {
    registry = await OpenRegistry.start({ access: 'public' });
    const url = `${registry.test.kernel.address}/api/v1/npm`;
    registries = [{ name: 'real', url, scopes: ['@acme'], root: 'pinned.json' }];
    site = await openSite({ registries });
    await makeOwnRoot(registry, site.directory);
    await publish('1.0.0');
    const change = await site.installer.propose({ install: [{ name: NAME, range: null }] }, scope);
    await site.installer.apply(change.id, change.hash, scope);
  });
  after(async () => {
    for (const kernel of kernels) await kernel.stop();
    await registry?.stop();
    await site?.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  async function publish(version: string): Promise<void> {
    const bytes = await makePackage({ version, files: { LICENSE: 'MIT' } });
    const answer = await registry.send(person('ada', ...PUBLISHER), NAME, version, bytes);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  }
  async function revoke(versions: string, severity: string, action: string): Promise<string> {
    const body = { name: NAME, versions, reason: `It leaks: ${action}.`, severity, action };
    const made = await registry.ask('POST', '/-/datawave/revocations', { body });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    return String(Object(made.body).id);
  }

  const keeper = inline(
    'keeper',
    definePlugin()({
      deps: { storage: coreServices.storage },
      migrations: [{ name: '0001', up: ['select 1'] }],
      setup: () => ({}),
    }),
    { needs: { database: 'own' } },
  );
  const listening: Logger = {
    ...silentLog,
    warn: (message: string) => void warnings.push(message),
    child: () => listening,
  };

  /** A replica with a folder of its own. */
  async function boot(more: readonly InlinePlugin[] = []): Promise<TestKernel> {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-revoked-'));
    folders.push(folder);
    await writeFile(join(folder, 'pinned.json'), await readFile(join(site.directory, 'pinned.json')));
    const { storage } = site.database;
    const seal = siteSeal(storage, siteConfig(folder, {}));
    const parts = { storage, store: openStore(folder, folder), seal, dataDirectory: folder };
    await adoptLock(parts, await readNewestLock(storage));
    const storageOf = { url: site.database.url, migrationUrl: site.database.migrationUrl };
    const settings = { registries, isolation: { whenUnavailable: 'child' }, storage: storageOf };
    // JSON is YAML.
    await writeFile(join(folder, 'site.yaml'), JSON.stringify(settings));
    const kernel = await createTestKernel({
      plugins: [keeper, ...more],
      http: 'always',
      dataDirectory: folder,
      env: SITE_ENV,
      log: listening,
      settings,
    });
    kernels.push(kernel);
    return kernel;
  }
  /** The command line beside the first replica. */
  async function command(...args: readonly string[]): Promise<string> {
    return commandWith('site.yaml', ...args);
  }
  async function commandWith(config: string, ...args: readonly string[]): Promise<string> {
    let text = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const folder = folders[0] ?? '';
    const io = { stdout: sink, stderr: sink, env: SITE_ENV, cwd: folder, isInteractive: false };
    await runCommandLine([...args, '--config', join(folder, config), '--data', folder], io);
    return text;
  }
  const until = async (what: () => boolean): Promise<void> => {
    while (!what()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  const revokedIn = (kernel: TestKernel): PluginRevoked | null => kernel.plugin('weather').revoked;
  const look = (kernel: TestKernel): Promise<void> => kernel.kernel.installed.revocations.look();
  const count = async (table: string): Promise<unknown> => {
    const text = `select count(*)::int as count from core.${table} where ${table === 'events' ? "type = 'core.plugin.revoked'" : "action = 'core.plugin.revoked'"}`;
    return (await site.database.storage.execute<{ count: number }>({ text, parameters: [] }))[0]?.count;
  };

  it('is told in every replica when the first of them starts, once, and runs on when it is only refused', async () => {
    await revoke('1.0.0', 'high', 'refuse');
    const [one, other] = [await boot(), await boot()];
    for (const kernel of [one, other]) {
      await until(() => revokedIn(kernel) !== null);
      expect(revokedIn(kernel)).to.include({
        ...{ registry: 'real', reason: 'It leaks: refuse.', severity: 'high', action: 'refuse' },
      });
      expect(kernel.plugin('weather').state).to.equal('active');
      expect(kernel.kernel.readiness()).to.deep.equal({ isReady: true, reason: null });
      await look(kernel);
    }
    const listed = await one.request('GET', '/api/v1/plugins/weather');
    expect(Object(listed.body).revoked).to.include({ severity: 'high' });
    expect(await count('audit_entries')).to.equal(1);
    for (let told: unknown = 0; told !== 1; told = await count('events'))
      await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('is switched off in every replica where the registry says so, and cannot be enabled', async () => {
    const [one, other] = kernels as [TestKernel, TestKernel];
    await revoke('<2', 'critical', 'disable');
    await look(other);
    for (const kernel of [one, other]) await until(() => kernel.plugin('weather').state === 'disabled');
    expect(one.plugin('weather').reason).to.include('It leaks: disable.');
    expect(one.kernel.readiness().isReady).to.equal(true);
    const refused = await one.request('POST', '/api/v1/plugins/weather/enable');
    expect(refused.status).to.equal(409);
    expect(JSON.stringify(refused.body))
      .to.include('DW_PACKAGES_REVOKED')
      .and.include('It leaks: disable.')
      .and.include('Update it to a version that is not revoked');
    expect(await count('audit_entries')).to.equal(2);
    expect(await command('plugin', 'list')).to.include('Revoked by the registry real (critical)');
    expect(await command('plugin', 'enable', 'weather')).to.include('It leaks: disable.');
    expect(existsSync(join(folders[0] ?? '', 'plugins.local.yaml'))).to.equal(false);
  });

  it('is found by doctor from the lock in the data folder where no database is, and said not to be where nothing boots', async () => {
    const folder = folders[0] ?? '';
    const settings = { registries, isolation: { whenUnavailable: 'child' } };
    const storage = { url: 'postgres://nobody:x@127.0.0.1:1/nothing' };
    await writeFile(join(folder, 'alone.yaml'), JSON.stringify({ ...settings, storage }));
    expect(await commandWith('alone.yaml', 'doctor'))
      .to.contain(
        'error   plugin weather 1.0.0 was revoked by the registry real: It leaks: disable. Update it',
      )
      .and.to.contain('the platform boots');
    // A plugin that is not there, without which nothing boots.
    const plugins = { '@acme/nowhere': { critical: true } };
    await writeFile(join(folder, 'down.yaml'), JSON.stringify({ ...settings, storage, plugins }));
    expect(await commandWith('down.yaml', 'doctor'))
      .to.match(/^error {3}/m)
      .and.to.contain('what registries have revoked of installed plugins was not looked at');
  });

  it('does not run in a replica that comes later either, whatever was switched', async () => {
    await site.database.storage.execute(
      sql`update core.plugin_switches set is_enabled = true where plugin = 'weather'`,
    );
    const later = await boot();
    expect(later.plugin('weather')).to.include({ state: 'disabled' });
    expect(later.plugin('weather').timing).not.to.have.property('setup');
    expect(later.plugin('weather').reason).to.include('It leaks: disable.');
  });

  it('runs on where the configuration says that the platform does not run without it', async () => {
    const needer = inline('needer', definePlugin()({ setup: () => ({}) }), {
      requires: { weather: '*' },
      options: { isCritical: true },
    });
    const kept = await boot([needer]);
    expect(kept.plugin('weather')).to.include({ state: 'active' });
    expect(revokedIn(kept)).to.include({ action: 'disable' });
  });

  it('changes nothing while the registry is not believed, and says so', async () => {
    const [one] = kernels as [TestKernel];
    const file = join(folders[0] ?? '', 'pinned.json');
    const pinned = await readFile(file, 'utf8');
    await writeFile(file, pinned.replace(/"sig":"../, '"sig":"00'));
    warnings.length = 0;
    await look(one);
    expect(warnings.join(' ')).to.include('What the registry "real" has revoked is not known');
    expect(revokedIn(one)).to.include({ action: 'disable' });
    const {
      unheard: [unheard],
    } = await one.kernel.installed.revocations.ask();
    expect(unheard).to.include({ registry: 'real' });
    expect(await command('doctor')).to.match(
      /warning +what the registry real has revoked is not known\. .*signature/i,
    );
    await writeFile(file, pinned);
  });

  it('runs again in a version that is not revoked', async () => {
    await publish('2.0.0');
    const change = await site.installer.propose({ update: [NAME] }, scope);
    await site.installer.apply(change.id, change.hash, scope);
    const updated = await boot();
    await look(updated);
    expect(updated.plugin('weather')).to.include({ version: '2.0.0', state: 'active', revoked: null });
  });

  it('may run again when the registry takes it back', async () => {
    const [one, other] = kernels as [TestKernel, TestKernel];
    const { body } = await registry.ask('GET', '/-/datawave/revocations');
    for (const { id } of (body as { readonly items: readonly { readonly id: string }[] }).items) {
      const gone = await registry.ask('DELETE', `/-/datawave/revocations/${id}`);
      expect(gone.status).to.be.below(300);
    }
    await look(one);
    for (const kernel of [one, other]) await until(() => revokedIn(kernel) === null);
    const enabled = await one.request('POST', '/api/v1/plugins/weather/enable');
    expect(enabled.status, JSON.stringify(enabled.body)).to.equal(200);
    await until(() => other.plugin('weather').state === 'active');
  });
});
