import type { Dirent, Stats } from 'node:fs';
import { chmod, lchown, lstat, mkdir, readdir, readlink, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const SDK = '@datawave/plugin-sdk';
/** Whoever the process is and whatever its umask: isolated plugins read them as another user, and nobody writes them any more. */
export const FILE_MODE = 0o444;
export const FOLDER_MODE = 0o755;

/** Not every file system has owners and modes, and not everything in it is ours to set right. */
const CANNOT: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EROFS', 'ENOTSUP', 'ENOSYS', 'EINVAL']);

const cannot = (error: NodeJS.ErrnoException): void => {
  if (!CANNOT.has(error.code ?? '')) throw error;
};

/** Gives a file or folder the mode that it should have; to root, where that is who we are, so that no other user could take it back. */
async function putRight(path: string, found: Stats, mode: number): Promise<void> {
  if (process.getuid?.() === 0 && found.uid !== 0) await lchown(path, 0, 0).catch(cannot);
  if ((found.mode & 0o7777) !== mode) await chmod(path, mode).catch(cannot);
}

/** Makes a folder that everybody may look into, and those above it where they are not there. */
export async function makeFolder(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: FOLDER_MODE });
  if (first === undefined) return;
  for (let path = directory; path.length >= first.length; path = dirname(path))
    await chmod(path, FOLDER_MODE);
}

/**
 * Paths of all files below a folder, with `/`, with their modes put right. Anything that is neither file nor folder counts as one that does
 * not belong there.
 */
export async function filesBelow(directory: string, prefix = ''): Promise<readonly string[]> {
  const found: string[] = [];
  const own = await lstat(directory).catch(nothing);
  if (own?.isDirectory()) await putRight(directory, own, FOLDER_MODE);
  for (const entry of await readdir(directory, { withFileTypes: true }).catch(noEntries)) {
    const path = `${prefix}${entry.name}`;
    const place = join(directory, entry.name);
    const stats = await lstat(place);
    if (stats.isDirectory()) found.push(...(await filesBelow(place, `${path}/`)));
    else if (stats.isFile()) {
      await putRight(place, stats, FILE_MODE);
      found.push(path);
    } else found.push(`${path} (no file)`);
  }
  return found;
}

/** Puts the modes of a folder and of those above it right, up to but without another. */
export async function openFolders(directory: string, end: string): Promise<void> {
  for (let path = directory; path !== end && path.length > end.length; path = dirname(path)) {
    const found = await lstat(path).catch(nothing);
    if (found?.isDirectory()) await putRight(path, found, FOLDER_MODE);
  }
}

/** What lies beside a package from which it could import something that is not its own; null when nothing does. */
export async function strangerBeside(directory: string, known: ReadonlySet<string>): Promise<string | null> {
  for (const [folder, names] of [
    ['', known],
    ['node_modules/', new Set(['@datawave'])],
    ['node_modules/@datawave/', new Set(['plugin-sdk'])],
  ] as const) {
    const entries = await readdir(join(directory, folder), { withFileTypes: true }).catch(noEntries);
    const stranger = entries.find(({ name }) => !names.has(name));
    if (stranger !== undefined) return `${folder}${stranger.name}`;
  }
  return null;
}

/** Points a package's node_modules at the SDK of the platform that runs now: it may have moved since. */
export async function linkSdk(directory: string, sdkDirectory: string): Promise<void> {
  const path = join(directory, 'node_modules', SDK);
  if ((await readlink(path).catch(() => null)) === sdkDirectory) return;
  await makeFolder(dirname(path));
  await rm(path, { recursive: true, force: true });
  try {
    await symlink(sdkDirectory, path, 'dir');
  } catch (error) {
    // Another process has just done the same.
    if ((await readlink(path).catch(() => null)) !== sdkDirectory) throw error;
  }
}

/** What is not there is null; what cannot be read is an error. */
export function nothing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

export function noEntries(error: NodeJS.ErrnoException): readonly Dirent[] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
  throw error;
}
