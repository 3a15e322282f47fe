import { createRandom } from '../training/random.ts';

/** Something that was said with a probability, and whether it was right. */
export interface Claim {
  readonly confidence: number;
  readonly isRight: boolean;
}

/** What the calibration error of a model would be whose every confidence were true. */
export interface ErrorByChance {
  /** Over draws of which claims come true. */
  readonly mean: number;
  /** Not exceeded in 95 of 100 draws. */
  readonly high: number;
}

const BINS = 10;

const binOf = (confidence: number): number => Math.min(BINS - 1, Math.floor(confidence * BINS));

/** Expected calibration error in ten bins of equal width, after Naeini, Cooper and Hauskrecht (2015). */
export function calibrationError(claims: readonly Claim[]): number {
  const gaps = Array.from({ length: BINS }, () => 0);
  for (const { confidence, isRight } of claims) {
    const bin = binOf(confidence);
    gaps[bin] = (gaps[bin] ?? 0) + confidence - Number(isRight);
  }
  return sumOfGaps(gaps, claims.length);
}

/**
 * What chance alone shows as calibration error with these confidences: every bin of finitely many claims lies beside its mean, and gaps
 * to either side add up. Claims come true independently of each other here; columns of one table do not, so that true chance is
 * somewhat larger.
 * @param draws - how often all claims come true or not
 */
export function errorByChance(confidences: readonly number[], draws = 1000, seed = 17): ErrorByChance {
  const random = createRandom(seed);
  const errors = Array.from({ length: draws }, () => {
    const gaps = Array.from({ length: BINS }, () => 0);
    for (const confidence of confidences) {
      const bin = binOf(confidence);
      gaps[bin] = (gaps[bin] ?? 0) + confidence - Number(random() < confidence);
    }
    return sumOfGaps(gaps, confidences.length);
  }).sort((a, b) => a - b);
  return {
    mean: errors.reduce((sum, error) => sum + error, 0) / draws,
    high: errors[Math.ceil(draws * 0.95) - 1] ?? 0,
  };
}

const sumOfGaps = (gaps: readonly number[], claims: number): number =>
  claims === 0 ? 0 : gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / claims;
