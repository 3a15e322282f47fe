import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import {
  type InstallSite,
  openSite,
  SITE_ENV,
  siteConfig,
  siteSeal,
} from '../../test/packages/install-site.ts';
import { makePackage } from '../../test/packages/make-package.ts';
import { silentLog, testScope } from '../../test/storage.ts';
import { listChanges } from './apply/change-rows.ts';
import type { InstallStep } from './installer-parts.ts';
import { adoptLock } from './lock/adopt-lock.ts';
import { beginLock, openStore } from './lock/begin-lock.ts';
import { readLockFile, readWatch } from './lock/lock-file.ts';
import { readNewestLock } from './lock/lock-rows.ts';

const INSTALL_PROCESS = fileURLToPath(import.meta.resolve('../../test/packages/install-process.ts'));
const STEPS: readonly InstallStep[] = ['fetched', 'begun', 'checked', 'tried', 'written', 'told'];

describe('an install that is killed', function () {
  this.timeout(90_000);
  let site: InstallSite;

  beforeEach(async () => {
    site = await openSite({});
  });
  afterEach(() => site.close());

  it('leaves the former state at every step before the last, and nothing that keeps the next from being installed', async () => {
    const { storage, url, migrationUrl } = site.database;
    const file = join(site.directory, 'weather.tgz');
    for (const [index, step] of STEPS.entries()) {
      await writeFile(file, await makePackage({ version: `1.0.${index}` }));
      const child = fork(INSTALL_PROCESS, [
        JSON.stringify({ url, migrationUrl, directory: site.directory, file, step }),
      ]);
      const [, signal] = await once(child, 'exit');
      expect(signal, step).to.equal('SIGKILL');
      const newest = await readNewestLock(storage);
      expect(newest?.number ?? 0, step).to.equal(step === 'told' ? 1 : 0);
      expect((await readLockFile(site.directory)).number, 'the copy is written by who follows').to.equal(0);
      // Whoever applied it is gone; after twenty seconds that is known.
      await storage.execute(
        sql`update core.plugin_changes set lease_until = now() - interval '1 second' where state = 'applying'`,
      );
      const [change] = await listChanges(storage, 1);
      if (step === 'begun' || step === 'checked' || step === 'tried' || step === 'written')
        expect([change?.state, change?.reason], step).to.deep.equal([
          'failed',
          'Whoever applied it has gone; nothing was changed.',
        ]);
    }
    const change = await site.installer.propose(
      { files: [await makePackage({ version: '2.0.0' })] },
      testScope(),
    );
    expect((await site.installer.apply(change.id, change.hash, testScope())).number).to.equal(2);
  });

  it('leaves the former state where the disk is full in the middle of it, and says so', async () => {
    const { storage, url, migrationUrl } = site.database;
    const file = join(site.directory, 'weather.tgz');
    const large = { 'large.txt': randomBytes(100_000).toString('hex') };
    await writeFile(file, await makePackage({ files: large }));
    const asked = JSON.stringify({ url, migrationUrl, directory: site.directory, file, step: 'none' });
    const child = fork(INSTALL_PROCESS, [asked], {
      ...{ execPath: 'prlimit', execArgv: ['--fsize=65536', process.execPath], silent: true },
    });
    const said = text(child.stderr ?? Readable.from([]));
    const [code] = await once(child, 'exit');
    expect(code).to.equal(1);
    expect(await said).to.contain('DW_PACKAGES_DISK_FULL');
    expect(await readNewestLock(storage)).to.equal(null);
    expect((await listChanges(storage, 10)).filter(({ state }) => state !== 'failed')).to.deep.equal([]);
    expect(await readdir(join(site.directory, 'packages')), 'half a package').to.deep.equal([]);
    const change = await site.installer.propose(
      { files: [await makePackage({ files: large })] },
      testScope(),
    );
    expect((await site.installer.apply(change.id, change.hash, testScope())).number).to.equal(1);
  });

  it('is followed by a replica that has nothing but the database, and watched there', async () => {
    const { storage } = site.database;
    const change = await site.installer.propose({ files: [await makePackage()] }, testScope());
    const { plugins } = await site.installer.apply(change.id, change.hash, testScope());
    const [sha256 = ''] = Object.values(plugins).map((one) => one.sha256);
    const replica = join(site.directory, 'replica');
    const store = openStore(replica, replica);
    const seal = siteSeal(storage, siteConfig(replica, {}));
    await adoptLock({ storage, store, seal, dataDirectory: replica }, await readNewestLock(storage));
    expect(await store.fault(sha256)).to.equal(null);
    const begin = () =>
      beginLock({
        ...{ dataDirectory: replica, projectDirectory: replica, isWatched: true, log: silentLog },
        env: SITE_ENV,
      });
    const first = await begin();
    expect(first.installed.map(({ name, trust, problem }) => [name, trust, problem])).to.deep.equal([
      ['@acme/weather', 'local', null],
    ]);
    // Neither process says farewell: the second begins where the first was killed, and so does the third.
    expect((await begin()).watch).to.include({ crashed: 1 });
    const third = await begin();
    expect(third.watch?.givenUp).to.include('2 times');
    expect(third.installed).to.deep.equal([]);
    expect((await readWatch(replica))?.previous.number).to.equal(0);
  });
});
