import type { ExecutionScope } from '@datawave/plugin-sdk';
import { HttpError } from './problem.ts';

/** How far the clock of who said when somebody signed in may be ahead of ours. */
const CLOCK_SKEW_MS = 60_000;

/**
 * Lets a caller pass who has proved who they are a short time ago. A token that acts without a person cannot do that: it passes where
 * it was made for the very permission, so that somebody has thought of it.
 * @throws HttpError DW_AUTH_STEP_UP
 */
export function requireRecentSignIn(scope: ExecutionScope, permission: string, withinMs: number): void {
  const { session } = scope;
  const isPerson = session !== undefined && !session.methods.includes('api-token');
  if (isPerson) {
    const age = Date.now() - session.authenticatedAt;
    if (age <= withinMs && age >= -CLOCK_SKEW_MS) return;
  } else if (session?.permissions?.includes(permission) === true) return;

  const seconds = Math.round(withinMs / 1_000);
  throw new HttpError({
    code: 'DW_AUTH_STEP_UP',
    message: isPerson
      ? `This asks for a sign-in that is no older than ${Math.round(seconds / 60)} minutes.`
      : `This asks for a person who has just signed in, or for a token that names "${permission}".`,
    hint: isPerson
      ? 'Sign in again, then repeat the request.'
      : 'Sign in, or make a token for this permission.',
    status: 403,
    // The challenge of RFC 9470; the status stays 403, because 401 would make clients throw a good session away.
    headers: {
      'www-authenticate': `Bearer realm="datawave", error="insufficient_user_authentication", max_age="${seconds}"`,
    },
  });
}
