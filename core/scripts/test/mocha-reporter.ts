import { writeFileSync } from 'node:fs';
import { type MochaOptions, type Runner, reporters, type Test } from 'mocha';

/** What one mocha run came to; `npm test` adds it to what it checked besides. */
export interface MochaResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
  /** What still kept the process alive after the last test; empty when it could end by itself. */
  readonly leaked: readonly string[];
}

const SLOWEST = 10;
const DOTS_A_LINE = 80;
/** How long the process may take to end by itself after the last test, in milliseconds. */
const ENDING_LIMIT = 30_000;

/**
 * A dot for what passes, the whole story for what fails, then the slowest tests. With the option `output` it also
 * leaves a MochaResult there. A process that does not end by itself is ended, and counted as a failure.
 */
export default class MochaReporter extends reporters.Base {
  constructor(runner: Runner, options: MochaOptions) {
    super(runner, options);
    const output: unknown = options.reporterOptions?.['output'];
    const tests: { readonly title: string; readonly duration: number }[] = [];
    const skipped: string[] = [];
    let failed = 0;
    let dots = 0;
    const mark = (sign: string): void => {
      process.stdout.write(dots > 0 && dots % DOTS_A_LINE === 0 ? `\n${sign}` : sign);
      dots += 1;
    };
    const save = (leaked: readonly string[]): void => {
      if (typeof output !== 'string') return;
      const result: MochaResult = { passed: tests.length, failed, skipped, leaked };
      writeFileSync(output, JSON.stringify(result));
    };
    runner.on('pass', (test: Test) => {
      tests.push({ title: test.fullTitle(), duration: test.duration ?? 0 });
      mark('.');
    });
    runner.on('pending', (test: Test) => {
      skipped.push(test.fullTitle());
      mark('s');
    });
    runner.on('fail', (test: Test, error: Error) => {
      failed += 1;
      mark('F');
      // In a long run a failure is worth reading before the end.
      process.stdout.write(`\n${test.fullTitle()}: ${error.message}\n`);
      dots = 0;
    });
    runner.once('end', () => {
      process.stdout.write('\n');
      this.epilogue();
      for (const title of skipped) process.stdout.write(`skipped: ${title}\n`);
      process.stdout.write('slowest:\n');
      for (const { title, duration } of tests
        .sort((left, right) => right.duration - left.duration)
        .slice(0, SLOWEST)) {
        process.stdout.write(`  ${String(duration).padStart(6)} ms  ${title}\n`);
      }
      save([]);
      setTimeout(() => {
        const leaked = process.getActiveResourcesInfo().filter((name) => name !== 'Timeout');
        save(leaked.length > 0 ? leaked : ['Timeout']);
        process.stdout.write(
          `the tests have ended, but these keep the process alive: ${leaked.join(', ')}\n`,
        );
        process.exit(1);
      }, ENDING_LIMIT).unref();
    });
  }
}
