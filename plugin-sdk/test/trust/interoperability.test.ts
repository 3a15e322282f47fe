import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { Updater } from 'tuf-js';
import { targetPath } from '../../src/packaging/trust/index.ts';
import { makeFolder, removeFolders } from './client.ts';
import { makeKey, RegistryOfFiles } from './registry-of-files.ts';

describe('the metadata of a registry', () => {
  after(removeFolders);

  it('is read by another client of the TUF specification, over a rotation of its root', async () => {
    const registry = RegistryOfFiles.start();
    registry.now = new Date();
    registry.add('@acme/plugin', '1.0.0', Buffer.from('tarball'));
    registry.publishIndex();
    const directory = await makeFolder();
    await writeFile(join(directory, 'root.json'), registry.file('1.root.json'));
    await mkdir(join(directory, 'targets'));
    // Client implementations ignore signatures by keys that they do not know: a new root key signs besides the old ones.
    registry.roles.root.keys[0] = makeKey();
    const [, ...old] = registry.roles.root.keys;
    registry.publishRoot(old);
    const server = createServer((request, response) => {
      const bytes = registry.files.get(decodeURIComponent(String(request.url).slice(1)));
      response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const updater = new Updater({
        metadataDir: directory,
        metadataBaseUrl: `http://127.0.0.1:${port}`,
        targetDir: join(directory, 'targets'),
        targetBaseUrl: `http://127.0.0.1:${port}`,
      });
      await updater.refresh();
      const target = await updater.getTargetInfo(targetPath('@acme/plugin', '1.0.0'));
      expect(target?.length).to.equal(7);
      expect(target?.custom['datawave']).to.include({ name: '@acme/plugin', version: '1.0.0' });
    } finally {
      server.close();
    }
  });
});
