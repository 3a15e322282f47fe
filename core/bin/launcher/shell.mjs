import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LauncherError } from './error.mjs';
import { Mutex } from './mutex.mjs';
import { runNpm } from './npm.mjs';
import { Progress } from './progress.mjs';

const STAMP = join('shell-ui', 'dist', '.built.json');
const IGNORED = new Set(['node_modules', 'dist', 'test', 'bench']);

/** Builds the web shell and the plugins' web components (`npm run build:ui`) when their sources have changed. */
export async function buildShell(root) {
  if (!existsSync(join(root, 'shell-ui', 'package.json')) || isShellBuilt(root)) return;
  const mutex = new Mutex(join(root, '.datawave-build'));
  await mutex.acquire();
  try {
    if (isShellBuilt(root)) return;
    const digest = contentDigest(root, shellSources(root));
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
    writeShellStamp(root, digest);
    progress.end('web shell built');
  } finally {
    mutex.release();
  }
}

/**
 * Whether the built shell is that of the sources. Sizes and times are compared first; only when they differ are the
 * files read, so that a fresh checkout of the same sources is not built again.
 */
export function isShellBuilt(root) {
  const stamp = readStamp(root);
  if (!stamp) return false;
  const sources = shellSources(root);
  if (stamp.listing === listingDigest(root, sources)) return true;
  if (stamp.content !== contentDigest(root, sources)) return false;
  writeShellStamp(root, stamp.content);
  return true;
}

/** Says that the built shell is that of the sources whose content had this digest. */
export function writeShellStamp(root, content) {
  const stamp = { content, listing: listingDigest(root, shellSources(root)) };
  mkdirSync(join(root, 'shell-ui', 'dist'), { recursive: true });
  writeFileSync(join(root, STAMP), `${JSON.stringify(stamp)}\n`);
}

/** Everything that the built shell depends on, as paths relative to the root. */
export function shellSources(root) {
  const plugins = listFolder(join(root, 'plugins')).filter((entry) => entry.isDirectory());
  return [
    'package-lock.json',
    ...filesUnder(root, 'shell-ui'),
    ...filesUnder(root, join('plugin-sdk', 'src', 'ui')),
    ...plugins.flatMap(({ name }) => {
      const ui = filesUnder(root, join('plugins', name, 'ui'));
      return ui.length > 0 ? [join('plugins', name, 'package.json'), ...ui] : [];
    }),
  ].sort();
}

export function contentDigest(root, files) {
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

function listingDigest(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
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
    return JSON.parse(readFileSync(join(root, STAMP), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
