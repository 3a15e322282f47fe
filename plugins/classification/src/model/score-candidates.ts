import type { Evidence } from '@datawave/plugin-sdk';
import { addedWeight, isOfWorkspace, scoreByRules, type Verdict } from '../weigh-column.ts';
import type { Candidate } from './candidate-features.ts';
import type { ColumnModel } from './column-model.ts';
import { correctionOf } from './trees.ts';

/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 9;

/** Corrections by the model below it are not worth a sentence. */
const NOTEWORTHY = 0.5;

/** Probabilities of a column's candidates under the model; with those of "none" they share one. Best first. */
export function scoreCandidates(model: ColumnModel, candidates: readonly Candidate[]): readonly Verdict[] {
  const corrections = candidates.map((candidate) =>
    isBeyondTraining(candidate)
      ? 0
      : correctionOf(model.ensemble, candidate.features, model.taught.has(candidate.proposal.infoType)),
  );
  const scores = candidates.map((candidate, index) => {
    const { proposal, margin } = candidate;
    if (isBeyondTraining(candidate)) return scoreByRules(proposal);
    const trained = (margin + (corrections[index] ?? 0)) / model.temperature;
    return Math.min(SUREST, trained + addedWeight(proposal.evidence));
  });
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
        evidence: withModel(proposal.evidence, corrections[index] ?? 0, model.version),
      }),
    )
    .sort((a, b) => b.confidence - a.confidence || (a.infoType < b.infoType ? -1 : 1));
}

/** Of what only the workspace's own rules and decisions propose the model has seen nothing alike. */
const isBeyondTraining = ({ proposal }: Candidate): boolean => proposal.evidence.every(isOfWorkspace);

/** The model's own word among the evidence, strongest first. */
function withModel(evidence: readonly Evidence[], correction: number, version: string): readonly Evidence[] {
  if (Math.abs(correction) < NOTEWORTHY) return evidence;
  const own: Evidence = {
    signal: 'model',
    classifier: version,
    weight: Math.round(correction * 1000) / 1000,
    detail:
      correction > 0
        ? 'name, values and neighbours together look like columns of this type that the model was trained on'
        : 'name, values and neighbours together look unlike columns of this type that the model was trained on',
  };
  return [...evidence, own].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
