import {
  defineJob,
  type EventsService,
  type ExecutionScope,
  type Logger,
  type StorageService,
} from '@datawave/plugin-sdk';
import type { SignedIndex } from './signed-index.ts';
import type { TrustStore } from './trust-store.ts';

const DAY_MS = 86_400_000;
/** For how many days before its end people are told each day that a root must be signed anew. */
const ROOT_NOTICE_DAYS = 60;

/** Signs anew what will soon expire. One replica at a time, because the job is one. */
export const renewIndex = defineJob<Record<string, never>>({
  name: 'registry.renew-index',
  payload: { type: 'object', additionalProperties: false, properties: {} },
  attempts: 5,
  timeoutMs: 10 * 60_000,
});

interface RenewalParts {
  readonly storage: StorageService;
  readonly store: TrustStore;
  readonly index: SignedIndex;
  readonly events: EventsService;
  readonly log: Logger;
  readonly now: () => Date;
}

/** Renews the index, and says when people are needed. */
export async function runRenewal(parts: RenewalParts, scope: ExecutionScope): Promise<void> {
  const { storage, store, index, events, log, now } = parts;
  const root = await storage.transaction(scope, async (tx) => {
    await index.renew(tx);
    const found = (await store.roles(tx)).get('root');
    if (found === undefined) return null;
    const days = Math.floor((found.expiresAt.getTime() - now().getTime()) / DAY_MS);
    if (days >= ROOT_NOTICE_DAYS) return null;
    await events.publish(tx, scope, {
      type: 'registry.root.expiring',
      data: { version: found.version, expires: found.expiresAt.toISOString(), days },
    });
    return { version: found.version, days };
  });
  if (root !== null)
    log.warn(
      'The root of the registry must be signed anew: once it has expired, no client installs anything.',
      root,
    );
}
