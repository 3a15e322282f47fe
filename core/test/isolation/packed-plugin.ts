import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readArchive } from '@datawave/plugin-sdk/packaging';
import { packPlugin } from '../../src/authoring/pack/pack-plugin.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** One of our plugins as a package, as anybody's is installed: all that it needs in one module, beside its files. */
export async function packedPlugin(
  name: string,
): Promise<{ readonly directory: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'datawave-packed-'));
  const source = join(folder, 'plugins', name);
  await cp(join(ROOT, 'plugins', name), source, { recursive: true });
  await cp(join(ROOT, 'LICENSE'), join(source, 'LICENSE'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const { tarball } = await packPlugin(source, null);
  const directory = join(folder, 'package');
  for (const [path, file] of await readArchive(tarball)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), file.bytes);
  }
  await rm(join(folder, 'plugins'), { recursive: true });
  return { directory, remove: () => rm(folder, { recursive: true, force: true }) };
}
