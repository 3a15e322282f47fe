import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type InstallSite, openSite, SITE_ENV, siteConfig } from '../../test/packages/install-site.ts';
import { makePackage, packageJsonOf } from '../../test/packages/make-package.ts';
import { silentLog, testScope } from '../../test/storage.ts';
import type { KernelConfig } from '../config/kernel-config.ts';
import { findPlugins } from './find-plugins.ts';
import { adoptLock } from './lock/adopt-lock.ts';
import { readNewestLock } from './lock/lock-rows.ts';

const NAME = '@acme/weather';

describe('finding installed plugins', function () {
  this.timeout(60_000);
  let site: InstallSite;
  let config: KernelConfig;

  before(async () => {
    site = await openSite({});
    const change = await site.installer.propose(
      { files: [await makePackage()], settings: { [NAME]: { place: 'Bern' } } },
      testScope(),
    );
    await site.installer.apply(change.id, change.hash, testScope());
    const { storage } = site.database;
    const { directory, store, parts } = site;
    await adoptLock(
      { storage, store, seal: parts.seal, dataDirectory: directory },
      await readNewestLock(storage),
    );
    config = siteConfig(directory, {});
  });
  after(() => site.close());

  /** What the configuration says of it. */
  const named = (settings: Readonly<Record<string, unknown>>, enabled = true): KernelConfig => ({
    ...config,
    plugins: {
      [NAME]: {
        ...{ enabled, critical: false, config: settings, location: null, isolation: null },
        ...{ locate: () => null, environmentOf: () => [] },
      },
    },
  });
  const find = async (
    given: KernelConfig,
    more: object = {},
  ): Promise<readonly (readonly [string, string, boolean, unknown])[]> =>
    (await findPlugins({ config: given, env: SITE_ENV, ...more }, silentLog)).found.map(
      ({ id, trust, configured }) => [...[id, trust], ...[configured.enabled, configured.config]] as const,
    ) as never;

  it('takes them from the store, with what the configuration says of them besides', async () => {
    expect(await find(config)).to.deep.equal([['weather', 'local', true, { place: 'Bern' }]]);
    expect(await find(named({ place: 'Basel', size: 2 }, false))).to.deep.equal([
      ['weather', 'local', false, { place: 'Basel', size: 2 }],
    ]);
  });

  it('leaves them out in safe mode and of one-shot commands', async () => {
    expect(await find(config, { isSafeMode: true })).to.deep.equal([]);
    expect(await find(config, { ignoresOverrides: true })).to.deep.equal([]);
  });

  it('runs none whose files were changed', async () => {
    const { begun, found: before } = await findPlugins({ config, env: SITE_ENV }, silentLog);
    const directory = begun.installed[0]?.directory ?? '';
    await rm(join(directory, 'dist/index.js'));
    await writeFile(join(directory, 'dist/index.js'), 'export default "evil"');
    const loaded = await before[0]?.load().catch((error: unknown) => Object(error).code);
    expect(loaded, 'after it was looked at').to.equal('DW_PACKAGES_DAMAGED');
    const { found } = await findPlugins({ config, env: SITE_ENV }, silentLog);
    expect(found[0]?.problems.map(({ code }) => code)).to.deep.equal(['DW_PACKAGES_DAMAGED']);
    expect(found[0]?.package).to.equal(null);
  });

  it('yields to a package of the configuration, and says so', async () => {
    const folder = join(site.directory, 'node_modules', NAME);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify(packageJsonOf({ version: '7.0.0' })));
    const said: string[] = [];
    const log = { ...silentLog, warn: (message: string) => void said.push(message) };
    const { found } = await findPlugins({ config: named({}), env: SITE_ENV }, log);
    expect(found.map(({ trust, package: read }) => [trust, read?.version])).to.deep.equal([
      ['first-party', '7.0.0'],
    ]);
    expect(said).to.have.length(1);
    expect(said[0]).to.include(`brings "${NAME}"`);
  });
});
