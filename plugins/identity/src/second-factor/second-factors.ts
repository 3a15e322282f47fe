import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import {
  type AuthenticationMethod,
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
  type VaultService,
} from '@datawave/plugin-sdk';
import { hashToken } from '../sessions/token-text.ts';
import { otpauthUri, stepOf, toBase32 } from './totp.ts';

const RECOVERY_CODES = 10;
const CODE_ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const CODE_LENGTH = 12;
const ISSUER = 'DataWave';

/** What somebody is shown to set up an authenticator app; once. */
export interface TotpSetup {
  readonly secret: string;
  readonly uri: string;
}

interface TotpRow {
  readonly secret_name: string;
  readonly last_step: string | number;
  readonly confirmed: boolean;
}

/** Authenticator apps and recovery codes. Secrets are in the vault, codes are stored hashed. */
export class SecondFactors {
  readonly #storage: StorageService;
  readonly #vault: VaultService;
  readonly #vaultScope: () => ExecutionScope;

  /** @param vaultScope - accounts belong to no workspace, so their secrets are kept in the default one */
  constructor(storage: StorageService, vault: VaultService, vaultScope: () => ExecutionScope) {
    this.#storage = storage;
    this.#vault = vault;
    this.#vaultScope = vaultScope;
  }

  async hasTotp(tx: Transaction, userId: string): Promise<boolean> {
    return (await this.#totp(tx, userId))?.confirmed ?? false;
  }

  /** Codes that have not been used. */
  async codesLeft(tx: Transaction, userId: string): Promise<number> {
    const [row] = await this.#storage.query<{ count: number }>(
      tx,
      sql`select count(*)::int as count from ${this.#table('recovery_codes')} where user_id = ${userId} and used_at is null`,
    );
    return row?.count ?? 0;
  }

  /** Begins to set one up; it counts once {@link SecondFactors.confirmTotp} has seen a code of it. */
  async beginTotp(tx: Transaction, userId: string, username: string): Promise<TotpSetup> {
    const secret = randomBytes(20);
    const name = `totp/${userId}/${randomUUID()}`;
    await this.#vault.put(tx, this.#vaultScope(), name, secret.toString('base64url'));
    const former = await this.#totp(tx, userId);
    if (former !== null) await this.#vault.delete(tx, this.#vaultScope(), former.secret_name);
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('totp')} (user_id, secret_name) values (${userId}, ${name})
          on conflict (user_id) do update set secret_name = excluded.secret_name, last_step = 0, created_at = now(), confirmed_at = null`,
    );
    return { secret: toBase32(secret), uri: otpauthUri(ISSUER, username, secret) };
  }

  /** Whether the code is right for the app that is being set up. */
  async isRight(scope: ExecutionScope, userId: string, code: string): Promise<boolean> {
    const row = await this.#read(scope, userId);
    return row !== null && !row.confirmed && (await this.#takeStep(scope, userId, row, code));
  }

  /** From now on it is asked for. */
  async confirmTotp(tx: Transaction, userId: string): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('totp')} set confirmed_at = now() where user_id = ${userId}`,
    );
  }

  /** Takes app and recovery codes away. */
  async remove(tx: Transaction, userId: string): Promise<boolean> {
    const row = await this.#totp(tx, userId);
    if (row !== null) await this.#vault.delete(tx, this.#vaultScope(), row.secret_name);
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('recovery_codes')} where user_id = ${userId}`,
    );
    await this.#storage.query(tx, sql`delete from ${this.#table('totp')} where user_id = ${userId}`);
    return row?.confirmed ?? false;
  }

  /** New recovery codes in place of the old ones, shown once. */
  async renewCodes(tx: Transaction, userId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, makeCode);
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('recovery_codes')} where user_id = ${userId}`,
    );
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('recovery_codes')} (user_id, hash) select ${userId}, unnest(${codes.map(hashCode)}::text[])`,
    );
    return codes;
  }

  /** What a code proves; each counts once. Null when it proves nothing. */
  async use(scope: ExecutionScope, userId: string, code: string): Promise<AuthenticationMethod | null> {
    const row = await this.#read(scope, userId);
    if (row === null || !row.confirmed) return null;
    // A recovery code counts also when the vault cannot be opened.
    const used = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`update ${this.#table('recovery_codes')} set used_at = now()
            where user_id = ${userId} and hash = ${hashCode(code)} and used_at is null returning hash`,
      ),
    );
    if (used.length > 0) return 'recovery-code';
    return (await this.#takeStep(scope, userId, row, code.replace(/\s/g, ''))) ? 'totp' : null;
  }

  async #takeStep(scope: ExecutionScope, userId: string, row: TotpRow, code: string): Promise<boolean> {
    // Outside of a transaction, because the vault has one of its own.
    const secret = Buffer.from(await this.#vault.reveal(this.#vaultScope(), row.secret_name), 'base64url');
    const step = stepOf(secret, code, Date.now(), Number(row.last_step));
    if (step === null) return false;
    // Of two requests with the same code one takes it.
    const taken = await this.#storage.transaction(scope, (tx) =>
      this.#storage.query(
        tx,
        sql`update ${this.#table('totp')} set last_step = ${step}
            where user_id = ${userId} and secret_name = ${row.secret_name} and last_step < ${step} returning user_id`,
      ),
    );
    return taken.length > 0;
  }

  #read(scope: ExecutionScope, userId: string): Promise<TotpRow | null> {
    return this.#storage.transaction(scope, (tx) => this.#totp(tx, userId));
  }

  async #totp(tx: Transaction, userId: string): Promise<TotpRow | null> {
    const [row] = await this.#storage.query<TotpRow>(
      tx,
      sql`select secret_name, last_step, confirmed_at is not null as confirmed from ${this.#table('totp')} where user_id = ${userId}`,
    );
    return row ?? null;
  }

  #table(name: string): SqlFragment {
    return sql.identifier(this.#storage.schema, name);
  }
}

/** 12 characters without those that look alike, some 59 bits, in groups of four. */
function makeCode(): string {
  const text = Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join(
    '',
  );
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

/** As it is typed: with or without hyphens, spaces and capitals. A plain hash does, because a code is random and used once. */
const hashCode = (code: string): string => hashToken(code.toLowerCase().replace(/[^a-z0-9]/g, ''));
