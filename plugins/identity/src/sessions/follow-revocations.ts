import { type Disposer, type EventsService, identityEvents } from '@datawave/plugin-sdk';
import type { ProofCache } from './proof-cache.ts';

/** Events after which what was checked of somebody is looked up again. */
const OF_ACCOUNTS: readonly string[] = [
  identityEvents.userChanged,
  identityEvents.userPrivilegesChanged,
  identityEvents.userLocked,
  identityEvents.userDeactivated,
  identityEvents.userDeleted,
  identityEvents.apiTokenRevoked,
];

/** Forgets what other replicas have ended, as soon as it is heard; should that take long, the cache forgets by itself. */
export function followRevocations(events: EventsService, cache: ProofCache): Disposer {
  return events.subscribe({ types: ['identity.session.*', ...OF_ACCOUNTS] }, ({ type, subject }) => {
    if (subject === undefined) return;
    if (OF_ACCOUNTS.includes(type)) cache.forgetUser(subject);
    else cache.forgetSession(subject);
  });
}
