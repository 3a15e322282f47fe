import {
  type Authenticate,
  type Authentication,
  DEFAULT_WORKSPACE,
  type ExecutionScope,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import { FIRST_ADMINISTRATOR } from '../accounts/administrators.ts';
import type { KernelAdministrator } from '../accounts/kernel-administrator.ts';
import type { ApiTokenStore } from '../api-tokens/api-token-store.ts';
import { principalOf } from '../sign-in/session-opener.ts';
import { type AccessTokens, isJwtShaped } from './access-tokens.ts';
import type { ProofCache } from './proof-cache.ts';
import type { LiveSession, SessionStore } from './session-store.ts';
import { bearerToken, csrfTokenFor, isTokenShaped, readCookie } from './token-text.ts';

/** A proof that is good, with what ends it. */
interface Proof {
  readonly authentication: Authentication;
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: number;
}

/** What it takes to check a proof. */
export interface AuthenticatorParts {
  readonly storage: StorageService;
  readonly sessions: SessionStore;
  readonly apiTokens: ApiTokenStore;
  readonly tokens: AccessTokens;
  readonly cache: ProofCache;
  /** In which it looks up; a new one each time. */
  readonly scope: () => ExecutionScope;
  /** A newer password, which is taken over from the kernel, ends the account's sessions. */
  readonly administrator: KernelAdministrator;
}

/** Finds out who sends a request, by access token, API token or cookie. A header answers from the cache without a turn of the event loop. */
export function createAuthenticator(parts: AuthenticatorParts): Authenticate {
  const { storage, sessions, apiTokens, tokens, cache } = parts;
  const running = new Map<string, Promise<Authentication | null>>();

  const seen = async (tx: Transaction, finding: Promise<LiveSession | null>): Promise<LiveSession | null> => {
    const session = await finding;
    if (session !== null) await sessions.touch(tx, session);
    return session;
  };

  const bySession = async (
    find: (scope: ExecutionScope) => Promise<LiveSession | null>,
    csrfToken: string | null,
    until = Number.POSITIVE_INFINITY,
  ): Promise<Proof | null> => {
    let session = await find(parts.scope());
    if (session?.userId === FIRST_ADMINISTRATOR) {
      await parts.administrator.adopt(parts.scope());
      session = await find(parts.scope());
    }
    if (session === null) return null;
    return {
      authentication: {
        principal: principalOf({ ...session, id: session.userId }),
        workspace: DEFAULT_WORKSPACE,
        session: { id: session.id, authenticatedAt: session.authenticatedAt, methods: session.methods },
        ...(csrfToken === null ? {} : { csrfToken }),
      },
      sessionId: session.id,
      userId: session.userId,
      expiresAt: Math.min(session.expiresAt, until),
    };
  };

  const byAccessToken = async (token: string): Promise<Proof | null> => {
    const claims = await tokens.verify(token);
    if (claims === null) return null;
    const proof = await bySession(
      (scope) => storage.transaction(scope, (tx) => seen(tx, sessions.byId(tx, claims.sessionId))),
      null,
      claims.expiresAt,
    );
    return proof?.userId === claims.userId ? proof : null;
  };

  const byApiToken = async (text: string): Promise<Proof | null> => {
    const token = await storage.transaction(parts.scope(), async (tx) => {
      const live = await apiTokens.live(tx, text);
      if (live !== null) await apiTokens.touch(tx, live.id);
      return live;
    });
    if (token === null) return null;
    const userId = token.userId ?? `service:${token.id}`;
    return {
      authentication: {
        principal: {
          id: userId,
          kind: token.kind === 'service' ? 'service' : 'user',
          displayName: token.displayName ?? token.name,
          roles: token.roles,
          groups: token.groups,
        },
        workspace: token.workspace,
        session: {
          id: token.id,
          authenticatedAt: Math.floor(token.createdAt),
          methods: ['api-token'],
          permissions: token.permissions,
        },
      },
      sessionId: token.id,
      userId,
      expiresAt: token.expiresAt,
    };
  };

  const lookUp = async (
    header: string,
    check: () => Promise<Proof | null>,
  ): Promise<Authentication | null> => {
    const { generation } = cache;
    const at = Date.now();
    const proof = await check();
    if (proof === null) return null;
    cache.put(header, proof, at, generation);
    return proof.authentication;
  };

  /** Of requests that come at once with the same proof one looks it up. */
  const once = (header: string, check: () => Promise<Proof | null>): Promise<Authentication | null> => {
    const begun = running.get(header);
    if (begun !== undefined) return begun;
    const started = lookUp(header, check).finally(() => running.delete(header));
    running.set(header, started);
    return started;
  };

  return ({ headers, isSecure }) => {
    const { authorization, cookie } = headers;
    if (typeof authorization === 'string') {
      const known = cache.get(authorization);
      if (known !== null) return known;
      const token = bearerToken(authorization);
      if (token === null) return null;
      if (isTokenShaped(token, 'api')) return once(authorization, () => byApiToken(token));
      return isJwtShaped(token) ? once(authorization, () => byAccessToken(token)) : null;
    }
    if (typeof cookie !== 'string') return null;
    const token = readCookie(cookie, 'session', isSecure);
    if (token === null || !isTokenShaped(token, 'browser')) return null;
    return (
      cache.get(cookieKey(token)) ??
      once(cookieKey(token), () =>
        bySession(
          (scope) => storage.transaction(scope, (tx) => seen(tx, sessions.byBrowserToken(tx, token))),
          csrfTokenFor(token),
        ),
      )
    );
  };
}

/** No header that carries a token begins like this: what a cookie proves is not taken for more. */
const cookieKey = (token: string): string => `cookie ${token}`;
