import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import {
  type InstallSite,
  openSite,
  SITE_ENV,
  siteConfig,
  siteSeal,
} from '../../../test/packages/install-site.ts';
import { makePackage } from '../../../test/packages/make-package.ts';
import { silentLog, testScope } from '../../../test/storage.ts';
import { runCommandLine } from '../../cli/command-line.ts';
import { adoptLock } from './adopt-lock.ts';
import { type BegunLock, beginLock } from './begin-lock.ts';
import { readLockFile, writeLockFile, writeWatch } from './lock-file.ts';
import { sealLock } from './lock-key.ts';
import { type LockRow, readNewestLock } from './lock-rows.ts';
import type { LockSeal } from './lock-seal.ts';
import { LOCK_KEY_SECRET, nameable } from './lock-secret.ts';
import type { PluginLock } from './plugin-lock.ts';
import { returnToFormer } from './return-lock.ts';
import { sealAnew } from './seal-anew.ts';

const NAME = '@acme/weather';
const UNPROVEN = 'DW_PACKAGES_LOCK_UNPROVEN';

describe('the seal of the lock', function () {
  this.timeout(60_000);
  let site: InstallSite;
  let row: LockRow;

  beforeEach(async () => {
    site = await openSite({});
    await install('1.0.0');
    row = await newest();
    await adopt(site.parts.seal);
  });
  afterEach(() => site.close());

  const newest = async (): Promise<LockRow> => {
    const found = await readNewestLock(site.database.storage);
    if (found === null) throw new Error('nothing is installed');
    return found;
  };
  const adopt = async (seal: LockSeal): Promise<void> =>
    adoptLock(
      { storage: site.database.storage, store: site.store, seal, dataDirectory: site.directory },
      await readNewestLock(site.database.storage),
    );
  async function install(version: string): Promise<void> {
    const change = await site.installer.propose({ files: [await makePackage({ version })] }, testScope());
    await site.installer.apply(change.id, change.hash, testScope());
  }
  const write = (lock: unknown, number = row.number): Promise<unknown> =>
    site.database.storage.execute(
      sql`update core.plugin_locks set lock = ${JSON.stringify(lock)} where number = ${number}`,
    );
  const begin = (env: object = SITE_ENV, directory = site.directory): Promise<BegunLock> =>
    beginLock({
      ...{ dataDirectory: directory, projectDirectory: directory, isWatched: true, log: silentLog },
      env: { ...env },
    });
  const rejection = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => expect.fail('nothing was refused'),
      (caught: unknown) => caught,
    );
  const plugin = (lock: PluginLock) => {
    const found = lock.plugins[NAME];
    if (found === undefined) throw new Error('it is not there');
    return found;
  };
  const changed = (lock: PluginLock, over: object): PluginLock => ({
    ...lock,
    plugins: { [NAME]: { ...plugin(lock), ...over } },
  });

  it('holds for all that a lock says: nothing in the database is adopted that was changed there', async () => {
    const { lock } = row;
    const { grants } = plugin(lock);
    const forged: Readonly<Record<string, PluginLock>> = {
      'no seal': { ...lock, seal: undefined as never },
      'other trust': changed(lock, { trust: 'verified' }),
      'other bytes': changed(lock, { sha256: 'a'.repeat(64) }),
      'other version': changed(lock, { version: '9.0.0' }),
      'more granted': changed(lock, { grants: { ...grants, network: ['evil.example:443'] } }),
      'other settings': changed(lock, { config: { place: 'evil' } }),
      'one plugin more': { ...lock, plugins: { ...lock.plugins, '@evil/x': plugin(lock) } },
      'one plugin less': { ...lock, plugins: {} },
      'data to be deleted': { ...lock, purges: ['catalog'] },
      'another number': { ...lock, number: 7 },
      'a seal of another key': sealLock({ id: lock.seal?.key ?? '', bytes: Buffer.alloc(32) }, lock),
    };
    for (const [what, one] of Object.entries(forged)) {
      await write(one);
      expect(
        await rejection(adopt(siteSeal(site.database.storage, site.parts.config))),
        what,
      ).to.have.property('code', UNPROVEN);
      const proposed = site.another({ seal: siteSeal(site.database.storage, site.parts.config) });
      expect(await rejection(proposed.propose({ remove: [NAME] }, testScope())), what).to.have.property(
        'code',
        UNPROVEN,
      );
      await writeLockFile(site.directory, one);
      expect((await begin()).installed, what).to.deep.equal([]);
    }
    await write(lock);
    await writeLockFile(site.directory, lock);
    await adopt(site.parts.seal);
    expect((await begin()).installed.map(({ name }) => name)).to.deep.equal([NAME]);
  });

  it('lets no old lock come back in the place of a newer one', async () => {
    await install('2.0.0');
    await adopt(site.parts.seal);
    const { storage } = site.database;
    await storage.execute(sql`delete from core.plugin_locks where number = 2`);
    expect(await rejection(adopt(site.parts.seal))).to.have.property('code', 'DW_PACKAGES_LOCK_OLDER');
    await storage.execute(sql`update core.plugin_locks set number = 3 where number = 1`);
    expect(await rejection(adopt(site.parts.seal)), 'with another number').to.have.property('code', UNPROVEN);
    expect((await readLockFile(site.directory)).number).to.equal(2);
  });

  it('goes back to no state that cannot be believed', async () => {
    const { storage } = site.database;
    await install('2.0.0');
    await write(changed(row.lock, { trust: 'verified' }));
    const { audit, seal } = site.parts;
    const said = await returnToFormer({ storage, audit, seal, scope: testScope() }, 2, 'It fell.', new Map());
    expect(said).to.include('It fell.').and.include('cannot be believed');
    expect((await newest()).lock.plugins).to.deep.equal({});
    await adopt(seal);
    // What the data folder would go back to by itself is looked at as well.
    const previous = { ...changed(row.lock, { trust: 'verified' }) };
    await writeWatch(site.directory, { number: 3, begun: [], crashed: 2, previous, givenUp: 'It fell.' });
    expect((await begin()).installed).to.deep.equal([]);
  });

  it('needs the master key, and says how to go on without: after looking at what will run', async () => {
    const { storage } = site.database;
    const elsewhere = join(site.directory, 'elsewhere');
    await mkdir(elsewhere);
    for (const file of ['plugins.lock.json', 'plugins.lock.key'])
      await copyFile(join(site.directory, file), join(elsewhere, file));
    const other = { DATAWAVE_MASTER_KEY: Buffer.alloc(32, 9).toString('base64') };
    expect((await begin(other, elsewhere)).installed, 'before there is a database').to.deep.equal([]);
    const config = siteConfig(elsewhere, {});
    const seal = siteSeal(storage, config, other);
    const refused = await rejection(adopt(seal));
    expect(refused).to.have.property('code', UNPROVEN);
    expect(refused).to.have.property('message').that.includes('master key');
    expect(refused).to.have.property('hint').that.includes('confirm-lock');
    const parts = { ...site.parts, config, seal };
    const found = await sealAnew(parts, testScope(), { none: false, agree: () => Promise.resolve(true) });
    expect(found?.number).to.equal(2);
    await adopt(seal);
    expect((await newest()).lock.plugins[NAME]?.trust).to.equal('local');
  });

  it('takes what was installed before there were seals for none of this platform until somebody has looked', async () => {
    const { storage } = site.database;
    const { seal: _seal, ...before } = row.lock;
    await write({ ...before, plugins: changed(row.lock, { trust: 'verified', registry: 'gone' }).plugins });
    await storage.execute(sql`delete from core.secrets`);
    const seal = siteSeal(storage, site.parts.config);
    expect(await rejection(adopt(seal))).to.have.property('code', UNPROVEN);
    const anew = site.another({ seal });
    expect(
      await rejection(anew.propose({ remove: [NAME] }, testScope())),
      'no key is made unasked',
    ).to.have.property('code', UNPROVEN);
    const parts = { ...site.parts, seal };
    let shown = '';
    const agree = (text: string, isAgreed: boolean) => {
      shown = text;
      return Promise.resolve(isAgreed);
    };
    expect(await sealAnew(parts, testScope(), { none: false, agree: (text) => agree(text, false) })).to.equal(
      null,
    );
    expect((await newest()).number, 'nobody agreed').to.equal(1);
    await sealAnew(parts, testScope(), { none: false, agree: (text) => agree(text, true) });
    expect(shown).to.include(NAME).and.include('cannot be asked');
    await adopt(seal);
    const { lock, confirmedAt } = await newest();
    expect(plugin(lock).trust, 'nobody vouches for it now').to.equal('community');
    expect(confirmedAt).to.be.a('string');
    expect(
      await rejection(sealAnew(parts, testScope(), { none: false, agree: () => Promise.resolve(true) })),
    ).to.have.property('code', 'DW_PACKAGES_NOTHING');
  });

  it('is renewed by a command, by nobody who cannot be asked', async () => {
    await write({ ...row.lock, seal: undefined });
    const { url, migrationUrl } = site.database;
    const file = join(site.directory, 'site.yaml');
    // JSON is YAML.
    const settings = { storage: { url, migrationUrl }, isolation: { whenUnavailable: 'child' } };
    await writeFile(file, JSON.stringify(settings));
    let text = '';
    const sink = new Writable({
      write(chunk, _encoding, done) {
        text += String(chunk);
        done();
      },
    });
    const run = (...args: readonly string[]): Promise<number> => {
      text = '';
      const io = { stdout: sink, stderr: sink, env: SITE_ENV, cwd: site.directory, isInteractive: false };
      const all = ['plugin', 'confirm-lock', ...args, '--config', file, '--data', site.directory];
      return runCommandLine(all, io);
    };
    expect(await run()).to.equal(1);
    expect(text).to.include('it has no seal').and.include(NAME).and.include('DW_PACKAGES_UNCONFIRMED');
    expect((await newest()).number).to.equal(1);
    expect(await run('--yes', '--accept-permissions'), text).to.equal(0);
    expect(text).to.include('State 2 is sealed');
    expect((await begin()).installed.map(({ name }) => name)).to.deep.equal([NAME]);
    expect(await run('--yes', '--accept-permissions')).to.equal(1);
    expect(text).to.include('DW_PACKAGES_NOTHING');
  });

  it('can begin anew without any plugin, also where a package is kept nowhere', async () => {
    const { storage } = site.database;
    await write({ ...row.lock, seal: undefined });
    await storage.execute(sql`delete from core.package_blobs`);
    await rm(join(site.directory, 'packages'), { recursive: true });
    const agree = () => Promise.resolve(true);
    const lock = await sealAnew(site.parts, testScope(), { none: true, agree });
    expect([lock?.plugins, lock?.number]).to.deep.equal([{}, 2]);
    await adopt(site.parts.seal);
  });

  it('is on plans as well: one that shows something else than it does is not applied', async () => {
    const { storage } = site.database;
    const change = await site.installer.propose(
      { files: [await makePackage({ version: '2.0.0' })] },
      testScope(),
    );
    const evil = { ...change.plan, plugins: { ...change.plan.plugins, '@evil/x': plugin(row.lock) } };
    await storage.execute(
      sql`update core.plugin_changes set plan = ${JSON.stringify(evil)} where id::text = ${change.id}`,
    );
    expect(await rejection(site.installer.apply(change.id, change.hash, testScope()))).to.have.property(
      'code',
      'DW_PACKAGES_CHANGED',
    );
    // Nor under the id of another.
    const other = await site.installer.propose({ remove: [NAME] }, testScope());
    await storage.execute(
      sql`update core.plugin_changes set plan = ${JSON.stringify(other.plan)}, hash = ${other.hash} where id::text = ${change.id}`,
    );
    expect(await rejection(site.installer.apply(change.id, other.hash, testScope()))).to.have.property(
      'code',
      'DW_PACKAGES_CHANGED',
    );
    expect((await newest()).number).to.equal(1);
  });

  it('has a key that no setting of a plugin can name', () => {
    expect(() => nameable('core', LOCK_KEY_SECRET))
      .to.throw()
      .with.property('code', 'DW_SECRET_MISSING');
    expect(nameable('core', 'registry-token')).to.equal('registry-token');
  });

  it('is worth nothing with a key that the data folder has from somebody else', async () => {
    const text = await readFile(join(site.directory, 'plugins.lock.key'), 'utf8');
    const { wrapped } = JSON.parse(text) as { wrapped: string };
    await writeFile(
      join(site.directory, 'plugins.lock.key'),
      text.replace(wrapped, Buffer.alloc(60).toString('base64')),
    );
    expect((await begin()).installed).to.deep.equal([]);
  });
});
