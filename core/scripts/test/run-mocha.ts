import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { KEPT_CLUSTERS } from '../../src/storage/embedded/kept-cluster.ts';
import { listFiles, root } from '../repository.ts';
import { findTool, runNode } from '../run-tool.ts';
import type { MochaResult } from './mocha-reporter.ts';
import { makeTestFolder } from './test-folder.ts';

const PATTERNS = ['{src,test,scripts,bin,ui,faults,attacks}/**/*.test.{ts,mjs}'] as const;
/** Test files run side by side, in as many processes: a third of their time they wait for servers, browsers and the clock. */
const JOBS = 3;
/** Each of these processes runs hundreds of files: with room for young objects it clears up less often. */
const HEAP = '--max-semi-space-size=64';

/** Runs the given test files, or all; undefined when mocha crashed. */
export async function runMocha(
  files: readonly string[],
  options: readonly string[],
): Promise<MochaResult | undefined> {
  const chosen = files.length > 0 ? files : listFiles(...PATTERNS);
  const folder = makeTestFolder();
  const output = join(folder, 'result.json');
  mkdirSync(join(folder, 'clusters'));
  try {
    const args = [
      HEAP,
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
    ];
    const code = await runNode(args, { TMPDIR: folder, [KEPT_CLUSTERS]: join(folder, 'clusters') });
    if (!existsSync(output)) return undefined;
    const result: MochaResult = JSON.parse(readFileSync(output, 'utf8'));
    const isExplained = code === 0 || result.failed > 0 || result.leaked.length > 0;
    return isExplained ? result : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
