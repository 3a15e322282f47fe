import { DEFAULT_WORKSPACE, type Principal } from '@datawave/plugin-sdk';

/** What an authenticator may look at. */
export interface CredentialSource {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Address of the client, the proxy's word for it where the proxy is trusted. */
  readonly address: string;
}

/** A principal that has proved who it is. */
export interface Authentication {
  readonly principal: Principal;
  /** Id of the workspace in which the request acts. */
  readonly workspace: string;
  /** Set when a cookie was the proof: writes must then carry this token in `X-CSRF-Token`. */
  readonly csrfToken?: string;
}

/**
 * Finds out who sends a request; null when it carries no valid proof. Answers at once where it can, so that a
 * cached token costs no turn of the event loop. The identity plugin brings its own.
 */
export type Authenticate = (
  source: CredentialSource,
) => Authentication | null | Promise<Authentication | null>;

/** Who calls a public route without signing in. */
export const ANONYMOUS: Authentication = {
  principal: { id: 'anonymous', kind: 'user', displayName: 'Anonymous', roles: [] },
  workspace: DEFAULT_WORKSPACE,
};
