import type { Verdict } from '../weigh-column.ts';
import { addedWeight, type Candidate } from './candidate-features.ts';
import type { ColumnModel } from './column-model.ts';
import { scoreRow } from './trees.ts';

/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 9;

/** Probabilities of a column's candidates under the model; with those of "none" they share one. Best first. */
export function scoreCandidates(model: ColumnModel, candidates: readonly Candidate[]): readonly Verdict[] {
  const scores = candidates.map(({ proposal, margin, features }) =>
    Math.min(
      SUREST,
      (margin + scoreRow(model.ensemble, features)) / model.temperature + addedWeight(proposal),
    ),
  );
  const most = Math.max(0, ...scores);
  const shares = scores.map((score) => Math.exp(score - most));
  const total = shares.reduce((sum, share) => sum + share, Math.exp(-most));
  return candidates
    .map(
      ({ proposal }, index): Verdict => ({
        infoType: proposal.infoType,
        confidence: Math.round(((shares[index] ?? 0) / total) * 10_000) / 10_000,
        matched: proposal.matched,
        sampled: proposal.sampled,
        evidence: proposal.evidence,
      }),
    )
    .sort((a, b) => b.confidence - a.confidence || (a.infoType < b.infoType ? -1 : 1));
}
