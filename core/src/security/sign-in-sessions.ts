import type { KernelSql } from './kernel-sql.ts';
import { createToken, hashToken, type TokenPurpose } from './sign-in-tokens.ts';
import type { SignInUser } from './sign-in-users.ts';

/** Seconds. */
const ACCESS_SECONDS = 600;
const REFRESH_SECONDS = 30 * 86_400;
export const BROWSER_SECONDS = 12 * 3_600;

/** Notified with a session's id when it is revoked, so that every replica forgets its tokens. */
export const REVOCATION_CHANNEL = 'datawave_sign_in_revoked';

/** A token that is good. */
export interface LiveToken {
  readonly sessionId: string;
  readonly userId: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Milliseconds since the epoch: when the password was given. */
  readonly authenticatedAt: number;
}

/** Somebody who has given their password, with the hash that it was compared with. */
export type ProvenUser = Pick<SignInUser, 'id' | 'passwordHash'>;

/** A pair for scripts. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds that the access token lasts. */
  readonly expiresIn: number;
}

interface LiveRow {
  readonly session_id: string;
  readonly user_id: string;
  readonly display_name: string;
  readonly roles: readonly string[];
  readonly expires_ms: string | number;
  readonly created_ms: string | number;
}

/** Sessions in PostgreSQL: what one replica hands out or revokes, all of them know. */
export class SignInSessions {
  readonly #sql: KernelSql;

  constructor(sql: KernelSql) {
    this.#sql = sql;
  }

  async find(token: string, purpose: TokenPurpose): Promise<LiveToken | null> {
    const [row] = await this.#sql.execute<LiveRow>({
      text: `select s.id as session_id, u.id as user_id, u.display_name, u.roles, (extract(epoch from least(t.expires_at, s.expires_at)) * 1000)::bigint as expires_ms,
          (extract(epoch from s.created_at) * 1000)::bigint as created_ms
        from core.sign_in_tokens t join core.sign_in_sessions s on s.id = t.session_id join core.sign_in_users u on u.id = s.user_id
        where t.hash = $1 and t.purpose = $2 and t.expires_at > now() and s.expires_at > now() and s.revoked_at is null`,
      parameters: [hashToken(token), purpose],
    });
    if (!row) return null;
    return {
      sessionId: row.session_id,
      userId: row.user_id,
      displayName: row.display_name,
      roles: row.roles,
      expiresAt: Number(row.expires_ms),
      authenticatedAt: Number(row.created_ms),
    };
  }

  /** Opens a session for a script; null where the password was replaced since it was compared. */
  async openPair(user: ProvenUser): Promise<TokenPair | null> {
    const pair = createPair();
    const isOpen = await this.#open(user, REFRESH_SECONDS, [
      [pair.accessToken, 'access', ACCESS_SECONDS],
      [pair.refreshToken, 'refresh', REFRESH_SECONDS],
    ]);
    await this.#sweep();
    return isOpen ? pair : null;
  }

  /** Opens a session for a browser and answers its token; null as {@link SignInSessions.openPair}. */
  async openBrowser(user: ProvenUser): Promise<string | null> {
    const token = createToken('browser');
    const isOpen = await this.#open(user, BROWSER_SECONDS, [[token, 'browser', BROWSER_SECONDS]]);
    await this.#sweep();
    return isOpen ? token : null;
  }

  /**
   * Exchanges a refresh token for a new pair. One that comes a second time was stolen, by the first or by the second
   * who showed it: the whole session ends.
   */
  async refresh(refreshToken: string): Promise<
    | { readonly pair: TokenPair }
    | { readonly refused: 'unknown' }
    /** `ended` names the session that was ended for it; null where it had ended before. */
    | { readonly refused: 'reused'; readonly ended: string | null }
  > {
    const pair = createPair();
    const hash = hashToken(refreshToken);
    const issued = await this.#sql.execute({
      text: `with used as (
          update core.sign_in_tokens set used_at = now() where hash = $1 and purpose = 'refresh' and used_at is null and expires_at > now() returning session_id
        ), live as (
          select s.id, s.expires_at from core.sign_in_sessions s join used on used.session_id = s.id where s.revoked_at is null and s.expires_at > now()
        )
        insert into core.sign_in_tokens (hash, session_id, purpose, expires_at)
        select $2, id, 'access', least(expires_at, now() + $4::int * interval '1 second') from live
        union all select $3, id, 'refresh', expires_at from live
        returning hash`,
      parameters: [hash, hashToken(pair.accessToken), hashToken(pair.refreshToken), ACCESS_SECONDS],
    });
    if (issued.length > 0) return { pair };
    const [known] = await this.#sql.execute<{ session_id: string }>({
      text: `select session_id from core.sign_in_tokens where hash = $1 and purpose = 'refresh' and used_at is not null`,
      parameters: [hash],
    });
    if (!known) return { refused: 'unknown' };
    return { refused: 'reused', ended: (await this.revoke(known.session_id)) ? known.session_id : null };
  }

  /** False where it had ended before. */
  async revoke(sessionId: string): Promise<boolean> {
    const ended = await this.#sql.execute({
      text: `with ended as (update core.sign_in_sessions set revoked_at = now() where id = $1::uuid and revoked_at is null returning id)
        select pg_notify('${REVOCATION_CHANNEL}', id::text) from ended`,
      parameters: [sessionId],
    });
    return ended.length > 0;
  }

  async revokeAll(userId: string): Promise<void> {
    await this.#sql.execute({
      text: `with ended as (update core.sign_in_sessions set revoked_at = now() where user_id = $1 and revoked_at is null returning id)
        select pg_notify('${REVOCATION_CHANNEL}', id::text) from ended`,
      parameters: [userId],
    });
  }

  async #open(
    { id, passwordHash }: ProvenUser,
    seconds: number,
    tokens: readonly (readonly [token: string, purpose: TokenPurpose, seconds: number])[],
  ): Promise<boolean> {
    // Waits for whoever is replacing the password, who then ends all sessions that there are: none may come after them.
    const opened = await this.#sql.execute({
      text: `with session as (
          insert into core.sign_in_sessions (id, user_id, expires_at)
          select gen_random_uuid(), id, now() + $2::int * interval '1 second' from core.sign_in_users where id = $1 and password_hash = $6 for share
          returning id
        )
        insert into core.sign_in_tokens (hash, session_id, purpose, expires_at)
        select t.hash, session.id, t.purpose, now() + t.seconds * interval '1 second'
        from session, unnest($3::text[], $4::text[], $5::int[]) as t (hash, purpose, seconds) returning hash`,
      parameters: [
        id,
        seconds,
        tokens.map(([token]) => hashToken(token)),
        tokens.map(([, purpose]) => purpose),
        tokens.map(([, , lasts]) => lasts),
        passwordHash,
      ],
    });
    return opened.length > 0;
  }

  /** Used refresh tokens stay until their session is over, to tell a reuse; access tokens go when they have expired. */
  async #sweep(): Promise<void> {
    await this.#sql.execute({
      text: `with gone as (delete from core.sign_in_sessions where expires_at < now() or revoked_at < now() - interval '1 day')
        delete from core.sign_in_tokens where purpose = 'access' and expires_at < now()`,
      parameters: [],
    });
  }
}

function createPair(): TokenPair {
  return {
    accessToken: createToken('access'),
    refreshToken: createToken('refresh'),
    expiresIn: ACCESS_SECONDS,
  };
}
