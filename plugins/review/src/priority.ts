import type { Classification, Sensitivity } from '@datawave/plugin-sdk';
import type { QueueReason } from './verdict.ts';

/** What a wrong verdict of the sensitivity costs, relative to each other. */
const COST: Readonly<Record<Sensitivity, number>> = {
  public: 1,
  internal: 2,
  confidential: 6,
  restricted: 9,
};

/** A verdict the engine is sure of is worth little, but not nothing: it may be sure and wrong. */
const LEAST_DOUBT = 0.05;

/** What came back or was abstained from is asked before what merely lies as near to even. */
const ASKED: Readonly<Record<QueueReason, number>> = { suggested: 1, abstained: 1.2, returned: 1.3 };

/**
 * What a person's decision is worth, as an integer to order by: the cost of being wrong times how likely that is, which is
 * highest at even odds.
 */
export function decisionValue(
  { confidence, sensitivity }: Pick<Classification, 'confidence' | 'sensitivity'>,
  reason: QueueReason,
): number {
  const doubt = LEAST_DOUBT + (1 - LEAST_DOUBT) * (1 - Math.abs(2 * confidence - 1));
  return Math.round(1000 * COST[sensitivity] * doubt * ASKED[reason]);
}
