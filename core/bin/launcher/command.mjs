import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from './checkout.mjs';
import { continueWith, runOnce } from './continue.mjs';
import { heapArguments, heapEnvironment } from './heap.mjs';
import { installDependencies } from './install.mjs';
import { keepRunning } from './restart.mjs';
import { buildShell } from './shell.mjs';

/**
 * Runs a `datawave` command. In a checkout it first installs what is missing, and for `start` builds the web shell
 * when its sources have changed; a published package brings both along.
 */
export async function startCommand(checkout, args) {
  if (checkout) {
    await installDependencies(checkout);
    if (args[0] === 'start' && !isWorker(args) && !wantsHelp(args)) await buildShell(checkout);
  }
  const source = join(packageFolder, 'src', 'cli', 'main.ts');
  const entry = existsSync(source) ? source : join(packageFolder, 'src', 'cli', 'main.js');
  if (args[0] !== 'start') {
    // npm runs scripts by a shell, and a signal to npm ends that shell alone.
    const isScript =
      args[0] === 'plugin' && args[1] === 'dev' && process.env.npm_lifecycle_event !== undefined;
    return continueWith(checkout ?? packageFolder, entry, args, {}, [], isScript);
  }
  await keepRunning((env) =>
    runOnce(
      checkout ?? packageFolder,
      entry,
      args,
      { ...heapEnvironment(), ...env },
      heapArguments(isWorker(args)),
    ),
  );
}

function wantsHelp(args) {
  return args.includes('--help') || args.includes('-h');
}

/** Whether `datawave start` with these arguments makes a process that scans and serves no one. */
export function isWorker(args) {
  return args.includes('--role=worker') || args[args.indexOf('--role') + 1] === 'worker';
}
