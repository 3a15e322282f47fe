import { matchLikelihood } from '@datawave/plugin-sdk';
import type { Rule } from '../rules/rule.ts';
import type { Chance } from './measure-chance.ts';

/** Log odds of a rare type before anything is known, as the engine that weighs evidence takes them. */
const TYPE_PRIOR = -5;
/** By how much that engine flattens log odds, because pieces of evidence depend on each other. */
const TEMPERATURE = 1.2;
/** Log odds that a column holds some such value among others. */
const CONTAINED_PRIOR = -4.6;
/** Share of values that fit in a column that a rule without a word of its author is meant for. */
const PRESENT = 0.95;
/** What a rule that nobody vouches for may add at most. */
const STRONGEST = 9;

/**
 * Natural-log likelihood ratio of a rule that applies. Its author's word decides: at 0.95 the verdict comes out at about 0.95. Without
 * one the chance decides that ordinary values, or whole ordinary columns, fit as well.
 */
export function weightOf(
  { confidence, question }: Pick<Rule, 'confidence' | 'question'>,
  chance: Chance,
  matched: number,
  examined: number,
): number {
  if (confidence !== undefined) {
    const odds = Math.log(confidence / (1 - confidence));
    return round(question === 'type' ? odds * TEMPERATURE - TYPE_PRIOR : odds - CONTAINED_PRIOR);
  }
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
export function confidenceOf(question: Rule['question'], weight: number): number {
  const odds = question === 'type' ? (weight + TYPE_PRIOR) / TEMPERATURE : weight + CONTAINED_PRIOR;
  return Math.round(10_000 / (1 + Math.exp(-odds))) / 10_000;
}
