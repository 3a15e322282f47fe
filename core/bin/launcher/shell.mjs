import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './error.mjs';
import { Mutex } from './mutex.mjs';
import { runNpm } from './npm.mjs';
import { Progress } from './progress.mjs';

const STAMP = join('shell-ui', 'dist', '.listing');
const IGNORED = new Set(['node_modules', 'dist', 'test', 'bench']);

/**
 * Builds the web shell and the plugins' web components (`npm run build:ui`) when a source has changed. That command
 * compares contents and builds what is stale; here only names, sizes and times are compared, which takes milliseconds.
 */
export async function buildShell(root) {
  if (!existsSync(join(root, 'shell-ui', 'package.json')) || isShellBuilt(root)) return;
  const mutex = new Mutex(join(root, '.datawave-build'));
  await mutex.acquire();
  try {
    if (isShellBuilt(root)) return;
    const listing = listingDigest(root);
    const progress = new Progress('building the web shell (npm run build:ui)');
    const result = await runNpm(root, ['run', 'build:ui'], { onSpawn: (pid) => mutex.addChild(pid) });
    if (!result.isDone) {
      progress.end('the web shell could not be built');
      process.stderr.write(`${result.output.trimEnd()}\n`);
      throw new LauncherError(
        'the web shell could not be built',
        'What the build said stands above. Mend it and start again.',
      );
    }
    writeFileSync(join(root, STAMP), listing);
    progress.end('web shell built');
  } finally {
    mutex.release();
  }
}

/** Whether nothing has changed since the last build that this launcher saw, and what it made is there. */
export function isShellBuilt(root) {
  return (
    existsSync(join(root, 'shell-ui', 'dist', 'index.html')) &&
    pluginsWithUi(root).every((name) => existsSync(join(root, 'plugins', name, 'dist', 'ui', 'index.js'))) &&
    readStamp(root) === listingDigest(root)
  );
}

/** Everything that the built shell depends on, as paths relative to the root. */
export function shellSources(root) {
  return [
    'package-lock.json',
    ...filesUnder(root, 'shell-ui'),
    ...filesUnder(root, join('plugin-sdk', 'src')),
    ...pluginsWithUi(root).flatMap((name) => filesUnder(root, join('plugins', name, 'ui'))),
  ].sort();
}

function pluginsWithUi(root) {
  return listFolder(join(root, 'plugins'))
    .map(({ name }) => name)
    .filter((name) => existsSync(join(root, 'plugins', name, 'ui', 'index.ts')));
}

function listingDigest(root) {
  const hash = createHash('sha256');
  for (const file of shellSources(root)) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

function filesUnder(root, folder) {
  return listFolder(join(root, folder)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? [] : filesUnder(root, path);
    return entry.isFile() && !/\.test\.ts$|\.md$|^\./.test(entry.name) ? [path] : [];
  });
}

function listFolder(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function readStamp(root) {
  try {
    return readFileSync(join(root, STAMP), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
