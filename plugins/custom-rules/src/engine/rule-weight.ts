import { matchLikelihood, posteriorLogOdds, weightForConfidence } from '@datawave/plugin-sdk';
import { infoTypeId, type Rule } from '../rules/rule.ts';
import type { Chance } from './measure-chance.ts';

/** Share of values that fit in a column that a rule without a word of its author is meant for. */
const PRESENT = 0.95;
/** What a rule that nobody vouches for may add at most. */
const STRONGEST = 9;

/** What a rule's weight depends on. */
type Weighable = Pick<Rule, 'confidence' | 'question' | 'infoType'>;

/**
 * Natural-log likelihood ratio of a rule that applies. Its author's word decides: at 0.95 the verdict comes out at about 0.95. Without
 * one the chance decides that ordinary values, or whole ordinary columns, fit as well.
 */
export function weightOf(
  { confidence, question, infoType }: Weighable,
  chance: Chance,
  matched: number,
  examined: number,
): number {
  if (confidence !== undefined)
    return round(weightForConfidence(infoTypeId({ infoType }), confidence, question));
  const likelihood =
    question === 'type'
      ? matchLikelihood(matched, examined, PRESENT, Math.min(PRESENT, chance.value))
      : surplus(matched, examined * chance.value);
  // However many values fit: whole columns of ordinary ones do, too.
  const strongest = chance.column > 0 ? Math.min(STRONGEST, Math.log(PRESENT / chance.column)) : STRONGEST;
  return round(Math.max(-STRONGEST, Math.min(strongest, likelihood)));
}

/** How much likelier so many hits are when they are real than by chance, of which so many are expected (Poisson). */
function surplus(matched: number, expected: number): number {
  if (matched <= expected) return 0;
  return matched * Math.log(matched / Math.max(expected, 1e-6)) - (matched - expected);
}

const round = (weight: number): number => Math.round(weight * 1000) / 1000;

/** Confidence that a verdict has by a rule alone. */
export function confidenceOf({ question, infoType }: Weighable, weight: number): number {
  const logOdds = posteriorLogOdds(infoTypeId({ infoType }), weight, question);
  return Math.round(10_000 / (1 + Math.exp(-logOdds))) / 10_000;
}
