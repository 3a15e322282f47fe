import { type SqlFragment, sql } from '@datawave/plugin-sdk';

/**
 * Where a violation stands. Those that stand are `open`, nobody works on them yet, and `in-progress`; `waived` ones are accepted until a
 * day, for a reason; `resolved` ones are no more, until a scan finds them again.
 */
export type ViolationState = 'open' | 'in-progress' | 'waived' | 'resolved';

/** As a board shows them from left to right. */
export const STATES: readonly ViolationState[] = ['open', 'in-progress', 'waived', 'resolved'];

/** Whether a violation still asks for something; written as the index over them is, so that it is used. */
export const IS_STANDING: SqlFragment = sql`state in ('open', 'in-progress')`;

/** What a list may be narrowed to beside single states. */
export const STATE_GROUPS = ['standing', 'all'] as const;

/** Which states a filter means. */
export function statesOf(filter: string): readonly ViolationState[] {
  const parts = filter.split(',');
  if (parts.includes('all')) return STATES;
  const wanted = new Set(parts.flatMap((part) => (part === 'standing' ? ['open', 'in-progress'] : [part])));
  return STATES.filter((state) => wanted.has(state));
}
