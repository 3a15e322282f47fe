import { spawn } from 'node:child_process';
import { join } from 'node:path';

const EXECUTABLE = join(import.meta.dirname, '../../../core/bin/datawave.mjs');

/** The part of the result that these tests look at. */
export interface CliScan {
  readonly assets: readonly {
    readonly name: string;
    readonly columns: readonly {
      readonly name: string;
      readonly nullCount: number;
      readonly distinctCount: number;
      readonly classifications: readonly {
        readonly infoType: string;
        readonly sensitivity: string;
        readonly confidence: number;
        readonly evidence: readonly { readonly detail: string }[];
      }[];
    }[];
  }[];
  readonly violations: readonly { readonly control: string; readonly column: string | null }[];
  readonly errors: readonly { readonly asset: string; readonly code: string; readonly message: string }[];
}

/** Runs `datawave scan` as people do, and parses what it prints. */
export async function scanWithCli(
  target: string,
  ...options: readonly string[]
): Promise<{ readonly exitCode: number | null; readonly scan: CliScan; readonly stderr: string }> {
  const child = spawn(process.execPath, [EXECUTABLE, 'scan', target, '--format', 'json', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  const exitCode = await promise;
  if (texts.stdout === '')
    throw new Error(`datawave scan printed nothing and ended with ${exitCode}: ${texts.stderr}`);
  const scan: CliScan = JSON.parse(texts.stdout);
  return { exitCode, scan, stderr: texts.stderr };
}
