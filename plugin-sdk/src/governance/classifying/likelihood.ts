/** Values of one column are alike, so the hundredth tells less than the first: no more than so many count. */
const EFFECTIVE_VALUES = 12;

/**
 * Natural-log likelihood ratio of "matched of sampled distinct values match" between a column that holds the type,
 * where each value matches with probability `present`, and one that does not, where each matches with probability `chance`
 * (binomial, with the sample's weight bounded because values of one column are not independent).
 * @param meanWeight - what the matching values tell beyond that they match, on average: {@link WeighingRule.weigh}
 * @public
 */
export function matchLikelihood(
  matched: number,
  sampled: number,
  present: number,
  chance: number,
  meanWeight = 0,
): number {
  if (sampled === 0) return 0;
  const share = matched / sampled;
  const effective = sampled <= 4 ? sampled : Math.min(EFFECTIVE_VALUES, 4 + Math.log2(sampled / 4) * 2);
  const ofMatch = Math.log(present / chance) + meanWeight;
  const perValue = share * ofMatch + (1 - share) * Math.log((1 - present) / (1 - chance));
  return effective * perValue;
}

/** Keeps a weight within bounds. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

/**
 * Natural-log likelihood ratio of "matched of sampled distinct values match" between a column that contains such values
 * among others and one where each match is chance: minus the logarithm of the binomial chance of at least so many.
 * A column that contains some holds any number of them, so that nothing is taken off for being few.
 * @public
 */
export function strayLikelihood(matched: number, sampled: number, stray: number): number {
  if (matched === 0 || sampled === 0) return 0;
  // P(K >= k) is at most C(n, k) stray^k: exact enough where it is small, and where it is not it says nothing.
  let logChance = matched * Math.log(stray);
  for (let index = 0; index < matched; index++) logChance += Math.log((sampled - index) / (index + 1));
  return Math.max(0, -logChance);
}
