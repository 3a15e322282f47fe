import { type SqlFragment, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';

/** A passkey as it is kept. */
export interface Passkey {
  /** Credential id, base64url. */
  readonly id: string;
  readonly userId: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly relyingParty: string;
}

/** A passkey as its owner sees it. */
export interface ShownPasskey {
  readonly id: string;
  readonly name: string;
  readonly relyingParty: string;
  readonly isBackedUp: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** Passkeys as rows. */
export class PasskeyStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  async list(tx: Transaction, userId: string): Promise<readonly ShownPasskey[]> {
    return this.#storage.query<ShownPasskey>(
      tx,
      sql`select id, name, relying_party as "relyingParty", is_backed_up as "isBackedUp", ${sql.isoTime(sql`created_at`)} as "createdAt",
            ${sql.isoTime(sql`last_used_at`)} as "lastUsedAt"
          from ${this.#table()} where user_id = ${userId} order by created_at, id`,
    );
  }

  async find(tx: Transaction, id: string): Promise<Passkey | null> {
    const [row] = await this.#storage.query<
      Omit<Passkey, 'publicKey' | 'counter'> & { readonly publicKey: Uint8Array; readonly counter: string }
    >(
      tx,
      sql`select id, user_id as "userId", public_key as "publicKey", counter, transports, relying_party as "relyingParty"
          from ${this.#table()} where id = ${id}`,
    );
    return row === undefined
      ? null
      : { ...row, publicKey: new Uint8Array(row.publicKey), counter: Number(row.counter) };
  }

  /** False when somebody has it already. */
  async insert(
    tx: Transaction,
    passkey: Passkey & { readonly name: string; readonly isBackedUp: boolean },
  ): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`insert into ${this.#table()} (id, user_id, public_key, counter, transports, name, relying_party, is_backed_up)
          values (${passkey.id}, ${passkey.userId}, ${passkey.publicKey}, ${passkey.counter}, ${[...passkey.transports]}::text[], ${passkey.name},
            ${passkey.relyingParty}, ${passkey.isBackedUp}) on conflict do nothing returning id`,
    );
    return rows.length > 0;
  }

  /** False when the counter has not risen: somebody has copied it. Those that count nothing stay at zero. */
  async use(tx: Transaction, id: string, counter: number, isBackedUp: boolean): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set counter = ${counter}, is_backed_up = ${isBackedUp}, last_used_at = now()
          where id = ${id} and (counter < ${counter} or (counter = 0 and ${counter}::bigint = 0)) returning id`,
    );
    return rows.length > 0;
  }

  async rename(tx: Transaction, userId: string, id: string, name: string): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`update ${this.#table()} set name = ${name} where id = ${id} and user_id = ${userId} returning id`,
    );
    return rows.length > 0;
  }

  async delete(tx: Transaction, userId: string, id: string): Promise<boolean> {
    const rows = await this.#storage.query(
      tx,
      sql`delete from ${this.#table()} where id = ${id} and user_id = ${userId} returning id`,
    );
    return rows.length > 0;
  }

  async deleteAll(tx: Transaction, userId: string): Promise<number> {
    const rows = await this.#storage.query(
      tx,
      sql`delete from ${this.#table()} where user_id = ${userId} returning id`,
    );
    return rows.length;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'passkeys');
  }
}
