import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFiles, root } from '../scripts/repository.ts';
import { findTool } from '../scripts/run-tool.ts';

/** Attacks that stand beside what they are about, and belong to the same table. Plugins name theirs `*.attack.test.ts`. */
const OTHERS = [
  'core/src/http/path-tricks.test.ts',
  'core/src/http/static-files.test.ts',
  'core/src/security/egress-fetch.test.ts',
  'core/src/security/egress.test.ts',
  'core/src/security/host-glob.test.ts',
  'core/test/canary.test.ts',
  'core/test/confined-tables.test.ts',
  'core/test/egress-bypass.test.ts',
  'core/test/egress-rules.test.ts',
  'core/test/route-permissions.test.ts',
  'plugins/identity/test/token-attacks.test.ts',
];

/** What a file of tests came to. */
export interface FileResult {
  readonly file: string;
  readonly cases: number;
  readonly faults: readonly string[];
  readonly seconds: number;
}

/** All files of tests that attack something. */
export function attackTests(): readonly string[] {
  return [
    ...new Set([
      ...OTHERS.filter((file) => listFiles('**/*.test.ts').includes(file)),
      ...listFiles('**/*.attack.test.ts'),
    ]),
  ];
}

/** Runs one file of tests in a process of its own. */
export async function runTestFile(file: string): Promise<FileResult> {
  const folder = await mkdtemp(join(tmpdir(), 'datawave-attack-'));
  const output = join(folder, 'result.json');
  const started = performance.now();
  try {
    const child = spawn(
      process.execPath,
      [findTool('mocha'), '--reporter', 'json', '--reporter-option', `output=${output}`, file],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    await new Promise((resolve) => child.once('exit', resolve));
    const seconds = (performance.now() - started) / 1000;
    const text = await readFile(output, 'utf8').catch(() => null);
    if (text === null) return { file, cases: 0, faults: ['it did not come to an end'], seconds };
    const result: {
      readonly stats: { readonly passes: number; readonly failures: number };
      readonly failures: readonly {
        readonly fullTitle: string;
        readonly err: { readonly message?: string };
      }[];
    } = JSON.parse(text);
    return {
      file,
      cases: result.stats.passes + result.stats.failures,
      faults: result.failures.map(({ fullTitle, err }) => `${fullTitle}: ${err.message ?? ''}`),
      seconds,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
