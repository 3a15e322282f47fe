import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import { createToken, hashToken, isTokenShaped } from '../sessions/token-text.ts';

/** A link to set a new password, as it is shown once. */
export interface PasswordReset {
  readonly token: string;
  readonly expiresAt: string;
}

/** Where a link leads. The token is in the fragment, which no server and no log sees. */
export const resetPath = ({ token }: PasswordReset): string => `/reset-password#token=${token}`;

/** Links that somebody may ask for by mail within an hour: who asks in another's name fills no letter box. */
const MAILED_IN_AN_HOUR = 3;

/** One-time tokens to set a new password. */
export class PasswordResets {
  readonly #storage: StorageService;
  readonly #seconds: number;

  /** @param hours - for which one is good */
  constructor(storage: StorageService, hours: number) {
    this.#storage = storage;
    this.#seconds = hours * 3_600;
  }

  /** One that an administrator hands over. It voids those before it. */
  async create(tx: Transaction, userId: string, createdBy: string): Promise<PasswordReset> {
    await this.forget(tx, userId);
    return this.#insert(tx, userId, createdBy);
  }

  /**
   * One that is mailed because somebody has asked for it, who need not be who they say. It voids none: else whoever knows a name could
   * make every link of theirs useless. Null when there were enough.
   */
  async createMailed(tx: Transaction, userId: string): Promise<PasswordReset | null> {
    await this.#storage.query(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(${`reset ${userId}`}, 0))::text`,
    );
    const recent = await this.#storage.query(
      tx,
      sql`select 1 from ${this.#table()} where user_id = ${userId} and created_by = ${userId}
          and created_at > now() - interval '1 hour'`,
    );
    return recent.length >= MAILED_IN_AN_HOUR ? null : this.#insert(tx, userId, userId);
  }

  async #insert(tx: Transaction, userId: string, createdBy: string): Promise<PasswordReset> {
    const token = createToken('reset');
    const [row] = await this.#storage.query<{ expiresAt: string }>(
      tx,
      sql`insert into ${this.#table()} (hash, user_id, created_by, expires_at)
          values (${hashToken(token)}, ${userId}, ${createdBy}, now() + ${this.#seconds}::float8 * interval '1 second')
          returning ${sql.isoTime(sql`expires_at`)} as "expiresAt"`,
    );
    return { token, expiresAt: row?.expiresAt ?? '' };
  }

  /** Voids those of an account. */
  async forget(tx: Transaction, userId: string): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table()} where user_id = ${userId}`);
  }

  /** Voids those that went to an address which is theirs no more. They still count as mailed. */
  async voidMailed(tx: Transaction, userId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set used_at = now() where user_id = ${userId} and created_by = ${userId} and used_at is null`,
    );
  }

  /** Whose password it sets; null for one that is not good. Used up only by {@link PasswordResets.use}. */
  async find(tx: Transaction, token: string): Promise<string | null> {
    if (!isTokenShaped(token, 'reset')) return null;
    const [row] = await this.#storage.query<{ user_id: string }>(
      tx,
      sql`select user_id from ${this.#table()} where hash = ${hashToken(token)} and used_at is null and expires_at > now()`,
    );
    return row?.user_id ?? null;
  }

  /** False when somebody was faster. */
  async use(tx: Transaction, token: string): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set used_at = now() where hash = ${hashToken(token)} and used_at is null and expires_at > now() returning hash`,
    );
    return rows.length > 0;
  }

  async sweep(tx: Transaction): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table()} where expires_at < now() - interval '7 days'`,
    );
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'password_resets');
  }
}
