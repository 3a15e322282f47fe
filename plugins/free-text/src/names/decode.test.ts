import { expect } from 'chai';
import fc from 'fast-check';
import { bestPath, FORBIDDEN, isLegal } from './decode.ts';
import { LABEL_COUNT } from './labels.ts';

const n = LABEL_COUNT;
const score = fc.double({ min: -12, max: 12, noNaN: true });

/** Each label after each, none passed over. */
function plainBestScore(scores: Float64Array, length: number, transitions: Float32Array): number {
  let best = Array.from({ length: n }, (_, to) => (isLegal(0, to) ? (scores[to] ?? 0) : FORBIDDEN));
  for (let token = 1; token < length; token++)
    best = Array.from(
      { length: n },
      (_, to) =>
        (scores[token * n + to] ?? 0) +
        Math.max(...best.map((before, from) => before + (transitions[from * n + to] ?? 0))),
    );
  return Math.max(...best);
}

describe('the likeliest labels', () => {
  it('are as likely as those found by trying every label after every other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(score, { minLength: 6 * n, maxLength: 6 * n }),
        fc.array(score, { minLength: n * n, maxLength: n * n }),
        fc.double({ min: 0, max: 30, noNaN: true }),
        (length, values, follows, outside) => {
          // "Outside" ahead of all others by more or less: only then are labels passed over.
          const scores = Float64Array.from(values, (value, at) => (at % n === 0 ? value + outside : value));
          const transitions = Float32Array.from(follows, (value, at) =>
            isLegal(Math.floor(at / n), at % n) ? value / 4 : FORBIDDEN,
          );
          const path = bestPath(scores, length, transitions);
          let sum = 0;
          path.forEach((label, token) => {
            sum += scores[token * n + label] ?? 0;
            if (token > 0) sum += transitions[(path[token - 1] ?? 0) * n + label] ?? 0;
          });
          expect(sum).to.be.closeTo(plainBestScore(scores, length, transitions), 1e-9);
        },
      ),
      { numRuns: 200 },
    );
  });
});
