import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { verifyTarget } from '../../src/packaging/trust/index.ts';
import { ATTACKS, REVOCATION, without } from './attacks.ts';
import { Client, makeFolder, refusal, removeFolders } from './client.ts';
import { DAY, makeKey, RegistryOfFiles, START } from './registry-of-files.ts';

const TARBALL = Buffer.from('a tarball of one version');

/** A registry with one plugin, and a client that has followed it. */
async function followed(): Promise<{ readonly registry: RegistryOfFiles; readonly client: Client }> {
  const registry = RegistryOfFiles.start();
  registry.add('@acme/plugin', '1.0.0', TARBALL);
  registry.publishIndex();
  const client = await Client.of(registry);
  await (await client.open()).refresh();
  return { registry, client };
}

describe('a registry whose metadata is attacked', () => {
  after(removeFolders);

  for (const { name, code, attack, options } of ATTACKS)
    it(`is refused: ${name}`, async () => {
      const { registry, client } = await followed();
      const before = await readdir(client.directory);
      attack(registry, client);
      const trust = await client.open(options?.(registry));
      expect(await refusal(() => trust.refresh())).to.equal(code);
      if (code === 'DW_TRUST_EXPIRED' || code === 'DW_TRUST_CLOCK') return;
      const still = (await client.open()).target('@acme/plugin', '1.0.0');
      expect(await still, 'what was trusted before stays').to.include({ length: TARBALL.length });
      expect(await readdir(client.directory)).to.include.members(before);
    });

  it('is followed when nobody attacks it, and only by what it names', async () => {
    const { registry, client } = await followed();
    const trust = await client.open();
    const target = await trust.target('@acme/plugin', '1.0.0');
    expect(target).to.include({ name: '@acme/plugin', version: '1.0.0', publisher: 'acme', verified: true });
    expect(await trust.target('@acme/plugin', '2.0.0')).to.equal(null);
    expect(await refusal(() => trust.target('../x', '1.0.0'))).to.equal('DW_TRUST_NAME');
    expect(trust.expires.toISOString()).to.equal(new Date(START.getTime() + DAY).toISOString());
    if (target === null) return;
    verifyTarget(target, TARBALL);
    expect(await refusal(async () => verifyTarget(target, Buffer.from('another tarball of one')))).to.equal(
      'DW_TRUST_TARGET',
    );
    registry.revocations = [REVOCATION];
    registry.publishIndex();
    await trust.refresh();
    expect(await trust.revocations()).to.deep.equal([REVOCATION]);
  });

  it('is refused where a bin is not what the snapshot names, or is by a stranger', async () => {
    const { registry, client } = await followed();
    const bins = Object.keys(registry.named()).filter((role) => role.startsWith('bin-'));
    const honest = new Map(registry.files);
    for (const [file, bytes] of registry.files)
      if (/^\d+\.bin-/.test(file)) registry.files.set(file, without(1, bytes));
    const trust = await client.open();
    expect(await refusal(() => trust.target('@acme/plugin', '1.0.0'))).to.equal('DW_TRUST_TAMPERED');
    for (const [file, bytes] of honest) registry.files.set(file, bytes);
    registry.roles.bins.keys = [makeKey()];
    for (const bin of bins) registry.publishBin(bin);
    registry.publishSnapshot();
    await trust.refresh();
    expect(await refusal(() => trust.target('@acme/plugin', '1.0.0'))).to.equal('DW_TRUST_UNKNOWN_KEY');
  });

  it('is followed over rotations of all its keys, also by whoever missed some, and forgets what stolen keys foretold', async () => {
    const { registry, client } = await followed();
    // Whoever has the online keys names versions so high that the honest ones are older.
    registry.versions.timestamp = registry.versions.snapshot = 1_000_000;
    registry.publishSnapshot();
    await (await client.open()).refresh();
    for (let round = 0; round < 3; round += 1) {
      const old = registry.roles.root.keys;
      registry.roles = {
        root: { keys: [makeKey(), makeKey(), makeKey()], threshold: 2 },
        timestamp: { keys: [makeKey()], threshold: 1 },
        snapshot: { keys: [makeKey()], threshold: 1 },
        targets: { keys: [makeKey(), makeKey()], threshold: 2 },
        bins: { keys: [makeKey()], threshold: 1 },
      };
      registry.publishRoot(old);
    }
    registry.versions.timestamp = registry.versions.snapshot = 10;
    for (const role of Object.keys(registry.named())) if (role.startsWith('bin-')) registry.publishBin(role);
    registry.publishIndex();
    const trust = await client.open();
    await trust.refresh();
    expect(await trust.target('@acme/plugin', '1.0.0')).to.not.equal(null);
    const again = await client.open({ fetch: async () => null });
    expect(await again.target('@acme/plugin', '1.0.0'), 'and without a network').to.not.equal(null);
    const pinned = await client.open({ root: registry.file('4.root.json'), directory: await makeFolder() });
    await pinned.refresh();
    expect(await pinned.target('@acme/plugin', '1.0.0'), 'from a later root').to.not.equal(null);
  });

  it('is not believed from a folder that somebody wrote in', async () => {
    const { client } = await followed();
    for (const file of await readdir(client.directory)) {
      const path = join(client.directory, file);
      const bytes = await readFile(path);
      await writeFile(path, Buffer.concat([bytes, Buffer.from(' ')]));
      const code = await refusal(async () => (await client.open({ fetch: async () => null })).revocations());
      // What is named by a hash would be fetched again; the timestamp is what the hashes hang on.
      expect(code, file).to.equal(`DW_TRUST_${file === 'timestamp.json' ? 'LOCAL_STATE' : 'NOT_READY'}`);
      await writeFile(path, bytes);
    }
  });

  it('needs a pinned root that holds', async () => {
    const { client, registry } = await followed();
    const pinned = (root: Uint8Array) => refusal(() => client.open({ root }));
    expect(await pinned(Buffer.from('{}'))).to.equal('DW_TRUST_MALFORMED');
    expect(await pinned(without(1, client.root))).to.equal('DW_TRUST_THRESHOLD');
    expect(await pinned(registry.file('timestamp.json'))).to.equal('DW_TRUST_MALFORMED');
  });
});
