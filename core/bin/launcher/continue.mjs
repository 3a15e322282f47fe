import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { LauncherError } from './error.mjs';
import { compileCacheFolder, findNode } from './node.mjs';

/** How often whoever started us is looked for, in milliseconds. */
const LOOK_MS = 250;

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR2'];

/**
 * Carries on with a script under a Node that is new enough. Signals go through to it, its exit code comes back.
 * `folder` is where the packages are looked for. With `endsWithParent` it is told to end when whoever started this process is gone.
 */
export async function continueWith(
  folder,
  script,
  args,
  env = {},
  nodeArguments = [],
  endsWithParent = false,
) {
  endLike(await runOnce(folder, script, args, env, nodeArguments, endsWithParent));
}

/** The same, answering how it ended: `{ code, signal, wasAsked }`, the last whether it was told to end. */
export function runOnce(folder, script, args, env, nodeArguments, endsWithParent = false) {
  const node = findNode(folder);
  const cache = process.env.NODE_COMPILE_CACHE ?? compileCacheFolder(folder);
  return new Promise((resolve, reject) => {
    const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...nodeArguments, script, ...args], {
      stdio: 'inherit',
      env: { ...process.env, ...(cache ? { NODE_COMPILE_CACHE: cache } : {}), ...env },
    });
    let wasAsked = false;
    const forward = (signal) => {
      wasAsked = true;
      // A terminal sends Ctrl-C to the whole group; a second one would mean "at once" to the child.
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of FORWARDED) process.on(signal, forward);
    const parent = process.ppid;
    const look = endsWithParent
      ? setInterval(() => process.ppid === parent || forward('SIGTERM'), LOOK_MS)
      : undefined;
    child.on('error', (error) => {
      reject(
        new LauncherError(
          `${node} could not be started: ${error.message}`,
          'Install Node 24 and put it on the PATH.',
        ),
      );
    });
    child.on('exit', (code, signal) => {
      clearInterval(look);
      for (const name of FORWARDED) process.off(name, forward);
      resolve({ code, signal, wasAsked });
    });
  });
}

/** Ends this process as another has ended. */
export function endLike({ code, signal }) {
  process.exitCode = signal ? 128 + constants.signals[signal] : (code ?? 1);
  if (signal) process.kill(process.pid, signal);
}
