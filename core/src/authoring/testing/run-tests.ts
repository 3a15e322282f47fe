import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type Mocha from 'mocha';
import type { KitMark, RunnerMessage, TestResult } from './test-result.ts';

/** Runs the test files of a plugin with the mocha that it brings, in a process of its own: `run-tests.ts DIR FILE...`. */
async function main([directory = '.', ...files]: readonly string[]): Promise<void> {
  const entry = createRequire(join(directory, 'package.json')).resolve('mocha');
  const module = (await import(pathToFileURL(entry).href)) as { readonly default: typeof Mocha };
  const mocha = new module.default({ timeout: 60_000, reporter: reporterOf(module.default) });
  for (const file of files) mocha.addFile(file);
  try {
    await mocha.loadFilesAsync();
  } catch (error) {
    await tell({ kind: 'broken', file: null, error: textOf(error) });
    return;
  }
  await new Promise<void>((resolve) => mocha.run(() => resolve()));
}

/** A reporter that tells the process that asked. */
function reporterOf({ Runner }: typeof Mocha): Mocha.ReporterConstructor {
  const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Runner.constants;
  return class {
    constructor(runner: Mocha.Runner) {
      const end = (test: Mocha.Runnable, state: TestResult['state'], error: unknown = null): void => {
        void tell({
          kind: 'result',
          result: {
            suites: suitesOf(test),
            title: test.title,
            state,
            durationMs: test.duration ?? 0,
            error: error === null ? null : textOf(error),
            kit: markOf(test.parent),
          },
        });
      };
      runner.on(EVENT_TEST_PASS, (test) => end(test, 'passed'));
      runner.on(EVENT_TEST_PENDING, (test) => end(test, 'skipped'));
      // Also of a hook around the tests.
      runner.on(EVENT_TEST_FAIL, (test, error) => end(test, 'failed', error));
    }
  } as unknown as Mocha.ReporterConstructor;
}

const suitesOf = (test: Mocha.Runnable): readonly string[] => test.titlePath().slice(0, -1);

/** The mark of the nearest suite that carries one. */
function markOf(suite: Mocha.Suite | undefined): KitMark | null {
  for (let at = suite; at !== undefined; at = at.parent) {
    const mark: unknown = Reflect.get(at, Symbol.for('datawave.conformance'));
    if (mark !== undefined) return mark as KitMark;
  }
  return null;
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);

const tell = (message: RunnerMessage): Promise<void> =>
  new Promise((resolve) => (process.send === undefined ? resolve() : process.send(message, () => resolve())));

await main(process.argv.slice(2));
// A test that left something open does not keep the process; what was told has been sent.
process.disconnect?.();
process.exit();
