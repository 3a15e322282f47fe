import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What another tool did with the same values, or why it could not be asked. */
export type ToolFigure =
  | { readonly name: string; readonly perSecond: number; readonly why?: undefined }
  | { readonly name: string; readonly perSecond: null; readonly why: string };

/** Installing takes minutes at worst; a tool that takes longer is left out. */
const INSTALL_MS = 240_000;
const RUN_MS = 120_000;

const TOOLS = [
  // Pattern recognisers alone, as Presidio runs them without a language model.
  {
    name: 'presidio-analyzer',
    packages: ['presidio-analyzer==2.2.366'],
    script: 'run_presidio.py',
    values: 2400,
  },
  {
    name: 'dataprofiler',
    packages: ['DataProfiler[ml]==0.14.0', 'setuptools<81'],
    script: 'run_dataprofiler.py',
    values: 2400,
  },
] as const;

/** Installs Presidio and DataProfiler into a temporary folder and lets them look at the first of the values. */
export function pythonTools(values: readonly string[]): readonly ToolFigure[] {
  const folder = mkdtempSync(join(tmpdir(), 'datawave-bench-'));
  try {
    const quiet = { stdio: 'pipe', encoding: 'utf8' } as const;
    try {
      execFileSync('python3', ['-c', 'import venv, ensurepip'], { ...quiet, timeout: 20_000 });
    } catch {
      return TOOLS.map(({ name }) => ({ name, perSecond: null, why: 'there is no Python 3 with venv here' }));
    }
    const file = join(folder, 'values.json');
    return TOOLS.map(({ name, packages, script, values: count }): ToolFigure => {
      const home = join(folder, name);
      const python = join(home, 'bin/python');
      try {
        execFileSync('python3', ['-m', 'venv', home], { ...quiet, timeout: INSTALL_MS });
        execFileSync(
          python,
          ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages],
          { ...quiet, timeout: INSTALL_MS },
        );
      } catch (error) {
        return { name, perSecond: null, why: `it could not be installed (${lastLine(error)})` };
      }
      try {
        writeFileSync(file, JSON.stringify(values.slice(0, count)));
        const told = execFileSync(python, [join(import.meta.dirname, 'python', script), file], {
          ...quiet,
          timeout: RUN_MS,
        });
        const seconds = Number(told.trim().split('\n').at(-1));
        if (!(seconds > 0)) throw new Error('it told no time');
        return { name, perSecond: count / seconds };
      } catch (error) {
        return { name, perSecond: null, why: `it failed (${lastLine(error)})` };
      } finally {
        rmSync(home, { recursive: true, force: true });
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function lastLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const told = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr : error.message;
  const reached = /Could not find a version|No matching distribution/.exec(told)?.[0];
  return (reached ?? told.trim().split('\n').at(-1) ?? '').slice(0, 200);
}
