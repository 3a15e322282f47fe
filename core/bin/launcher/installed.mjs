import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STAMP = join('node_modules', '.datawave-installed');
const HIDDEN_LOCK = join('node_modules', '.package-lock.json');

/** SHA-256 of the lock file, in hexadecimal. */
export function lockDigest(root) {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
}

/**
 * Whether node_modules is what the lock file says: by our stamp, or, for an install by hand, by npm's own hidden lock
 * file. The second way costs some milliseconds and leaves a stamp behind.
 */
export function isInstalled(root) {
  const digest = lockDigest(root);
  if (hasStamp(root, digest)) return true;
  if (!hiddenLockAgrees(root)) return false;
  writeStamp(root, digest);
  return true;
}

/** Says that node_modules is what the lock file says. Call it after success only. */
export function writeStamp(root, digest = lockDigest(root)) {
  try {
    mkdirSync(join(root, 'node_modules'), { recursive: true });
    writeFileSync(join(root, STAMP), `${digest}\n`);
  } catch (error) {
    // Somebody else's checkout, read only: the next start looks at the hidden lock file again.
    if (error.code !== 'EACCES' && error.code !== 'EROFS' && error.code !== 'EPERM') throw error;
  }
}

function hasStamp(root, digest) {
  try {
    const stamp = join(root, STAMP);
    if (readFileSync(stamp, 'utf8').trim() !== digest) return false;
    // npm has changed node_modules since: do not trust the stamp.
    return statSync(join(root, HIDDEN_LOCK)).mtimeMs <= statSync(stamp).mtimeMs;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

function hiddenLockAgrees(root) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const present = readPackages(join(root, HIDDEN_LOCK));
  if (!wanted || !present) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!/(^|\/)node_modules\//.test(path)) continue;
    const found = present[path];
    if (!found) {
      if (entry.optional && !isForThisMachine(entry)) continue;
      return false;
    }
    if (found.version !== entry.version || found.integrity !== entry.integrity) return false;
  }
  return true;
}

/** npm passes over optional packages of other machines, and what only those need. */
function isForThisMachine({ os, cpu, libc }) {
  if (!os && !cpu) return false;
  if (libc) return false;
  return matches(os, process.platform) && matches(cpu, process.arch);
}

function matches(declared, value) {
  if (!declared) return true;
  const list = [declared].flat();
  if (list.includes(`!${value}`)) return false;
  return list.includes('any') || list.includes(value) || list.every((entry) => entry.startsWith('!'));
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
