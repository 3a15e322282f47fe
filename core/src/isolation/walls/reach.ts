import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataWaveError } from '@datawave/plugin-sdk';
import type { WallRequest } from './wall.ts';

/** What a plugin's process reaches of the file system; real paths, none inside another. */
export interface Reach {
  /** Of the package. */
  readonly directory: string;
  readonly readable: readonly string[];
  readonly dataDirectory: string;
}

/** The folder of the plugin SDK. Its entries for plugins import nothing that lies outside. */
const sdkFolder = (): string => {
  let folder = dirname(fileURLToPath(import.meta.resolve('@datawave/plugin-sdk')));
  while (!isFile(join(folder, 'package.json'))) folder = dirname(folder);
  return realpathSync(folder);
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}${sep}`);

/** Real paths of what a request names; its data folder is made. @throws DataWaveError DW_ISOLATION_FOLDER */
export function reachOf(request: WallRequest): Reach {
  makeDataFolder(request);
  const dataDirectory = realFolder(request.dataDirectory, request.plugin);
  const directory = realFolder(request.directory, request.plugin);
  const others = request.readable.map((path) => realFolder(path, request.plugin));
  const readable = [...new Set([directory, ...others, sdkFolder()])].filter(
    (path, _, all) => !all.some((other) => other !== path && isWithin(path, other)),
  );
  const wide = readable.find((path) => isWithin(dataDirectory, path));
  if (wide !== undefined)
    throw folderError(
      request.plugin,
      dataDirectory,
      `lies in "${wide}", which the plugin may read as a whole`,
    );
  return { directory, readable, dataDirectory };
}

function makeDataFolder({ dataDirectory, plugin }: WallRequest): void {
  try {
    mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw folderError(plugin, dataDirectory, 'cannot be made', { cause: error });
  }
}

function realFolder(path: string, plugin: string): string {
  let real: string;
  try {
    real = realpathSync(path);
  } catch (error) {
    throw folderError(plugin, path, 'cannot be read', { cause: error });
  }
  // Node's permission model takes an asterisk for "whatever begins so".
  if (real.includes('*') || real.includes('\n') || real === sep)
    throw folderError(plugin, real, 'cannot be named to a wall');
  return real;
}

const OTHERS_READ = 0o005;

/** Whether a user that owns nothing can read all of this. @throws DataWaveError DW_ISOLATION_FOLDER */
export function checkReadableByOthers({ readable }: Reach, plugin: string): void {
  for (const path of readable) {
    const stats = statSync(path);
    const needed = stats.isDirectory() ? OTHERS_READ : 0o004;
    if ((stats.mode & needed) === needed) continue;
    throw folderError(plugin, path, 'cannot be read by the user as which it runs', {
      hint: `Let everybody read it: chmod -R o+rX "${path}". It is shown to nobody who may not reach it.`,
    });
  }
}

const folderError = (
  plugin: string,
  path: string,
  what: string,
  { cause, hint }: { readonly cause?: unknown; readonly hint?: string } = {},
): DataWaveError =>
  new DataWaveError({
    code: 'DW_ISOLATION_FOLDER',
    message: `The folder "${path}" of the isolated plugin "${plugin}" ${what}.`,
    hint:
      hint ??
      'Check that it is there, and let data, package and kernel lie in folders of their own without asterisks in their names.',
    where: path,
    cause,
  });

/**
 * Gives a data folder to the plugin's own user, once, with what the plugin wrote there while it ran as the platform's. Links are
 * not followed, and a file that has a second name is left as it is: it may be another's.
 */
export function giveTo(user: number, folder: string): void {
  const owner = statSync(folder).uid;
  if (owner === user) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const { uid, nlink } = lstatSync(path);
    if (uid === owner && (entry.isDirectory() || nlink === 1)) lchownSync(path, user, user);
  }
  chownSync(folder, user, user);
  chmodSync(folder, 0o700);
}
