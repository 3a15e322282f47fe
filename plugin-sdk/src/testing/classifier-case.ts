import type { DataKind } from '../governance/asset.ts';
import type { InfoTypeEvidence } from '../governance/classifier.ts';

/** A column and what a classifier must make of it; kept as data beside the classifier. @public */
export interface ClassifierCase {
  /** Completes the sentence "recognises" or "is not taken in by". */
  readonly title: string;
  readonly table?: string;
  readonly column: string;
  /** `text` unless given. */
  readonly kind?: DataKind;
  /** Names of columns beside it. */
  readonly neighbours?: readonly string[];
  readonly values: readonly (string | null)[];
  /** The info type that must win; null when nothing may. */
  readonly expect: string | null;
  /** The info type that the column must be said to contain, in earnest. */
  readonly contains?: string;
}

/**
 * Summed evidence from which a type counts as proposed in earnest: it outweighs the prior of a common type,
 * one column in about fifty.
 */
export const EARNEST = 4;

/** The types that the column is said in earnest to contain. */
export const containedTypes = (evidence: readonly InfoTypeEvidence[]): readonly string[] =>
  evidence
    .filter(
      ({ question, evidence: pieces }) =>
        question === 'contains' && pieces.reduce((total, piece) => total + piece.weight, 0) > EARNEST,
    )
    .map(({ infoType }) => infoType);

/** The type for which most speaks, when it is proposed in earnest. */
export function strongestProposal(
  evidence: readonly InfoTypeEvidence[],
): { readonly infoType: string; readonly weight: number } | null {
  const sums = new Map<string, number>();
  for (const { infoType, question, evidence: pieces } of evidence) {
    if (question === 'contains') continue;
    const sum = pieces.reduce((total, piece) => total + piece.weight, 0);
    sums.set(infoType, Math.max(sum, sums.get(infoType) ?? Number.NEGATIVE_INFINITY));
  }
  let best: { readonly infoType: string; readonly weight: number } | null = null;
  for (const [infoType, weight] of sums) {
    if (weight > EARNEST && (best === null || weight > best.weight)) best = { infoType, weight };
  }
  return best;
}
