/**
 * Probabilities of what competes for one column, by a softmax over log odds against "none of them", which has the rest: one minus
 * their sum.
 */
export function shareWithNone(logOdds: readonly number[]): readonly number[] {
  const most = Math.max(0, ...logOdds);
  const shares = logOdds.map((score) => Math.exp(score - most));
  const total = shares.reduce((sum, share) => sum + share, Math.exp(-most));
  return shares.map((share) => share / total);
}

/** Four digits are more than any confidence is worth. */
export const roundShare = (share: number): number => Math.round(share * 10_000) / 10_000;
