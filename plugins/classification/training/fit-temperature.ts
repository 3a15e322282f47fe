import { shareWithNone } from '../src/compete.ts';
import { competingScore } from '../src/model/score-candidates.ts';
import type { ScoredColumn } from './train-trees.ts';

/** The temperature at which the right answers are the likeliest: a search over a grid of one fiftieth. */
export function fitTemperature(scored: readonly ScoredColumn[]): number {
  let best = 1;
  let leastLoss = Number.POSITIVE_INFINITY;
  for (let temperature = 0.6; temperature <= 2.5; temperature += 0.02) {
    let loss = 0;
    for (const { column, scores } of scored) {
      if (column.weight === 0) continue;
      const shares = shareWithNone(scores.map((score) => competingScore(score, temperature)));
      const right =
        column.right.length > 0
          ? column.right.reduce((sum, place) => sum + (shares[place] ?? 0), 0)
          : 1 - shares.reduce((sum, share) => sum + share, 0);
      loss -= column.weight * Math.log(Math.max(1e-9, right));
    }
    if (loss < leastLoss) {
      leastLoss = loss;
      best = temperature;
    }
  }
  return Math.round(best * 100) / 100;
}
