import { fork } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { type CommandIo, DataWaveError, SDK_API_VERSION } from '@datawave/plugin-sdk';
import { isObject } from '../../validation/is-object.ts';
import { worthReading } from '../worth-reading.ts';
import { conformanceReport } from './conformance-report.ts';
import { ResultPrinter } from './print-results.ts';
import type { RunnerMessage, TestResult } from './test-result.ts';

/** Where the tests of a plugin stand. */
const TESTS = ['src/**/*.test.{ts,js,mjs}', 'test/**/*.test.{ts,js,mjs}', 'ui/**/*.test.{ts,js,mjs}'];

/** File in the package that says what was checked. */
export const CONFORMANCE_FILE = 'conformance.json';

/**
 * Runs the tests of a plugin, conformance kits among them, prints what came of them and writes `conformance.json`.
 * @returns whether all passed and some kit was run
 * @throws DataWaveError DW_PLUGIN_TEST_FOLDER, DW_PLUGIN_TEST_NONE, DW_PLUGIN_TEST_MOCHA, DW_PLUGIN_TEST_BROKEN
 */
export async function testPlugin(directory: string, io: CommandIo): Promise<boolean> {
  const start = performance.now();
  const { name, version } = readPackage(directory);
  const files = globSync(TESTS, { cwd: directory }).sort();
  if (files.length === 0) throw noTests(directory);
  requireMocha(directory);
  const printer = new ResultPrinter(io.stdout, isColoured(io));
  const results: TestResult[] = [];
  await runFiles(
    directory,
    files,
    (result) => {
      results.push(result);
      printer.print(result);
    },
    io,
  );
  const report = conformanceReport({ name, packageVersion: version, sdk: SDK_API_VERSION }, results);
  writeFileSync(join(directory, CONFORMANCE_FILE), `${JSON.stringify(report, undefined, 2)}\n`);
  printer.close(results, performance.now() - start);
  if (report.kits.length === 0)
    io.stderr.write(
      'No conformance kit was run: call one of @datawave/plugin-sdk/testing in a test, such as classifierConformance.\n',
    );
  return report.isPassed;
}

/** Runs the files in a process of their own: what they break, leak or exit stays theirs. */
function runFiles(
  directory: string,
  files: readonly string[],
  onResult: (result: TestResult) => void,
  io: CommandIo,
): Promise<void> {
  const runner = join(import.meta.dirname, `run-tests${extname(import.meta.filename)}`);
  return new Promise((resolve, reject) => {
    const child = fork(runner, [directory, ...files.map((file) => join(directory, file))], {
      cwd: directory,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { ...io.env, NODE_ENV: 'test' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    child.stdout?.on('data', (chunk: Buffer) => io.stdout.write(chunk));
    child.stderr?.on('data', (chunk: Buffer) => io.stderr.write(chunk));
    let broken: DataWaveError | null = null;
    child.on('message', (message: RunnerMessage) => {
      if (message.kind === 'result') onResult(message.result);
      else broken = brokenFile(worthReading(message.error));
    });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (broken !== null) reject(broken);
      else if (code !== 0) reject(brokenFile(`the process of the tests ended with ${signal ?? code}`));
      else resolve();
    });
  });
}

const isColoured = ({ stdout, env }: CommandIo): boolean =>
  'isTTY' in stdout && stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '';

function readPackage(directory: string): { readonly name: string; readonly version: string } {
  const file = join(directory, 'package.json');
  const read: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  if (isObject(read) && isObject(read['datawave']) && typeof read['name'] === 'string')
    return { name: read['name'], version: typeof read['version'] === 'string' ? read['version'] : '0.0.0' };
  throw new DataWaveError({
    code: 'DW_PLUGIN_TEST_FOLDER',
    message: `${directory} is no plugin: ${read === null ? 'it has no package.json' : 'its package.json has no name or no manifest under "datawave"'}.`,
    hint: 'Name the folder of a plugin: datawave plugin test DIR.',
  });
}

const noTests = (directory: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_TEST_NONE',
    message: `There are no tests in ${directory}.`,
    hint: `Write one that calls a conformance kit, as src/conformance.test.ts. Looked for: ${TESTS.join(', ')}.`,
  });

function requireMocha(directory: string): void {
  try {
    createRequire(join(directory, 'package.json')).resolve('mocha');
  } catch (error) {
    throw new DataWaveError({
      code: 'DW_PLUGIN_TEST_MOCHA',
      message: 'mocha, with which the conformance kits run, is not installed beside the plugin.',
      hint: 'Run npm install; if it is not among "devDependencies" yet, npm install --save-dev mocha @types/mocha.',
      cause: error,
    });
  }
}

const brokenFile = (error: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_PLUGIN_TEST_BROKEN',
    message: `The tests could not be run: ${error}`,
    hint: 'Mend what stands above; "npx tsc --noEmit" often says more.',
  });
