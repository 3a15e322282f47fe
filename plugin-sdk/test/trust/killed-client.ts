import { fetchFromFolder, openTrust } from '../../src/packaging/trust/index.ts';
import { START } from './registry-of-files.ts';

/** Refreshes from a mirror, and is killed as soon as it asks for the given file. Arguments: folder, mirror, root in base64, file. */
const [directory = '', mirror = '', root = '', last = ''] = process.argv.slice(2);
const fetch = fetchFromFolder(mirror);
const trust = await openTrust({
  root: Buffer.from(root, 'base64'),
  directory,
  now: () => START,
  fetch: (file, limits) => {
    if (file.endsWith(last)) process.kill(process.pid, 'SIGKILL');
    return fetch(file, limits);
  },
});
await trust.refresh();
await trust.target('@acme/plugin', '1.1.0');
