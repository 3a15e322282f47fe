import {
  type AuthenticationMethod,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { createToken, hashToken } from './token-text.ts';

/** A session that has not ended, with whom it belongs to as they are now. */
export interface LiveSession {
  readonly id: string;
  readonly userId: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly methods: readonly AuthenticationMethod[];
  /** Milliseconds since 1970. */
  readonly authenticatedAt: number;
  readonly expiresAt: number;
  /** Within the minute: it need not be written again. */
  readonly isSeenLately: boolean;
}

/** A session as its owner sees it. */
export interface ShownSession {
  readonly id: string;
  readonly kind: 'browser' | 'script';
  readonly provider: string;
  readonly methods: readonly AuthenticationMethod[];
  readonly address: string;
  readonly userAgent: string | null;
  readonly createdAt: string;
  readonly authenticatedAt: string;
  /** To the minute. */
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}

/** What a session begins with. */
export interface NewSession {
  readonly id: string;
  readonly userId: string;
  /** By which a browser is known; null for a script, which shows access tokens. */
  readonly browserToken: string | null;
  /** With which a script gets its next access token. */
  readonly refreshToken: string | null;
  readonly provider: string;
  readonly methods: readonly AuthenticationMethod[];
  readonly address: string;
  readonly userAgent: string | null;
  readonly seconds: number;
  /** The hash that the password was compared with, which must still be the account's; null where another proof was given. */
  readonly passwordHash: string | null;
}

/** What was ended. */
export interface EndedSession {
  readonly id: string;
  readonly userId: string;
}

interface LiveRow extends Omit<LiveSession, 'authenticatedAt' | 'expiresAt'> {
  readonly authenticated_ms: number;
  readonly expires_ms: number;
}

const USER_AGENT = 300;

/** Sessions and what was handed out under them, as rows. A revoked session ends all of it. */
export class SessionStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /**
   * Opens one. False where the account was locked, or its password replaced, while the proof was being looked at: whoever does that ends
   * the sessions that there are, and none may come after them.
   */
  async open(tx: Transaction, session: NewSession): Promise<boolean> {
    const { browserToken, refreshToken } = session;
    const kind = browserToken === null ? 'script' : 'browser';
    const isStill =
      session.passwordHash === null ? sql`true` : sql`u.password_hash = ${session.passwordHash}`;
    // Waits for whoever is changing the account at the moment, and then looks at it again.
    const opening = sql`insert into ${this.#table('sessions')} (id, user_id, kind, token_hash, provider, methods, address, user_agent, expires_at)
          select ${session.id}::uuid, u.id, ${kind}, ${browserToken === null ? null : hashToken(browserToken)}::text, ${session.provider}, ${[...session.methods]}::text[],
            ${session.address}, ${session.userAgent?.slice(0, USER_AGENT) ?? null}::text, now() + ${session.seconds}::float8 * interval '1 second'
          from ${this.#table('users')} u where u.id = ${session.userId} and u.state = 'active' and ${isStill} for share
          returning id, expires_at`;
    const opened = await this.#storage.query(
      tx,
      refreshToken === null
        ? opening
        : sql`with opened as (${opening})
              insert into ${this.#table('refresh_tokens')} (hash, session_id, expires_at) select ${hashToken(refreshToken)}, id, expires_at from opened
              returning session_id`,
    );
    return opened.length > 0;
  }

  async byBrowserToken(tx: Transaction, token: string): Promise<LiveSession | null> {
    return this.#live(tx, sql`s.token_hash = ${hashToken(token)}`);
  }

  async byId(tx: Transaction, id: string): Promise<LiveSession | null> {
    return this.#live(tx, sql`s.id = ${id}::uuid`);
  }

  /** A refresh token for the session, good until its end. */
  async issueRefresh(tx: Transaction, sessionId: string): Promise<string> {
    const token = createToken('refresh');
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('refresh_tokens')} (hash, session_id, expires_at)
          select ${hashToken(token)}, id, expires_at from ${this.#table('sessions')} where id = ${sessionId}::uuid`,
    );
    return token;
  }

  /** Uses a refresh token up. `reused` names the session of one that was used before; null when nobody knows it. */
  async useRefresh(
    tx: Transaction,
    token: string,
  ): Promise<{ readonly sessionId: string; readonly isReused: boolean } | null> {
    const hash = hashToken(token);
    const [used] = await this.#storage.query<{ session_id: string }>(
      tx,
      sql`update ${this.#table('refresh_tokens')} set used_at = now()
          where hash = ${hash} and used_at is null and expires_at > now() returning session_id`,
    );
    if (used !== undefined) return { sessionId: used.session_id, isReused: false };
    const [known] = await this.#storage.query<{ session_id: string }>(
      tx,
      sql`select session_id from ${this.#table('refresh_tokens')} where hash = ${hash} and used_at is not null`,
    );
    return known === undefined ? null : { sessionId: known.session_id, isReused: true };
  }

  async revoke(tx: Transaction, id: string, reason: string): Promise<readonly EndedSession[]> {
    return this.#end(tx, sql`id = ${id}::uuid`, reason);
  }

  /** @param except - id of the session that stays */
  async revokeAll(
    tx: Transaction,
    userId: string,
    reason: string,
    except: string | null = null,
  ): Promise<readonly EndedSession[]> {
    const others = except === null ? sql`true` : sql`id <> ${except}::uuid`;
    return this.#end(tx, sql`user_id = ${userId} and ${others}`, reason);
  }

  /** Somebody has proved anew who they are. */
  async renewProof(tx: Transaction, id: string, methods: readonly AuthenticationMethod[]): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('sessions')} set authenticated_at = now(), methods = ${[...methods]}::text[] where id = ${id}::uuid and revoked_at is null`,
    );
  }

  /** Whoever holds it was here just now. Not more often than once a minute, so that reading does not become writing. */
  async touch(tx: Transaction, { id, isSeenLately }: LiveSession): Promise<void> {
    if (isSeenLately) return;
    await this.#storage.query(
      tx,
      sql`update ${this.#table('sessions')} set last_seen_at = now()
          where id = ${id}::uuid and last_seen_at < now() - interval '1 minute'`,
    );
  }

  /** Sessions that have not ended, the newest first. */
  async list(tx: Transaction, userId: string): Promise<readonly ShownSession[]> {
    return this.#storage.query<ShownSession>(
      tx,
      sql`select id, kind, provider, methods, address, user_agent as "userAgent", ${sql.isoTime(sql`created_at`)} as "createdAt",
            ${sql.isoTime(sql`authenticated_at`)} as "authenticatedAt", ${sql.isoTime(sql`last_seen_at`)} as "lastSeenAt",
            ${sql.isoTime(sql`expires_at`)} as "expiresAt"
          from ${this.#table('sessions')} where user_id = ${userId} and revoked_at is null and expires_at > now()
          order by created_at desc, id limit 500`,
    );
  }

  /** Forgets what ended long ago. */
  async sweep(tx: Transaction): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('sessions')} where expires_at < now() - interval '1 day' or revoked_at < now() - interval '7 days'`,
    );
  }

  async #live(tx: Transaction, which: SqlFragment): Promise<LiveSession | null> {
    const [row] = await this.#storage.query<LiveRow>(
      tx,
      sql`select s.id, s.user_id as "userId", u.display_name as "displayName", u.roles, s.methods,
            array(select m.group_id from ${this.#table('memberships')} m where m.user_id = u.id order by 1) as groups,
            s.last_seen_at > now() - interval '1 minute' as "isSeenLately",
            (extract(epoch from s.authenticated_at) * 1000)::float8 as authenticated_ms, (extract(epoch from s.expires_at) * 1000)::float8 as expires_ms
          from ${this.#table('sessions')} s join ${this.#table('users')} u on u.id = s.user_id
          where ${which} and s.revoked_at is null and s.expires_at > now() and u.state = 'active'`,
    );
    if (row === undefined) return null;
    const { authenticated_ms, expires_ms, ...session } = row;
    return { ...session, authenticatedAt: Math.floor(authenticated_ms), expiresAt: Math.floor(expires_ms) };
  }

  #end(tx: Transaction, which: SqlFragment, reason: string): Promise<readonly EndedSession[]> {
    return this.#storage.query<EndedSession>(
      tx,
      sql`update ${this.#table('sessions')} set revoked_at = now(), revoked_reason = ${reason}
          where ${which} and revoked_at is null and expires_at > now() returning id, user_id as "userId"`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
