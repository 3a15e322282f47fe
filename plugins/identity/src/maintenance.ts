import { defineJob, type StorageService } from '@datawave/plugin-sdk';
import type { Ceremonies } from './ceremonies.ts';
import type { PasswordResets } from './recovery/password-resets.ts';
import type { SessionStore } from './sessions/session-store.ts';
import type { SigningKeys } from './sessions/signing-keys.ts';
import type { PostedAnswers } from './sign-in/posted-answers.ts';
import type { SignInThrottle } from './sign-in/sign-in-throttle.ts';

/** Forgets what is over, and begins a new signing key when the present one has had its time. */
export const maintenanceJob = defineJob<Record<string, never>>({
  name: 'identity.maintenance',
  payload: { type: 'object', additionalProperties: false, properties: {} },
});

/** What {@link maintenanceJob} does. */
export function maintain(parts: {
  readonly storage: StorageService;
  readonly sessions: SessionStore;
  readonly throttle: SignInThrottle;
  readonly ceremonies: Ceremonies;
  readonly posted: PostedAnswers;
  readonly resets: PasswordResets;
  readonly keys: SigningKeys;
}): (context: { readonly scope: Parameters<StorageService['transaction']>[0] }) => Promise<void> {
  const { storage, sessions, throttle, ceremonies, posted, resets, keys } = parts;
  return async ({ scope }) => {
    for (const each of [sessions, throttle, ceremonies, posted, resets])
      await storage.transaction(scope, (tx) => each.sweep(tx));
    await keys.signer();
    await keys.sweep();
  };
}
