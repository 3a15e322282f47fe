import { randomUUID } from 'node:crypto';
import type {
  ExecutionScope,
  Principal,
  RouteRequest,
  StorageService,
  Transaction,
} from '@datawave/plugin-sdk';
import { refreshReused, signInFailed, tokenInvalid } from '../identity-errors.ts';
import type { Journal } from '../journal.ts';
import { ACCESS_SECONDS, type AccessTokens } from '../sessions/access-tokens.ts';
import type { SessionEnding } from '../sessions/session-ending.ts';
import type { LiveSession, NewSession, SessionStore } from '../sessions/session-store.ts';
import { createToken, isTokenShaped } from '../sessions/token-text.ts';
import type { Proven } from './sign-in.ts';

/** A pair for scripts. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds that the access token lasts. */
  readonly expiresIn: number;
}

/** All that a sign-in reads and writes is found by a key. */
const KEYED = { isKeyed: true } as const;

/** Who somebody is to the rest of the platform. */
export const principalOf = (account: {
  readonly id: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
}): Principal => ({
  id: account.id,
  kind: 'user',
  displayName: account.displayName,
  roles: account.roles,
  groups: account.groups,
});

/** Opens sessions for those who have proved who they are, and exchanges refresh tokens. */
export class SessionOpener {
  readonly #storage: StorageService;
  readonly #sessions: SessionStore;
  readonly #ending: SessionEnding;
  readonly #tokens: AccessTokens;
  readonly #journal: Journal;
  readonly #browserSeconds: number;
  readonly #refreshSeconds: number;

  constructor(parts: {
    readonly storage: StorageService;
    readonly sessions: SessionStore;
    readonly ending: SessionEnding;
    readonly tokens: AccessTokens;
    readonly journal: Journal;
    readonly browserSeconds: number;
    readonly refreshSeconds: number;
  }) {
    this.#storage = parts.storage;
    this.#sessions = parts.sessions;
    this.#ending = parts.ending;
    this.#tokens = parts.tokens;
    this.#journal = parts.journal;
    this.#browserSeconds = parts.browserSeconds;
    this.#refreshSeconds = parts.refreshSeconds;
  }

  get browserSeconds(): number {
    return this.#browserSeconds;
  }

  /** A session for a script. @throws DataWaveError DW_VAULT_KEY when there is no key to sign with, DW_AUTH_FAILED as {@link SessionOpener.browser} */
  async pair(
    request: Pick<RouteRequest, 'scope' | 'client' | 'headers'>,
    proven: Proven,
  ): Promise<TokenPair> {
    await this.#tokens.prepare();
    const refreshToken = createToken('refresh');
    const session = this.#begun(request, proven, this.#refreshSeconds, { browserToken: null, refreshToken });
    await this.#storage.transaction(request.scope, (tx) => this.#open(tx, request, proven, session), KEYED);
    return this.#pairOf(proven.account.id, session.id, refreshToken);
  }

  /**
   * A session for a browser: always a new one, whatever token the browser came with.
   * @throws DataWaveError DW_AUTH_FAILED where the account was locked, or its password replaced, meanwhile
   */
  async browser(
    request: Pick<RouteRequest, 'scope' | 'client' | 'headers'>,
    proven: Proven,
  ): Promise<{ readonly token: string; readonly session: LiveSession }> {
    const token = createToken('browser');
    const tokens = { browserToken: token, refreshToken: null };
    const begun = this.#begun(request, proven, this.#browserSeconds, tokens);
    const [, session] = await this.#storage.transaction(
      request.scope,
      (tx) => Promise.all([this.#open(tx, request, proven, begun), this.#sessions.byId(tx, begun.id)]),
      KEYED,
    );
    // Locked in the moment in which it was opened.
    if (session === null) throw tokenInvalid();
    return { token, session };
  }

  /**
   * Exchanges a refresh token for a new pair. One that comes a second time was stolen, by the first or by the second who showed it:
   * the whole session ends.
   * @throws DataWaveError DW_AUTH_TOKEN_INVALID, DW_AUTH_REFRESH_REUSED
   */
  async refresh(scope: ExecutionScope, refreshToken: string): Promise<TokenPair> {
    if (!isTokenShaped(refreshToken, 'refresh')) throw tokenInvalid();
    await this.#tokens.prepare();
    const outcome = await this.#storage.transaction(scope, async (tx) => {
      const used = await this.#sessions.useRefresh(tx, refreshToken);
      if (used === null) return null;
      const session = await this.#sessions.byId(tx, used.sessionId);
      if (used.isReused) {
        if (session !== null)
          await this.#journal.session(tx, scope, 'tokenReused', {
            ...{ sessionId: session.id, accountId: session.userId, reason: 'reused' },
            address: scope.address ?? null,
          });
        await this.#ending.one(tx, scope, used.sessionId, 'reused');
        return 'reused' as const;
      }
      if (session === null) return null;
      return { session, next: await this.#sessions.issueRefresh(tx, session.id) };
    });
    if (outcome === 'reused') throw refreshReused();
    if (outcome === null) throw tokenInvalid();
    return this.#pairOf(outcome.session.userId, outcome.session.id, outcome.next);
  }

  #begun(
    { client, headers }: Pick<RouteRequest, 'client' | 'headers'>,
    { account, methods, provider, passwordHash }: Proven,
    seconds: number,
    tokens: Pick<NewSession, 'browserToken' | 'refreshToken'>,
  ): NewSession {
    return {
      ...{ id: randomUUID(), userId: account.id, provider, methods, seconds, passwordHash, ...tokens },
      ...{ address: client.address, userAgent: headers['user-agent'] ?? null },
    };
  }

  async #open(
    tx: Transaction,
    { scope, client }: Pick<RouteRequest, 'scope' | 'client'>,
    { account, methods, provider, settle }: Proven,
    session: NewSession,
  ): Promise<void> {
    // Sent together, in this order.
    const [, isOpen] = await Promise.all([settle(tx), this.#sessions.open(tx, session)]);
    if (!isOpen) throw signInFailed();
    await this.#journal.signIn(
      tx,
      // Who it was; what they may do is not told.
      { ...scope, principal: principalOf({ ...account, roles: [], groups: [] }) },
      'signInSucceeded',
      account.username,
      {
        ...{ accountId: account.id, address: client.address, provider, methods },
        ...{ reason: null, sessionId: session.id },
      },
    );
  }

  async #pairOf(userId: string, sessionId: string, refreshToken: string): Promise<TokenPair> {
    return {
      accessToken: await this.#tokens.issue(userId, sessionId),
      refreshToken,
      expiresIn: ACCESS_SECONDS,
    };
  }
}
