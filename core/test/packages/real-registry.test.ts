import { randomBytes } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { OpenRegistry, PUBLISHER, person } from '../../../registry/test/open-registry.ts';
import { readNewestLock } from '../../src/packages/lock/lock-rows.ts';
import { findUnvouched } from '../../src/packages/revocations/find-unvouched.ts';
import { testScope } from '../storage.ts';
import { type InstallSite, openSite } from './install-site.ts';
import { makePackage, type PackageRecipe } from './make-package.ts';
import { makeOwnRoot } from './own-root.ts';

const ada = person('ada', ...PUBLISHER);
const scope = testScope();
const NAME = '@acme/weather';

describe('installing from the registry, with its root of trust', function () {
  this.timeout(120_000);
  let registry: OpenRegistry;
  let site: InstallSite;

  before(async () => {
    registry = await OpenRegistry.start({ access: 'public' });
    const url = `${registry.test.kernel.address}/api/v1/npm`;
    site = await openSite({ registries: [{ name: 'real', url, scopes: ['@acme'], root: 'pinned.json' }] });
    await makeOwnRoot(registry, site.directory);
  });
  after(async () => {
    await registry?.stop();
    await site?.close();
  });

  const publish = async (recipe: PackageRecipe): Promise<void> => {
    const answer = await registry.send(ada, NAME, recipe.version ?? '1.0.0', await makePackage(recipe));
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
  };

  it('takes what it vouches for, by the hash of what arrived, and updates it', async () => {
    await publish({ files: { LICENSE: 'MIT' } });
    const change = await site.installer.propose({ install: [{ name: NAME, range: null }] }, scope);
    expect(change.plan.changes[0]).to.include({ isSigned: true, publisher: 'acme', registry: 'real' });
    await site.installer.apply(change.id, change.hash, scope);
    // As large as plugins get.
    await publish({
      version: '1.1.0',
      files: { LICENSE: 'MIT', 'large.txt': randomBytes(2_500_000).toString('hex') },
    });
    const update = await site.installer.propose({ update: [NAME] }, scope);
    await site.installer.apply(update.id, update.hash, scope);
    expect((await readNewestLock(site.database.storage))?.lock.plugins[NAME]).to.include({
      ...{ version: '1.1.0', publisher: 'acme', trust: 'community' },
    });
  });

  it('is held to what its registry vouches for now, whatever its lock says', async () => {
    const { storage } = site.database;
    const unvouched = async (over: object): Promise<readonly string[]> => {
      const row = await readNewestLock(storage);
      const [locked] = Object.values(row?.lock.plugins ?? {});
      const lock = JSON.stringify({ ...row?.lock, plugins: { [NAME]: { ...locked, ...over } } });
      await storage.execute(sql`update core.plugin_locks set lock = ${lock} where number = 2`);
      const found = await findUnvouched(storage, site.parts.registries().named('real'));
      await storage.execute(
        sql`update core.plugin_locks set lock = ${JSON.stringify(row?.lock)} where number = 2`,
      );
      return found.map(({ why }) => why);
    };
    expect(await unvouched({})).to.deep.equal([]);
    expect(await unvouched({ trust: 'verified' })).to.deep.equal([
      'does not say any more that its publisher is verified',
    ]);
    expect(await unvouched({ sha256: 'a'.repeat(64) })).to.deep.equal([
      'vouches for other bytes of that version',
    ]);
    expect(await unvouched({ version: '7.0.0' })).to.deep.equal(['vouches for that version no longer']);
    expect(await unvouched({ registry: 'other', version: '7.0.0' })).to.deep.equal([]);
  });

  it('takes nothing that was revoked, also between looking and applying', async () => {
    await publish({ version: '1.2.0', files: { LICENSE: 'MIT' } });
    const change = await site.installer.propose({ update: [NAME] }, scope);
    const made = await registry.ask('POST', '/-/datawave/revocations', {
      body: { name: NAME, versions: '1.2.0', reason: 'It leaks.', severity: 'high', action: 'refuse' },
    });
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    const error: unknown = await site.installer
      .apply(change.id, change.hash, scope)
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'DW_PACKAGES_REVOKED');
    expect(String(Object(error).message)).to.include('It leaks.');
    const again: unknown = await site.installer
      .propose({ install: [{ name: NAME, range: '1.2.0' }] }, scope)
      .catch((thrown: unknown) => thrown);
    expect(again).to.have.property('code', 'DW_PACKAGES_REVOKED');
    expect((await readNewestLock(site.database.storage))?.number).to.equal(2);
  });

  it('believes another root not at all', async () => {
    const file = join(site.directory, 'pinned.json');
    const pinned = await readFile(file, 'utf8');
    await writeFile(file, pinned.replace(/"sig":"../, '"sig":"00'));
    await rm(join(site.directory, 'trust'), { recursive: true, force: true });
    const error: unknown = await site.installer
      .propose({ update: [NAME] }, scope)
      .catch((thrown: unknown) => thrown);
    expect(String(Object(error).code)).to.match(/^DW_TRUST_/);
    await writeFile(file, pinned);
  });
});
