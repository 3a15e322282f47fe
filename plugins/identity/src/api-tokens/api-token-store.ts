import { randomUUID } from 'node:crypto';
import {
  cutPage,
  decodeCursor,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { createToken, hashToken } from '../sessions/token-text.ts';

/** An API token as it is shown; the token itself never is again. */
export interface ApiToken {
  readonly id: string;
  readonly kind: 'personal' | 'service';
  readonly name: string;
  /** Whose it is; null for a service. */
  readonly userId: string | null;
  /** Principal id of who acts with it. */
  readonly principal: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly workspace: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
}

/** What a token is made of. */
export interface NewApiToken {
  readonly kind: 'personal' | 'service';
  readonly name: string;
  readonly userId: string | null;
  /** Of a service; a person's token has the roles of the person, as they are when it is used. */
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly workspace: string;
  readonly createdBy: string;
  readonly days: number;
}

/** A token that is good, with who acts with it. */
export interface LiveApiToken {
  readonly id: string;
  readonly kind: 'personal' | 'service';
  readonly name: string;
  readonly userId: string | null;
  readonly displayName: string | null;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  readonly permissions: readonly string[];
  readonly workspace: string;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** API tokens as rows, known by their hashes. */
export class ApiTokenStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Answers the token itself, which is nowhere else. */
  async insert(tx: Transaction, token: NewApiToken): Promise<{ readonly id: string; readonly text: string }> {
    const id = randomUUID();
    const text = createToken('api');
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('api_tokens')} (id, hash, kind, name, user_id, roles, permissions, workspace, created_by, expires_at)
          values (${id}, ${hashToken(text)}, ${token.kind}, ${token.name}, ${token.userId}, ${[...token.roles]}::text[], ${[...token.permissions]}::text[],
            ${token.workspace}::uuid, ${token.createdBy}, now() + ${token.days}::int * interval '1 day')`,
    );
    return { id, text };
  }

  async live(tx: Transaction, text: string): Promise<LiveApiToken | null> {
    const [row] = await this.#storage.query<LiveApiToken>(
      tx,
      sql`select t.id, t.kind, t.name, t.user_id as "userId", u.display_name as "displayName", coalesce(u.roles, t.roles) as roles,
            array(select m.group_id from ${this.#table('memberships')} m where m.user_id = t.user_id order by 1) as groups,
            t.permissions, t.workspace::text, (extract(epoch from t.created_at) * 1000)::float8 as "createdAt",
            (extract(epoch from t.expires_at) * 1000)::float8 as "expiresAt"
          from ${this.#table('api_tokens')} t left join ${this.#table('users')} u on u.id = t.user_id
          where t.hash = ${hashToken(text)} and t.revoked_at is null and t.expires_at > now() and (t.user_id is null or u.state = 'active')`,
    );
    return row ?? null;
  }

  /** Not more often than once a minute, so that reading does not become writing. */
  async touch(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('api_tokens')} set last_used_at = now()
          where id = ${id}::uuid and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
    );
  }

  /** Tokens that are not revoked, the newest first. @param userId - whose; everybody's when null */
  async page(
    tx: Transaction,
    whose: { readonly userId: string } | { readonly workspace: string },
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<ApiToken>> {
    let after = sql`true`;
    if (cursor !== undefined) {
      const [at, id] = decodeCursor(cursor, ['integer', 'uuid']);
      after = sql`(t.created_at, t.id) < (${sql.fromMicroseconds(at)}, ${id}::uuid)`;
    }
    const theirs =
      'userId' in whose ? sql`t.user_id = ${whose.userId}` : sql`t.workspace = ${whose.workspace}::uuid`;
    const rows = await this.#rows(
      tx,
      sql`where t.revoked_at is null and ${theirs} and ${after} order by t.created_at desc, t.id desc limit ${limit + 1}`,
    );
    return cutPage(
      rows,
      limit,
      ({ position: _, ...token }) => token,
      ({ position, id }) => [position, id],
    );
  }

  async find(tx: Transaction, id: string): Promise<ApiToken | null> {
    const [row] = await this.#rows(tx, sql`where t.id = ${id}::uuid and t.revoked_at is null`);
    if (row === undefined) return null;
    const { position: _, ...token } = row;
    return token;
  }

  async revoke(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('api_tokens')} set revoked_at = now() where id = ${id}::uuid and revoked_at is null`,
    );
  }

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly (ApiToken & { readonly position: number })[]> {
    return this.#storage.query(
      tx,
      sql`select t.id, t.kind, t.name, t.user_id as "userId", coalesce(t.user_id, 'service:' || t.id) as principal, t.roles, t.permissions,
            t.workspace::text, t.created_by as "createdBy", ${sql.isoTime(sql`t.created_at`)} as "createdAt", ${sql.isoTime(sql`t.expires_at`)} as "expiresAt",
            ${sql.isoTime(sql`t.last_used_at`)} as "lastUsedAt", ${sql.microseconds(sql`t.created_at`)} as position
          from ${this.#table('api_tokens')} t ${rest}`,
    );
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}
