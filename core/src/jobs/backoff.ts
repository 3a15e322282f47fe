import type { JobDefinition } from '@datawave/plugin-sdk';

/** How long to wait between attempts. */
export type Backoff = NonNullable<JobDefinition<unknown>['backoff']>;

/** From 1 s, doubling, up to 5 minutes. */
export const DEFAULT_BACKOFF: Backoff = { kind: 'exponential', delayMs: 1_000, maxDelayMs: 300_000 };

/**
 * Milliseconds until the next attempt. Exponential waits are spread over their upper half, so that what failed
 * together does not come back together; fixed ones over a tenth.
 * @param attempt the attempt that just failed, 1 for the first
 * @param random uniform in [0, 1)
 */
export function backoffMs(backoff: Backoff, attempt: number, random: () => number = Math.random): number {
  const limit = backoff.maxDelayMs ?? DEFAULT_BACKOFF.maxDelayMs ?? Number.MAX_SAFE_INTEGER;
  if (backoff.kind === 'fixed') return Math.round(Math.min(limit, backoff.delayMs) * (1 - 0.1 * random()));
  const full = Math.min(limit, backoff.delayMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (1 - 0.5 * random()));
}
