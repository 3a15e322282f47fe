import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './repository.ts';

/** Runs the executable of an installed package under this Node; its output is shown. Answers the exit code. */
export async function runTool(
  packageName: string,
  args: readonly string[],
  bin = packageName,
): Promise<number> {
  return await runNode([findTool(packageName, bin), ...args]);
}

/** Runs a script under this Node; its output is shown. Answers the exit code, 1 when it was killed. */
export async function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  return await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The file of an installed package's executable. */
export function findTool(packageName: string, bin = packageName): string {
  const manifest = createRequire(join(root, 'package.json')).resolve(`${packageName}/package.json`);
  const parsed: { readonly bin: string | Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(manifest, 'utf8'),
  );
  const file = typeof parsed.bin === 'string' ? parsed.bin : parsed.bin[bin];
  if (file === undefined) throw new Error(`${packageName} has no executable ${bin}`);
  return join(dirname(manifest), file);
}
