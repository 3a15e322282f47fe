import {
  type Classification,
  type InfoTypeDefinition,
  isSensitive,
  type ReviewRequest,
  sayMatches,
} from '@datawave/plugin-sdk';
import { capitalise, titleOf, withArticle } from './explain.ts';

/**
 * The band in which the engine abstains: a sensitive type between these confidences is neither relied on nor passed over.
 * Outside it, being wrong costs less than asking.
 */
const BAND = { from: 0.2, to: 0.8 } as const;

/** Candidates below it would only distract. */
const WORTH_SHOWING = 0.05;

/** Many unlikely types together are no reason to ask: one of them must be likely enough by itself. */
const WORTH_ASKING = 0.15;
const MOST_CANDIDATES = 4;

/** Asks for a person where the best sensitive answer lies in the band. Null where the engine is sure enough either way. */
export function requestReview(
  types: readonly Classification[],
  contained: readonly Classification[],
  infoTypes: ReadonlyMap<string, InfoTypeDefinition>,
): ReviewRequest | null {
  const called = ({ infoType }: Classification): string => withArticle(titleOf(infoType, infoTypes));
  // Where it is known to contain such values, nobody need be asked whether it consists of them.
  const isSurelyInside = (infoType: string): boolean =>
    contained.some((found) => found.infoType === infoType && found.confidence >= BAND.to);
  const sensitive = types.filter(
    ({ sensitivity, infoType }) => isSensitive(sensitivity) && !isSurelyInside(infoType),
  );
  const together = sensitive.reduce((sum, { confidence }) => sum + confidence, 0);
  const best = sensitive[0];
  const inside = contained.find(
    ({ sensitivity, confidence }) => isSensitive(sensitivity) && isInBand(confidence),
  );
  const isAsked = best !== undefined && best.confidence >= WORTH_ASKING && together >= BAND.from;
  if (isAsked && best.confidence < BAND.to) {
    const candidates = types
      .filter(({ confidence }) => confidence >= WORTH_SHOWING)
      .slice(0, MOST_CANDIDATES);
    const isTorn = together >= BAND.to;
    return {
      reason: isTorn
        ? 'It surely holds sensitive values, but several types fit them almost equally well.'
        : `It may be ${called(best)}, but the evidence is not enough to rely on.`,
      candidates,
    };
  }
  if (inside !== undefined)
    return {
      reason: `${capitalise(sayMatches(inside.matched, inside.sampled, 'look like'))} ${called(inside)}, which may be chance.`,
      candidates: [inside],
    };
  return null;
}

const isInBand = (confidence: number): boolean => confidence >= BAND.from && confidence < BAND.to;
