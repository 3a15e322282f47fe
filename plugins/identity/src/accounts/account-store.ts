import {
  type Account,
  type AccountFilter,
  type AccountState,
  cutPage,
  decodeCursor,
  type Page,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { unknownUser } from '../identity-errors.ts';
import { foldName } from './fold-name.ts';

/** An account with what never leaves the plugin. */
export interface StoredAccount extends Account {
  readonly stateReason: string | null;
  readonly passwordHash: string | null;
  /** Milliseconds since 1970 at which the kernel had its password set when it was taken over. Of the first administrator only. */
  readonly kernelChangedAt: number | null;
}

/** What a sign-in looks at. */
export interface SigningIn
  extends Pick<StoredAccount, 'id' | 'username' | 'displayName' | 'state' | 'passwordHash'> {
  /** Whether a code of an authenticator app is asked for. */
  readonly hasTotp: boolean;
}

/** What may be written of an account. */
export interface AccountColumns {
  readonly username?: string;
  readonly displayName?: string;
  readonly email?: string | null;
  readonly state?: AccountState;
  readonly stateReason?: string | null;
  readonly roles?: readonly string[];
  readonly passwordHash?: string | null;
  readonly kernelChangedAt?: number;
}

type Row = Omit<StoredAccount, 'kernelChangedAt'> & { readonly kernelChangedAt: string | number | null };

/** Accounts as rows. Who calls it answers for what it means. */
export class AccountStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async find(tx: Transaction, filter: AccountFilter): Promise<StoredAccount | null> {
    const [row] = await this.#rows(tx, sql`where ${this.#matching(filter)} order by u.folded limit 1`);
    return row ?? null;
  }

  /** Those with these ids, by one statement however many they are. */
  all(tx: Transaction, ids: readonly string[]): Promise<readonly StoredAccount[]> {
    return this.#rows(tx, sql`where u.id = any(${[...ids]}::text[]) order by u.id`);
  }

  /** Who signs in under a name, or is known by an id, with no more than that takes. */
  async signingIn(tx: Transaction, who: Pick<AccountFilter, 'id' | 'username'>): Promise<SigningIn | null> {
    const [row] = await this.#storage.query<SigningIn>(
      tx,
      sql`select u.id, u.username, u.display_name as "displayName", u.state, u.password_hash as "passwordHash",
            exists (select 1 from ${this.#table('totp')} t where t.user_id = u.id and t.confirmed_at is not null) as "hasTotp"
          from ${this.#table('users')} u where ${this.#matching(who)}`,
    );
    return row ?? null;
  }

  /** Holds the row until the end of the transaction. @throws DataWaveError DW_AUTH_USER_UNKNOWN */
  async lock(tx: Transaction, id: string): Promise<StoredAccount> {
    await this.#storage.query(tx, sql`select 1 from ${this.#table('users')} where id = ${id} for update`);
    const account = await this.find(tx, { id });
    if (account === null) throw unknownUser();
    return account;
  }

  async page(
    tx: Transaction,
    filter: AccountFilter,
    limit: number,
    cursor: string | undefined,
  ): Promise<Page<Account>> {
    const after = cursor === undefined ? sql`true` : sql`u.folded > ${decodeCursor(cursor, ['text'])[0]}`;
    const rows = await this.#rows(
      tx,
      sql`where ${this.#matching(filter)} and ${after} order by u.folded limit ${limit + 1}`,
    );
    return cutPage(rows, limit, toAccount, ({ username }) => [foldName(username)]);
  }

  /** False when the name is taken. */
  async insert(
    tx: Transaction,
    id: string,
    columns: AccountColumns & { readonly username: string; readonly displayName: string },
  ): Promise<boolean> {
    if (isReserved(columns.username, id)) return false;
    const rows = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('users')} (id, username, folded, display_name, email, state, roles, password_hash, password_changed_at, kernel_changed_at)
          values (${id}, ${columns.username}, ${foldName(columns.username)}, ${columns.displayName}, ${columns.email ?? null}, ${columns.state ?? 'active'},
            ${[...(columns.roles ?? [])]}::text[], ${columns.passwordHash ?? null}, now(), ${columns.kernelChangedAt ?? null})
          on conflict do nothing returning id`,
    );
    return rows.length > 0;
  }

  /** False when the new name is taken. Raises the version. */
  async update(tx: Transaction, id: string, columns: AccountColumns): Promise<boolean> {
    const set: SqlFragment[] = [sql`updated_at = now()`, sql`version = version + 1`];
    if (columns.username !== undefined) {
      if (await this.isTaken(tx, columns.username, id)) return false;
      const folded = foldName(columns.username);
      set.push(sql`username = ${columns.username}`, sql`folded = ${folded}`);
    }
    if (columns.displayName !== undefined) set.push(sql`display_name = ${columns.displayName}`);
    if (columns.email !== undefined) set.push(sql`email = ${columns.email}`);
    if (columns.state !== undefined) set.push(sql`state = ${columns.state}`);
    if (columns.stateReason !== undefined) set.push(sql`state_reason = ${columns.stateReason}`);
    if (columns.roles !== undefined) set.push(sql`roles = ${[...columns.roles]}::text[]`);
    if (columns.passwordHash !== undefined)
      set.push(sql`password_hash = ${columns.passwordHash}`, sql`password_changed_at = now()`);
    if (columns.kernelChangedAt !== undefined) set.push(sql`kernel_changed_at = ${columns.kernelChangedAt}`);
    await this.#storage.query(tx, sql`update ${this.#table('users')} set ${sql.join(set)} where id = ${id}`);
    return true;
  }

  /** Whether somebody else has the name. */
  async isTaken(tx: Transaction, username: string, id: string): Promise<boolean> {
    if (isReserved(username, id)) return true;
    const taken = await this.#storage.query(
      tx,
      sql`select 1 from ${this.#table('users')} where folded = ${foldName(username)} and id <> ${id}`,
    );
    return taken.length > 0;
  }

  async delete(tx: Transaction, id: string): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table('users')} where id = ${id}`);
  }

  /** Ids of those who are administrators and may sign in, held until the end of the transaction: of two that step down at once one is seen to be the last. */
  async lockAdministrators(tx: Transaction): Promise<readonly string[]> {
    const rows = await this.#storage.query<{ id: string }>(
      tx,
      sql`select id from ${this.#table('users')} where 'admin' = any(roles) and state = 'active' order by id for update`,
    );
    return rows.map(({ id }) => id);
  }

  async link(
    tx: Transaction,
    userId: string,
    identity: { readonly provider: string; readonly subject: string; readonly username: string },
  ): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('external_identities')} (provider, subject, user_id, username)
          values (${identity.provider}, ${identity.subject}, ${userId}, ${identity.username})
          on conflict do nothing returning user_id`,
    );
    return rows.length > 0;
  }

  /** What providers call somebody, by their keys. */
  async namesElsewhere(tx: Transaction, id: string): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#storage.query<{ provider: string; username: string }>(
      tx,
      sql`select provider, username from ${this.#table('external_identities')} where user_id = ${id} order by created_at`,
    );
    return new Map(rows.map(({ provider, username }) => [provider, username]));
  }

  /** Writes down what a provider now calls somebody. False when it has called them so before. */
  async renameLink(
    tx: Transaction,
    identity: { readonly provider: string; readonly subject: string; readonly username: string },
  ): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`update ${this.#table('external_identities')} set username = ${identity.username}
          where provider = ${identity.provider} and subject = ${identity.subject} and username <> ${identity.username} returning user_id`,
    );
    return rows.length > 0;
  }

  #rows(tx: Transaction, rest: SqlFragment): Promise<readonly StoredAccount[]> {
    return this.#storage
      .query<Row>(
        tx,
        sql`select u.id, u.username, u.display_name as "displayName", u.email, u.state, u.state_reason as "stateReason", u.roles,
              array(select m.group_id from ${this.#table('memberships')} m where m.user_id = u.id order by 1) as groups,
              coalesce((select jsonb_agg(jsonb_build_object('provider', e.provider, 'subject', e.subject) order by e.provider, e.subject)
                from ${this.#table('external_identities')} e where e.user_id = u.id), '[]') as identities,
              ${sql.isoTime(sql`u.created_at`)} as "createdAt", ${sql.isoTime(sql`u.updated_at`)} as "updatedAt", u.version,
              u.password_hash as "passwordHash", u.kernel_changed_at as "kernelChangedAt"
            from ${this.#table('users')} u ${rest}`,
      )
      .then((rows) =>
        rows.map((row) => ({
          ...row,
          kernelChangedAt: row.kernelChangedAt === null ? null : Number(row.kernelChangedAt),
        })),
      );
  }

  #matching(filter: AccountFilter): SqlFragment {
    const where: SqlFragment[] = [sql`true`];
    if (filter.id !== undefined) where.push(sql`u.id = ${filter.id}`);
    if (filter.username !== undefined) where.push(sql`u.folded = ${foldName(filter.username)}`);
    if (filter.email !== undefined) where.push(sql`lower(u.email) = lower(${filter.email})`);
    if (filter.state !== undefined) where.push(sql`u.state = ${filter.state}`);
    if (filter.provider !== undefined) {
      const subject = filter.subject === undefined ? sql`true` : sql`e.subject = ${filter.subject}`;
      where.push(
        sql`exists (select 1 from ${this.#table('external_identities')} e where e.user_id = u.id and e.provider = ${filter.provider} and ${subject})`,
      );
    }
    if (filter.group !== undefined)
      where.push(
        sql`exists (select 1 from ${this.#table('memberships')} m where m.user_id = u.id and m.group_id = ${filter.group})`,
      );
    if (filter.q !== undefined && filter.q.trim() !== '') {
      const pattern = sql.containing(filter.q.trim());
      where.push(
        sql`(u.username ilike ${pattern} or u.display_name ilike ${pattern} or u.email ilike ${pattern})`,
      );
    }
    return sql.join(where, ' and ');
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/** What others may know of an account. */
export const toAccount = ({
  passwordHash: _hash,
  kernelChangedAt: _changed,
  stateReason: _reason,
  ...account
}: StoredAccount): Account => account;

/**
 * The first administrator is known by this name before the account is taken over, which is at their first sign-in: somebody whom a
 * provider calls so must not stand in the way of the last way in.
 */
const isReserved = (username: string, id: string): boolean =>
  foldName(username) === 'admin' && id !== 'user:admin';
