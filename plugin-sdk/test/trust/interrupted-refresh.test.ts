import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { fetchFromFolder } from '../../src/packaging/trust/index.ts';
import { TrustFolder } from '../../src/packaging/trust/trust-folder.ts';
import { Client, makeFolder, refusal, removeFolders } from './client.ts';
import { makeKey, RegistryOfFiles } from './registry-of-files.ts';

const TARBALL = Buffer.from('tarball');
const PROGRAM = join(import.meta.dirname, 'killed-client.ts');

async function mirrorOf(registry: RegistryOfFiles): Promise<string> {
  const mirror = await makeFolder();
  for (const [file, bytes] of registry.files) await writeFile(join(mirror, file), bytes);
  return mirror;
}

describe('a refresh that is killed', () => {
  after(removeFolders);

  it('leaves the former state to be used without a network, and the next one goes on', async function () {
    this.timeout(60_000);
    const registry = RegistryOfFiles.start();
    registry.add('@acme/plugin', '1.0.0', TARBALL);
    registry.publishIndex();
    const client = await Client.of(registry);
    const first = await client.open();
    await first.refresh();
    await first.target('@acme/plugin', '1.0.0');
    registry.add('@acme/plugin', '1.1.0', TARBALL);
    registry.roles.root.keys[2] = makeKey();
    registry.publishRoot();
    registry.publishIndex();
    const mirror = await mirrorOf(registry);
    const root = Buffer.from(client.root).toString('base64');
    // All but the last are before the new state is whole; the bin of the new version comes after it.
    const kills = ['2.root.json', '3.root.json', 'timestamp.json', 'snapshot.json', 'targets.json'];
    await Promise.all(
      [...kills, 'bin'].map(async (at) => {
        const directory = await makeFolder();
        await cp(client.directory, directory, { recursive: true });
        const file = at === 'bin' ? `.${(await binFile(registry, client)).replace(/^\d+\./, '')}` : at;
        const child = spawn(process.execPath, [PROGRAM, directory, mirror, root, file], { stdio: 'inherit' });
        const [, signal] = await once(child, 'exit');
        expect(signal, at).to.equal('SIGKILL');
        const offline = await client.open({ directory, fetch: async () => null });
        expect(await offline.target('@acme/plugin', '1.0.0'), at).to.include({ version: '1.0.0' });
        const next = await client.open({ directory, fetch: fetchFromFolder(mirror) });
        await next.refresh();
        expect(await next.target('@acme/plugin', '1.1.0'), at).to.include({ version: '1.1.0' });
      }),
    );
  });

  it('has seen the newer timestamp all the same, so that nobody can show the older one again', async () => {
    const registry = RegistryOfFiles.start();
    const client = await Client.of(registry);
    await (await client.open()).refresh();
    registry.publishTimestamp();
    const older = registry.file('timestamp.json');
    registry.publishIndex();
    const withoutSnapshot = await client.open({
      fetch: async (file) => (file.endsWith('snapshot.json') ? null : registry.fetch(file)),
    });
    expect(await refusal(() => withoutSnapshot.refresh())).to.equal('DW_TRUST_UNREACHABLE');
    const shownOlder = await client.open({
      fetch: async (file) => (file === 'timestamp.json' ? older : registry.fetch(file)),
    });
    expect(await refusal(() => shownOlder.refresh())).to.equal('DW_TRUST_ROLLED_BACK');
    await (await client.open()).refresh();
  });

  it('does not undo what another process has followed in the same folder', async () => {
    const registry = RegistryOfFiles.start();
    const client = await Client.of(registry);
    const slow = await client.open();
    await slow.refresh();
    registry.publishTimestamp();
    const older = registry.file('timestamp.json');
    registry.publishIndex();
    await (await client.open()).refresh();
    const present = registry.files.get('timestamp.json') ?? older;
    registry.files.set('timestamp.json', older);
    expect(await refusal(() => slow.refresh())).to.equal('DW_TRUST_ROLLED_BACK');
    registry.files.set('timestamp.json', present);
    await slow.refresh();
    const offline = await client.open({ fetch: async () => null });
    expect(await offline.revocations()).to.deep.equal([]);
  });

  it('leaves no file half written, and what it left behind goes after a while', async () => {
    const directory = await makeFolder();
    const folder = new TrustFolder(directory);
    await folder.write('a.json', Buffer.from('1'));
    await writeFile(join(directory, '.a.json.0.tmp'), 'half');
    expect(await folder.list()).to.deep.equal(['a.json']);
    expect(await readdir(directory), 'another process may be writing it').to.have.length(2);
    expect(
      await fetchFromFolder(directory)('../a.json', { maxBytes: 1, signal: new AbortController().signal }),
    ).to.equal(null);
  });
});

/** The name of the bin in which the newer version lies. */
async function binFile(registry: RegistryOfFiles, client: Client): Promise<string> {
  const asked: string[] = [];
  const trust = await client.open({
    directory: await makeFolder(),
    fetch: async (file) => {
      asked.push(file);
      return registry.fetch(file);
    },
  });
  await trust.refresh();
  await trust.target('@acme/plugin', '1.1.0');
  return asked.at(-1) ?? '';
}
