/** Values of one column are alike, so the hundredth tells less than the first: no more than so many count. */
const EFFECTIVE_VALUES = 12;

/**
 * Natural-log likelihood ratio of "matched of sampled distinct values match" between a column that holds the type,
 * where each value matches with probability `present`, and one that does not, where each matches with probability `chance`
 * (binomial, with the sample's weight bounded because values of one column are not independent).
 * @public
 */
export function matchLikelihood(matched: number, sampled: number, present: number, chance: number): number {
  if (sampled === 0) return 0;
  const share = matched / sampled;
  const effective = sampled <= 4 ? sampled : Math.min(EFFECTIVE_VALUES, 4 + Math.log2(sampled / 4) * 2);
  const perValue = share * Math.log(present / chance) + (1 - share) * Math.log((1 - present) / (1 - chance));
  return effective * perValue;
}

/** Keeps a weight within bounds. */
export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
