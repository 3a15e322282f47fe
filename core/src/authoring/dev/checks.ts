import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { worthReading } from '../worth-reading.ts';

/** Longest that a module may take to be imported, in milliseconds. */
const IMPORT_MS = 20_000;

/** Imports a module in a process that is thrown away. Answers what is wrong with it, or null. */
export async function tryImport(entry: string): Promise<string | null> {
  const script = 'await import(process.argv[1]); process.exit(0);';
  const { code, said } = await run(
    [
      '--disable-warning=ExperimentalWarning',
      '--input-type=module',
      '--eval',
      script,
      pathToFileURL(entry).href,
    ],
    process.cwd(),
    IMPORT_MS,
  );
  if (code === 0) return null;
  return code === null ? `It was not imported within ${IMPORT_MS / 1000} s.` : worthReading(said);
}

/** Checks the types of a plugin with the compiler that it brings. Answers what is wrong, or null, also where it brings none. */
export async function checkTypes(directory: string): Promise<string | null> {
  const compiler = join(directory, 'node_modules/typescript/bin/tsc');
  if (!existsSync(compiler) || !existsSync(join(directory, 'tsconfig.json'))) return null;
  const { code, said } = await run([compiler, '--noEmit', '--pretty', 'false'], directory, 60_000);
  return code === 0 ? null : worthReading(said);
}

function run(
  args: readonly string[],
  cwd: string,
  timeout: number,
): Promise<{ readonly code: number | null; readonly said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout });
    let said = '';
    const keep = (chunk: string): void => {
      if (said.length < 20_000) said += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
}
