import { shareWithNone } from '../src/compete.ts';
import { competingScore } from '../src/model/score-candidates.ts';
import type { ScoredColumn } from './train-trees.ts';

/**
 * The temperature at which confidences are true: a search over a grid of one fiftieth for the likeliest outcome of whether the
 * best answer (a type or none) is right. That is what people are told and figures measure; where a label is arguable, each of its alternatives
 * is right. To fit how likely one given label is would call answers doubtful that every reader accepts.
 */
export function fitTemperature(scored: readonly ScoredColumn[]): number {
  const answers = scored.flatMap(({ column, scores }) => {
    if (scores.length === 0) return [];
    const isRight = column.types.map((type) => column.label.includes(type));
    const isNoneRight = column.label.includes('none') || !isRight.includes(true);
    return [{ scores, isRight, isNoneRight, weight: column.lookWeight }];
  });
  let best = 1;
  let leastLoss = Number.POSITIVE_INFINITY;
  for (let temperature = 0.6; temperature <= 2.5; temperature += 0.02) {
    let loss = 0;
    for (const { scores, isRight, isNoneRight, weight } of answers) {
      const shares = shareWithNone(scores.map((score) => competingScore(score, temperature)));
      let confidence = 1 - shares.reduce((sum, share) => sum + share, 0);
      let isBestRight = isNoneRight;
      for (const [place, share] of shares.entries()) {
        if (share <= confidence) continue;
        confidence = share;
        isBestRight = isRight[place] === true;
      }
      loss -= weight * Math.log(Math.max(1e-9, isBestRight ? confidence : 1 - confidence));
    }
    if (loss < leastLoss) {
      leastLoss = loss;
      best = temperature;
    }
  }
  return Math.round(best * 100) / 100;
}
