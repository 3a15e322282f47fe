import { spawn } from 'node:child_process';
import { delimiter, join, sep } from 'node:path';

/** How much of what npm said is kept for the report of a failure, in characters. */
const KEPT_OUTPUT = 8_000;

/**
 * Runs npm in `root` and answers whether it succeeded and the end of what it said.
 * `onSpawn` gets the process id as soon as there is one.
 */
export function runNpm(root, args, { onSpawn, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(isWindows ? 'npm.cmd' : 'npm', args, {
      cwd: root,
      env: { ...process.env, ...env, PATH: pathWithout(join(root, 'node_modules')) },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
    });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_OUTPUT);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ isDone: code === 0, code, signal, output }));
    if (child.pid !== undefined) onSpawn?.(child.pid);
  });
}

/**
 * The PATH without the folders that npm puts before it for a script: an install removes them, the Node in them too,
 * under the feet of the npm that runs on it.
 */
function pathWithout(folder) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => entry !== folder && !entry.startsWith(folder + sep))
    .join(delimiter);
}
