import { expect } from 'chai';
import { createRandom } from '../training/random.ts';
import { calibrationError, errorByChance } from './calibration-error.ts';

const repeated = (count: number, confidence: number): readonly number[] =>
  Array.from({ length: count }, () => confidence);

describe('the calibration error', () => {
  it('is what the mean confidence of a bin lies beside the share that was right, weighted by claims', () => {
    const claims = [
      ...[true, true, true, false].map((isRight) => ({ confidence: 0.95, isRight })),
      ...[true, false, false, false].map((isRight) => ({ confidence: 0.25, isRight })),
    ];
    expect(calibrationError(claims)).to.be.closeTo((0.2 * 4 + 0) / 8, 1e-12);
    expect(calibrationError([])).to.equal(0);
  });

  it('by chance is that of the mean deviation of a binomial where all claims are equally sure', () => {
    // The mean of |X - np| is about the square root of 2np(1-p)/π.
    const { mean, high } = errorByChance(repeated(400, 0.5));
    expect(mean).to.be.closeTo(Math.sqrt((2 * 0.25) / (Math.PI * 400)), 0.002);
    expect(high).to.be.closeTo(1.96 * Math.sqrt(0.25 / 400), 0.006);
  });

  it('by chance is the same at every run, falls with more claims and is nothing where all is certain', () => {
    const random = createRandom(3);
    const mixed = Array.from({ length: 200 }, () => random());
    const many = Array.from({ length: 20 }, () => mixed).flat();
    expect(errorByChance(mixed)).to.deep.equal(errorByChance(mixed));
    expect(errorByChance(many, 100).mean).to.be.below(errorByChance(mixed, 100).mean / 3);
    expect(errorByChance([...repeated(50, 1), ...repeated(50, 0)])).to.deep.equal({ mean: 0, high: 0 });
    expect(errorByChance([])).to.deep.equal({ mean: 0, high: 0 });
  });

  it('of a model whose confidences are true lies below the bound in about 95 of 100 cases', () => {
    const random = createRandom(5);
    const confidences = Array.from({ length: 150 }, () => random());
    const { high } = errorByChance(confidences);
    const below = Array.from({ length: 400 }, () =>
      calibrationError(confidences.map((confidence) => ({ confidence, isRight: random() < confidence }))),
    ).filter((error) => error <= high).length;
    expect(below / 400).to.be.within(0.91, 0.98);
  });
});
