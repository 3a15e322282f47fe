import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { type Attack, attacksOn, write } from './expressions/attacks-on.ts';
import { type Expression, writtenExpressions } from './expressions/collect-expressions.ts';

/** Small steps first: what doubles with every character shows long before it would hang. */
const LENGTHS = [12, 16, 20, 24, 28, 32, 36, 40, 44, 48, 56, 64, 128, 256, 512, 1024];
/** No expression takes longer than this for a value of 1024 characters, by far, unless it goes back and forth over it. */
const LONG_MS = 50;
/** Growth from a quarter of the length: 4 is linear, 16 quadratic, 64 cubic. */
const STEEP = 50;

describe('expressions of the shipped classifiers', () => {
  it('cannot be made to take long by any value', async function () {
    this.timeout(120_000);
    const collector = join(import.meta.dirname, 'expressions/collect-expressions.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [collector], { maxBuffer: 2 ** 26 });
    const built = JSON.parse(stdout) as readonly Expression[];
    const written = writtenExpressions();
    expect(built.length, 'expressions put together').to.be.greaterThan(30);
    expect(written.length, 'expressions written out').to.be.greaterThan(200);
    const all = new Map([...written, ...built].map((one) => [`/${one.source}/${one.flags}`, one]));
    const slow: string[] = [];
    for (const [written, one] of all) {
      const expression = new RegExp(one.source, one.flags.replace(/[gy]/g, ''));
      const attack = attacksOn(one).find((attack) => isSlow(expression, attack));
      if (attack !== undefined) slow.push(`${one.file}: ${written} on ${JSON.stringify(attack)}`);
    }
    expect(slow).to.deep.equal([]);
  });

  for (const [what, source] of [
    ['nested repetition', '^(?:a+)+$'],
    ['overlapping choices', '^(?:\\w|\\d)+$'],
    ['several in a row', '^\\d+\\d+\\d+\\d+$'],
  ] as const) {
    it(`would be found out with ${what}`, () => {
      const expression = new RegExp(source);
      expect(attacksOn({ source, flags: '' }).some((attack) => isSlow(expression, attack))).to.equal(true);
    });
  }
});

/** Whether an expression takes long on an attack of some length, and steeply longer than on a shorter one. */
function isSlow(expression: RegExp, attack: Attack): boolean {
  for (const length of LENGTHS) {
    const value = write(attack, length);
    if (timeOf(expression, value, 1) < LONG_MS) continue;
    // Once may be the machine; the best of several is the expression. What is exponential takes only a little longer.
    const long = timeOf(expression, value, 4);
    if (long < LONG_MS) continue;
    return long / Math.max(timeOf(expression, write(attack, length / 4), 4), 0.001) > STEEP;
  }
  return false;
}

/** Best time of several, in milliseconds. */
function timeOf(expression: RegExp, value: string, times: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < times; time += 1) {
    const start = performance.now();
    expression.test(value);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
