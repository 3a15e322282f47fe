import type { AuditRecord } from '@datawave/plugin-sdk';
import type { Facts, Observation } from '../src/detect/detection.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A moment from which tests count. */
export const NOON = Date.parse('2026-03-01T12:00:00Z');

let next = 0;

/** An observation so many milliseconds after {@link NOON}. */
export const seen = (after: number, facts: Facts, isSpent = false): Observation => ({
  position: String(++next),
  at: NOON + after,
  facts,
  isSpent,
});

export const failed = (after: number, more: Facts = {}): Observation =>
  seen(after, {
    what: 'sign-in-failed',
    name: 'user:ann',
    address: '192.0.2.1',
    reason: 'credentials',
    ...more,
  });

export const succeeded = (after: number, more: Facts = {}): Observation =>
  seen(after, { what: 'sign-in-succeeded', name: 'user:ann', address: '192.0.2.1', ...more });

/** An entry of the audit trail. */
export const entry = (action: string, more: Partial<AuditRecord> = {}): AuditRecord => ({
  position: String(++next),
  workspace: '00000000-0000-7000-8000-000000000001',
  occurredAt: new Date(NOON).toISOString(),
  plugin: action.split('.')[0] ?? '',
  requestId: 'r-1',
  address: '192.0.2.1',
  principal: { id: 'user:ann', kind: 'user', displayName: 'Ann' },
  session: null,
  action,
  object: { type: 'user', id: 'user:ben', name: 'ben' },
  outcome: 'succeeded',
  reason: null,
  before: null,
  after: null,
  ...more,
});
