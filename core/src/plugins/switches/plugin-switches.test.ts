import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { coreServices, definePlugin } from '@datawave/plugin-sdk';
import { createTestKernel, type TestKernel } from '@datawave/plugin-sdk/testing';
import { expect } from 'chai';
import { inline } from '../../../test/kernel-family.ts';
import { type TestStorage, testStorage } from '../../../test/storage.ts';
import type { InlinePlugin } from '../discover.ts';

describe('which plugins are switched on and off', () => {
  let database: TestStorage;
  let kernels: TestKernel[];
  let folders: string[];

  beforeEach(async () => {
    database = await testStorage();
    kernels = [];
    folders = [];
  });
  afterEach(async () => {
    for (const kernel of kernels) await kernel.stop();
    await database.close();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  });

  /** A plugin with tables, that tells of each of its lives. */
  const keeper = (lives: string[], id = 'keeper'): InlinePlugin =>
    inline(
      id,
      definePlugin()({
        deps: { http: coreServices.http, storage: coreServices.storage },
        migrations: [{ name: '0001', up: ['select 1'] }],
        setup() {
          lives.push(id);
          return {};
        },
      }),
      { needs: { database: 'own' } },
    );

  async function folderOf(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'datawave-switches-'));
    folders.push(folder);
    return folder;
  }

  /** A replica has a folder of its own unless one is given. */
  async function boot(
    lives: string[],
    given: { folder?: string; isSafeMode?: boolean } = {},
  ): Promise<TestKernel> {
    const kernel = await createTestKernel({
      plugins: [keeper(lives), keeper([], 'other')],
      dataDirectory: given.folder ?? (await folderOf()),
      settings: { storage: { url: database.url, migrationUrl: database.migrationUrl } },
      ...(given.isSafeMode === undefined ? {} : { isSafeMode: given.isSafeMode }),
    });
    kernels.push(kernel);
    return kernel;
  }

  const reached = async (kernel: TestKernel, state: string): Promise<void> => {
    while (kernel.plugin('keeper').state !== state) await new Promise((resolve) => setTimeout(resolve, 10));
  };

  it('reaches the other replica and the next one, which never sets the plugin up', async () => {
    const [one, other] = [await boot([]), await boot([])];
    await one.kernel.disable('keeper');
    await reached(other, 'disabled');
    expect(other.plugin('other').state).to.equal('active');
    const lives: string[] = [];
    const later = await boot(lives);
    expect([later.plugin('keeper').state, lives]).to.deep.equal(['disabled', []]);
    await other.kernel.enable('keeper');
    for (const kernel of [one, later]) await reached(kernel, 'active');
    expect(lives).to.deep.equal(['keeper']);
  });

  it('is moved over from the file in which it stood before, once', async () => {
    const folder = await folderOf();
    await writeFile(
      join(folder, 'plugins.local.yaml'),
      'plugins: { keeper: { enabled: false }, gone: { enabled: false } }',
    );
    const lives: string[] = [];
    const first = await boot(lives, { folder });
    expect([first.plugin('keeper').state, lives]).to.deep.equal(['disabled', []]);
    expect(existsSync(join(folder, 'plugins.local.yaml'))).to.equal(false);
    expect((await boot([])).plugin('keeper').state).to.equal('disabled');
    await first.kernel.enable('keeper');
    await first.stop();
    expect((await boot([], { folder })).plugin('keeper').state).to.equal('active');
  });

  it('follows a replica that came while the file said otherwise', async () => {
    const running = await boot([]);
    const folder = await folderOf();
    await writeFile(join(folder, 'plugins.local.yaml'), 'plugins: { keeper: { enabled: false } }');
    await boot([], { folder });
    await reached(running, 'disabled');
  });

  it('is left alone in safe mode', async () => {
    const folder = await folderOf();
    await writeFile(join(folder, 'plugins.local.yaml'), 'plugins: { keeper: { enabled: false } }');
    const safe = await boot([], { folder, isSafeMode: true });
    const error: unknown = await safe.kernel.enable('keeper').catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_KERNEL_SAFE_MODE');
    expect(existsSync(join(folder, 'plugins.local.yaml'))).to.equal(true);
  });

  it('is kept in the folder while the database does not take it, and moved over when it does', async () => {
    const folder = await folderOf();
    const kernel = await boot([], { folder });
    await database.asOwner('alter table core.plugin_switches rename to plugin_switches_away');
    await kernel.kernel.disable('keeper');
    expect(kernel.plugin('keeper').state).to.equal('disabled');
    expect(existsSync(join(folder, 'plugins.local.yaml'))).to.equal(true);
    await database.asOwner('alter table core.plugin_switches_away rename to plugin_switches');
    await kernel.stop();
    expect((await boot([], { folder })).plugin('keeper').state).to.equal('disabled');
    expect(existsSync(join(folder, 'plugins.local.yaml'))).to.equal(false);
  });
});
