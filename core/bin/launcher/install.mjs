import { join } from 'node:path';
import { LauncherError } from './error.mjs';
import { isInstalled, lockDigest, writeStamp } from './installed.mjs';
import { Mutex } from './mutex.mjs';
import { runNpm } from './npm.mjs';
import { Progress } from './progress.mjs';

/** Development packages too, whatever the environment says: one node_modules serves `npm start` and `npm test`. */
const ARGUMENTS = [
  'ci',
  '--ignore-scripts',
  '--include=dev',
  '--include=optional',
  '--no-audit',
  '--no-fund',
];

/**
 * Brings node_modules of a checkout to what its lock file says. Of several starts at once one installs and the others
 * wait for it; an install that was killed is done again.
 */
export async function installDependencies(root) {
  if (isInstalled(root)) return;
  const mutex = new Mutex(join(root, '.datawave-install'));
  let progress;
  try {
    await mutex.acquire((pid) => {
      const holder = pid === undefined ? 'another start' : `another start (process ${pid})`;
      progress ??= new Progress(`waiting for ${holder} to install the dependencies`);
    });
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(error.code)) throw error;
    throw new LauncherError(
      `the dependencies are not installed, and ${root} cannot be written to`,
      'Run `npm ci --ignore-scripts` there once as its owner.',
    );
  }
  try {
    if (isInstalled(root)) {
      progress?.end('the dependencies are there');
      return;
    }
    await install(root, mutex);
  } finally {
    mutex.release();
  }
}

async function install(root, mutex) {
  const progress = new Progress('installing dependencies (npm ci --ignore-scripts)');
  const digest = lockDigest(root);
  let result;
  try {
    result = await runNpm(root, ARGUMENTS, { onSpawn: (pid) => mutex.addChild(pid) });
  } catch (error) {
    progress.end('npm could not be started');
    throw new LauncherError(
      `npm could not be started: ${error.message}`,
      'Install npm 11 (it comes with Node) and see that it is on the PATH.',
    );
  }
  if (!result.isDone) {
    progress.end('the dependencies could not be installed');
    process.stderr.write(`${result.output.trimEnd()}\n`);
    throw new LauncherError(
      `npm ci ended with ${result.signal ?? result.code} in ${root}`,
      'What npm said stands above. Mend it (network, registry, disk space) and start again.',
    );
  }
  writeStamp(root, digest);
  progress.end('dependencies installed');
}
