import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles, root } from '../repository.ts';
import { findTool, runNode } from '../run-tool.ts';
import type { MochaResult } from './mocha-reporter.ts';

const PATTERNS = ['{src,test,scripts,bin,ui,faults,attacks}/**/*.test.{ts,mjs}'] as const;
/** Test files run side by side, in as many processes; more would starve the servers that they start. */
const JOBS = 2;

/** Runs the given test files, or all; undefined when mocha crashed. */
export async function runMocha(
  files: readonly string[],
  options: readonly string[],
): Promise<MochaResult | undefined> {
  const chosen = files.length > 0 ? files : listFiles(...PATTERNS);
  const folder = mkdtempSync(join(tmpdir(), 'datawave-test-'));
  const output = join(folder, 'result.json');
  try {
    const code = await runNode([
      findTool('mocha'),
      ...[
        '--reporter',
        join(root, 'core/scripts/test/mocha-reporter.ts'),
        '--reporter-option',
        `output=${output}`,
      ],
      ...(chosen.length > 1 ? ['--parallel', '--jobs', String(JOBS)] : []),
      ...(process.env['CI'] === 'true' ? ['--forbid-only'] : []),
      ...options,
      ...chosen,
    ]);
    if (!existsSync(output)) return undefined;
    const result: MochaResult = JSON.parse(readFileSync(output, 'utf8'));
    const isExplained = code === 0 || result.failed > 0 || result.leaked.length > 0;
    return isExplained ? result : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
