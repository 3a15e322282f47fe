import type { Evidence } from '@datawave/plugin-sdk';
import { roundShare, shareWithNone } from '../compete.ts';
import { addedWeight, isOfWorkspace, type Proposal, scoreByRules, type Verdict } from '../weigh-column.ts';
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
  {
    infoType,
    margin,
    features,
    isOutproven,
  }: { readonly infoType: string } & Pick<Candidate, 'margin' | 'features' | 'isOutproven'>,
): number =>
  // Next to what check digits prove, likeness to columns of another type is no reason to raise that one.
  margin + correctionOf(model.ensemble, features, !isOutproven && model.taught.has(infoType));

/**
 * Corrected log odds as they compete: flattened by the temperature that was fitted on columns not learned from.
 * @param added - what the workspace's own evidence adds
 */
export const competingScore = (corrected: number, temperature: number, added = 0): number =>
  Math.min(SUREST, corrected / temperature + added);

/** A candidate with what the model makes of it. */
export interface ScoredCandidate {
  readonly proposal: Proposal;
  /** Log odds against "none", as they compete with those of the column's other candidates. */
  readonly score: number;
  /** What the trees added to the log odds of the rules, or took from them. */
  readonly correction: number;
}

/** What the model makes of a candidate. Keeps nothing of its features. */
export function scoreCandidate(model: ColumnModel, candidate: Candidate): ScoredCandidate {
  const { proposal, margin, features, isOutproven } = candidate;
  if (isBeyondTraining(candidate)) return { proposal, score: scoreByRules(proposal), correction: 0 };
  const corrected = correctedMargin(model, { infoType: proposal.infoType, margin, features, isOutproven });
  return {
    proposal,
    score: competingScore(corrected, model.temperature, addedWeight(proposal.evidence)),
    correction: corrected - margin,
  };
}

/** Probabilities of a column's candidates; with those of "none" they share one. Best first. */
export function rankCandidates(
  model: Pick<ColumnModel, 'version'>,
  candidates: readonly ScoredCandidate[],
): readonly Verdict[] {
  const shares = shareWithNone(candidates.map(({ score }) => score));
  return candidates
    .map(
      ({ proposal, correction }, index): Verdict => ({
        infoType: proposal.infoType,
        confidence: roundShare(shares[index] ?? 0),
        matched: proposal.matched,
        sampled: proposal.sampled,
        evidence: withModel(proposal.evidence, correction, model.version),
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
        ? 'all in all it looks like columns known to be of this type'
        : 'all in all it looks unlike columns known to be of this type',
  };
  return [...evidence, own].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
