import { identityEvents } from '@datawave/plugin-sdk';
import { type Detection, inOrder, stateField } from './detection.ts';

/** Thefts are rare: two of the same account within a day are one story. */
const SPAN_MS = 24 * 60 * 60_000;

/** A refresh token that came a second time. */
export function tokenReuse(): Detection {
  return {
    id: 'token-reuse',
    spanMs: SPAN_MS,
    sightings(entry) {
      if (entry.plugin !== 'identity' || entry.action !== identityEvents.tokenReused) return [];
      const account = stateField(entry.after, 'accountId');
      if (typeof account !== 'string') return [];
      const facts = {
        what: 'token-reused',
        name: account,
        ...(entry.address === null ? {} : { address: entry.address }),
        session: entry.object.id,
        requestId: entry.requestId,
      };
      return [{ key: account, reach: 'platform', facts }];
    },
    subject: (key) => ({ kind: 'account', id: key }),
    examine(key, observations) {
      const fresh = inOrder(observations).filter(({ isSpent }) => !isSpent);
      if (fresh.length === 0) return null;
      return {
        severity: fresh.length > 1 ? 'critical' : 'high',
        summary:
          fresh.length > 1
            ? `Refresh tokens came a second time, ${fresh.length} times.`
            : 'A refresh token came a second time: it was copied. Its session was ended.',
        evidence: fresh.map(({ position }) => position),
        accounts: [key],
        isCompromised: true,
      };
    },
  };
}
