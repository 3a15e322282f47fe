import type { Evidence } from '@datawave/plugin-sdk';
import { roundShare, shareWithNone } from '../compete.ts';
import { addedWeight, isOfWorkspace, scoreByRules, type Verdict } from '../weigh-column.ts';
import type { Candidate } from './candidate-features.ts';
import type { ColumnModel } from './column-model.ts';
import { correctionOf } from './trees.ts';

/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 9;

/** Corrections by the model below it are not worth a sentence. */
const NOTEWORTHY = 0.5;

/** What the trees make of a candidate's log odds, before temperature. */
export const correctedMargin = (
  model: Pick<ColumnModel, 'ensemble' | 'taught'>,
  { infoType, margin, features }: { readonly infoType: string } & Pick<Candidate, 'margin' | 'features'>,
): number => margin + correctionOf(model.ensemble, features, model.taught.has(infoType));

/**
 * Corrected log odds as they compete: flattened by the temperature that was fitted on columns not learned from.
 * @param added - what the workspace's own evidence adds
 */
export const competingScore = (corrected: number, temperature: number, added = 0): number =>
  Math.min(SUREST, corrected / temperature + added);

/** Probabilities of a column's candidates under the model; with those of "none" they share one. Best first. */
export function scoreCandidates(model: ColumnModel, candidates: readonly Candidate[]): readonly Verdict[] {
  const corrected = candidates.map((candidate) =>
    isBeyondTraining(candidate)
      ? candidate.margin
      : correctedMargin(model, { ...candidate, infoType: candidate.proposal.infoType }),
  );
  const shares = shareWithNone(
    candidates.map((candidate, index) => {
      const { proposal } = candidate;
      if (isBeyondTraining(candidate)) return scoreByRules(proposal);
      return competingScore(corrected[index] ?? 0, model.temperature, addedWeight(proposal.evidence));
    }),
  );
  return candidates
    .map(
      ({ proposal, margin }, index): Verdict => ({
        infoType: proposal.infoType,
        confidence: roundShare(shares[index] ?? 0),
        matched: proposal.matched,
        sampled: proposal.sampled,
        evidence: withModel(proposal.evidence, (corrected[index] ?? margin) - margin, model.version),
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
        ? 'it looks like the columns of this type that the model learned from'
        : 'it looks unlike the columns of this type that the model learned from',
  };
  return [...evidence, own].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
