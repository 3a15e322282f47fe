import type { FirstAdministrator } from '@datawave/plugin-sdk';
import type { KernelSql } from './kernel-sql.ts';

/** Somebody who may sign in with a password. */
export interface SignInUser {
  /** Principal id, `user:NAME`. */
  readonly id: string;
  readonly username: string;
  readonly passwordHash: string;
}

interface UserRow {
  readonly id: string;
  readonly username: string;
  readonly password_hash: string;
}

interface AdministratorRow extends UserRow {
  readonly display_name: string;
  readonly changed_ms: string | number;
}

/** The users of the built-in sign-in. */
export class SignInUsers {
  readonly #sql: KernelSql;

  constructor(sql: KernelSql) {
    this.#sql = sql;
  }

  async byName(username: string): Promise<SignInUser | null> {
    const [row] = await this.#sql.execute<UserRow>({
      text: 'select id, username, password_hash from core.sign_in_users where username = $1',
      parameters: [username],
    });
    return row ? { id: row.id, username: row.username, passwordHash: row.password_hash } : null;
  }

  /** The account that was made at the first start; null before. */
  async administrator(): Promise<FirstAdministrator | null> {
    const [row] = await this.#sql.execute<AdministratorRow>({
      text: `select id, username, display_name, password_hash, (extract(epoch from updated_at) * 1000)::bigint as changed_ms
        from core.sign_in_users where 'admin' = any (roles) order by id limit 1`,
      parameters: [],
    });
    if (!row) return null;
    return {
      id: row.id,
      username: row.username,
      displayName: row.display_name,
      passwordHash: row.password_hash,
      changedAt: Number(row.changed_ms),
    };
  }

  /** False when there is one of this name already: of several replicas that start at once, one is first. */
  async addAdministrator(username: string, passwordHash: string): Promise<boolean> {
    const rows = await this.#sql.execute({
      text: `insert into core.sign_in_users (id, username, display_name, roles, password_hash) values ($1, $2, 'Administrator', '{admin}', $3)
        on conflict do nothing returning id`,
      parameters: [`user:${username}`, username, passwordHash],
    });
    return rows.length > 0;
  }

  async setPassword(id: string, passwordHash: string): Promise<void> {
    await this.#sql.execute({
      text: 'update core.sign_in_users set password_hash = $2, updated_at = now() where id = $1',
      parameters: [id, passwordHash],
    });
  }
}
