import { styleText } from 'node:util';
import { adviceFor } from './kit-advice.ts';
import type { TestResult } from './test-result.ts';

/** Lines of a stack that say nothing to the author of a plugin. */
const FOREIGN = /node:internal|[\\/]node_modules[\\/](?:mocha|@datawave)[\\/]/;
const MARKS = { passed: '✓', failed: '✗', skipped: '–' } as const;
const COLOURS = { passed: 'green', failed: 'red', skipped: 'gray' } as const;
/** Milliseconds from which a check says how long it took. */
const SLOW_MS = 50;

/** Writes results as they come, under headings of their suites. */
export class ResultPrinter {
  readonly #out: NodeJS.WritableStream;
  readonly #paint: (colour: 'green' | 'red' | 'gray' | 'bold', text: string) => string;
  #heading = '';

  constructor(out: NodeJS.WritableStream, isColoured: boolean) {
    this.#out = out;
    this.#paint = (colour, text) => (isColoured ? styleText(colour, text, { validateStream: false }) : text);
  }

  print({ suites, title, state, durationMs, error, kit }: TestResult): void {
    const heading = `${suites.join(' · ')}${kit === null ? '' : `  (kit ${kit.kit} ${kit.version})`}`;
    if (heading !== this.#heading)
      this.#out.write(`\n${this.#paint('bold', heading === '' ? 'Own tests' : heading)}\n`);
    this.#heading = heading;
    const time = durationMs >= SLOW_MS ? this.#paint('gray', `  ${durationMs} ms`) : '';
    this.#out.write(`  ${this.#paint(COLOURS[state], MARKS[state])} ${title}${time}\n`);
    if (error === null) return;
    const lines = error.split('\n').filter((line) => !(/^\s+at /.test(line) && FOREIGN.test(line)));
    for (const line of lines.slice(0, 20)) this.#out.write(`      ${line}\n`);
    if (kit !== null)
      this.#out.write(`      ${this.#paint('bold', 'To mend it:')} ${adviceFor(kit.kit, title)}\n`);
  }

  /** The last lines: how much was checked, and how long it took. */
  close(results: readonly TestResult[], milliseconds: number): void {
    const count = (list: readonly TestResult[], state: TestResult['state']): number =>
      list.filter((result) => result.state === state).length;
    const tally = (list: readonly TestResult[]): string =>
      (['passed', 'failed', 'skipped'] as const)
        .map((state) => [count(list, state), state] as const)
        .filter(([n, state]) => n > 0 || state === 'passed')
        .map(([n, state]) => `${n} ${state}`)
        .join(', ');
    const ofKits = results.filter(({ kit }) => kit !== null);
    const own = results.filter(({ kit }) => kit === null);
    this.#out.write(
      `\nConformance: ${tally(ofKits)}. Own tests: ${tally(own)}. ${(milliseconds / 1000).toFixed(1)} s.\n`,
    );
  }
}
