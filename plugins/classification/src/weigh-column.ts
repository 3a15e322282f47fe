import { type Evidence, type EvidenceSignal, posteriorLogOdds } from '@datawave/plugin-sdk';
import { roundShare, shareWithNone } from './compete.ts';
import type { ColumnEvidence } from './gather-evidence.ts';

/** A type that a column may hold, with its probability among all that were proposed and none of them. */
export interface Verdict {
  readonly infoType: string;
  readonly confidence: number;
  readonly matched: number;
  readonly sampled: number;
  readonly evidence: readonly Evidence[];
}

/** What further classifiers add to the strongest when several speak for the same type: they look at the same values. */
const SECOND_OPINION = 0.3;

/** Log odds beyond which nothing can be known from a sample. */
const SUREST = 9;

/** Log odds of a proposed type by the rules alone. */
export const scoreByRules = ({ infoType, weight }: Proposal): number =>
  Math.max(-30, Math.min(SUREST, posteriorLogOdds(infoType, weight)));

/** Prior and evidence of each proposed type become log odds; a softmax over them and "none" resolves the competition. Best first. */
export function weighColumn(column: ColumnEvidence): readonly Verdict[] {
  const proposals = mergeByType(column.filter(({ question }) => question !== 'contains'));
  const shares = shareWithNone(proposals.map(scoreByRules));
  return proposals
    .map(
      ({ infoType, matched, sampled, evidence }, index): Verdict => ({
        infoType,
        confidence: roundShare(shares[index] ?? 0),
        matched,
        sampled,
        evidence,
      }),
    )
    .sort((a, b) => b.confidence - a.confidence || (a.infoType < b.infoType ? -1 : 1));
}

/** What all classifiers together say for one type. */
export interface Proposal {
  readonly infoType: string;
  readonly weight: number;
  readonly matched: number;
  readonly sampled: number;
  readonly evidence: readonly Evidence[];
}

/** One proposal a type; several classifiers look at the same values, so the weaker ones add little. */
export function mergeByType(column: ColumnEvidence): readonly Proposal[] {
  const byType = new Map<string, Proposal>();
  for (const { infoType, evidence, matched, sampled } of column) {
    const weight = general(evidence);
    const present = byType.get(infoType);
    const proposal: Proposal = { infoType, weight, matched, sampled, evidence };
    if (present === undefined) {
      byType.set(infoType, proposal);
      continue;
    }
    const [strong, weak] = present.weight >= weight ? [present, proposal] : [proposal, present];
    byType.set(infoType, {
      ...strong,
      weight: strong.weight + SECOND_OPINION * weak.weight,
      evidence: [...strong.evidence, ...weak.evidence].sort(
        (a, b) => Math.abs(b.weight) - Math.abs(a.weight),
      ),
    });
  }
  return [...byType.values()].map((proposal) => ({
    ...proposal,
    weight: proposal.weight + addedWeight(proposal.evidence),
  }));
}

/** What a workspace's own rules and people's decisions say: it is no second opinion on the same values and counts in full. */
const OF_THE_WORKSPACE: ReadonlySet<EvidenceSignal> = new Set(['rule', 'feedback']);

/** Whether a piece of evidence holds in one workspace only. */
export const isOfWorkspace = ({ signal }: Evidence): boolean => OF_THE_WORKSPACE.has(signal);

/** The log odds that the workspace's own evidence adds. */
export const addedWeight = (evidence: readonly Evidence[]): number => sumOf(evidence.filter(isOfWorkspace));

const general = (evidence: readonly Evidence[]): number =>
  sumOf(evidence.filter((piece) => !isOfWorkspace(piece)));

const sumOf = (evidence: readonly Evidence[]): number =>
  evidence.reduce((sum, { weight }) => sum + weight, 0);
