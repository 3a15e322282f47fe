import type { SourceHealth } from '@datawave/plugin-sdk';

/** When a source counts as slow or unreachable, and how long it is then left alone. */
export interface HealthPolicy {
  /** An answer that takes longer makes a source degraded. */
  readonly slowMs: number;
  /** Failures in a row that open the breaker. */
  readonly failuresToOpen: number;
  /** How long an open breaker stays so at first: twice as long after each try that fails, up to the longest. */
  readonly firstRestMs: number;
  readonly longestRestMs: number;
  /** How long a source may take to answer a check. */
  readonly answerMs: number;
}

/** How an attempt to reach a source went. */
export type Outcome =
  | { readonly latencyMs: number | null }
  | { readonly error: { readonly code: string; readonly message: string } };

/** What an attempt changes. */
export interface Standing {
  readonly state: SourceHealth['state'];
  readonly failures: number;
  /** It refused the credentials: nothing is asked of it until they change or somebody says so. */
  readonly isRefused: boolean;
}

/** What an attempt is judged by. */
export interface Before extends Standing {
  readonly breaker: SourceHealth['breaker'];
}

/** The code by which a source says that it knows the account or its password not: more attempts would lock the account. */
const REFUSAL = 'DW_SOURCE_AUTHENTICATION';

/** How long nothing is asked of a source after so many failures in a row; 0 while the breaker stays closed. */
export const restAfter = (failures: number, policy: HealthPolicy): number =>
  failures < policy.failuresToOpen
    ? 0
    : Math.min(
        policy.longestRestMs,
        policy.firstRestMs * 2 ** Math.min(30, failures - policy.failuresToOpen),
      );

/**
 * Where a source stands after an attempt, and for how long it is left alone (0: not at all). Null when the attempt says nothing of
 * it: while the breaker is not closed, those that were begun before it opened come to their ends, well or not.
 *
 * @param isTry - whether it was the one try that decides about a breaker that is not closed
 */
export function standingAfter(
  before: Before,
  outcome: Outcome,
  isTry: boolean,
  policy: HealthPolicy,
): (Standing & { readonly restMs: number }) | null {
  const isLate = before.breaker !== 'closed' && !isTry;
  if ('latencyMs' in outcome) {
    // One that was measured was asked for just now.
    if (isLate && outcome.latencyMs === null) return null;
    return { state: answering(before, outcome.latencyMs, policy), failures: 0, isRefused: false, restMs: 0 };
  }
  if (isLate) return null;
  if (outcome.error.code === REFUSAL)
    return { state: 'unreachable', failures: before.failures + 1, isRefused: true, restMs: 0 };
  const failures =
    before.breaker === 'closed' ? before.failures + 1 : Math.max(policy.failuresToOpen, before.failures + 1);
  const restMs = restAfter(failures, policy);
  return { state: restMs > 0 ? 'unreachable' : 'degraded', failures, isRefused: false, restMs };
}

function answering(before: Before, latencyMs: number | null, policy: HealthPolicy): SourceHealth['state'] {
  // What was slow when it was last measured still is, as far as anybody knows.
  if (latencyMs === null)
    return before.state === 'degraded' && before.failures === 0 ? 'degraded' : 'healthy';
  return latencyMs > policy.slowMs ? 'degraded' : 'healthy';
}

/** The event that a change of health is told by; null when it is none worth telling. */
export function alertOf(from: SourceHealth['state'], to: SourceHealth['state']): string | null {
  if (from === to) return null;
  if (to === 'unreachable') return 'sources.source.unreachable';
  if (from === 'unreachable' || (from === 'degraded' && to === 'healthy')) return 'sources.source.recovered';
  return to === 'degraded' ? 'sources.source.degraded' : null;
}
