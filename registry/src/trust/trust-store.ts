import { type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { NamedFile } from '@datawave/plugin-sdk/packaging';

/** The roles whose keys the registry holds itself. */
export type OnlineRole = 'timestamp' | 'snapshot' | 'targets' | 'bins';
export const ONLINE_ROLES: readonly OnlineRole[] = ['timestamp', 'snapshot', 'targets', 'bins'];

/** A key of the registry, without its private half. */
export interface OnlineKeyRow {
  readonly keyid: string;
  readonly role: OnlineRole;
  /** SPKI as PEM. */
  readonly publicKey: string;
  readonly state: 'pending' | 'active' | 'retired';
}

/** The newest file of a role: `root`, `timestamp`, `snapshot`, `targets`, `bin-0f`. */
export interface RoleRow extends NamedFile {
  readonly role: string;
  readonly expiresAt: Date;
}

/** Rows of the signed index. Whoever writes holds its lock. */
export class TrustStore {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Waits for whoever else changes the index. Answers how many bins there are, as a power of two. */
  async lock(tx: Transaction): Promise<number> {
    const [row] = await this.#storage.query<{ bits: number }>(
      tx,
      sql`select bits from ${this.#table('trust_state')} where id = 1 for update`,
    );
    return row?.bits ?? 8;
  }

  async file(tx: Transaction, name: string): Promise<Uint8Array | null> {
    const [row] = await this.#storage.query<{ bytes: Uint8Array }>(
      tx,
      sql`select bytes from ${this.#table('trust_files')} where name = ${name}`,
    );
    return row?.bytes ?? null;
  }

  /** Keeps files under names of their own; what they replace is given out for a while yet. */
  async putFiles(
    tx: Transaction,
    files: ReadonlyMap<string, Uint8Array>,
    replaced: readonly string[],
  ): Promise<void> {
    const rows = [...files].map(([name, bytes]) => sql`(${name}, ${Buffer.from(bytes)}::bytea)`);
    if (rows.length > 0)
      await this.#storage.query(
        tx,
        sql`insert into ${this.#table('trust_files')} (name, bytes) values ${sql.join(rows)}
            on conflict (name) do update set bytes = excluded.bytes, created_at = now(), replaced_at = null`,
      );
    const gone = replaced.filter((name) => !files.has(name));
    if (gone.length > 0)
      await this.#storage.query(
        tx,
        sql`update ${this.#table('trust_files')} set replaced_at = now() where name = any(${gone})`,
      );
  }

  async roles(tx: Transaction): Promise<ReadonlyMap<string, RoleRow>> {
    const rows = await this.#storage.query<Omit<RoleRow, 'expiresAt'> & { readonly expiresAt: string }>(
      tx,
      sql`select role, version, length, sha256, ${sql.isoTime(sql`expires_at`)} as "expiresAt" from ${this.#table('trust_roles')}`,
    );
    return new Map(rows.map((row) => [row.role, { ...row, expiresAt: new Date(row.expiresAt) }]));
  }

  async putRoles(tx: Transaction, roles: readonly RoleRow[]): Promise<void> {
    if (roles.length === 0) return;
    const rows = roles.map(
      ({ role, version, length, sha256, expiresAt }) =>
        sql`(${role}, ${version}::int, ${length}::int, ${sha256}, ${expiresAt}::timestamptz)`,
    );
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('trust_roles')} (role, version, length, sha256, expires_at) values ${sql.join(rows)}
          on conflict (role) do update set version = excluded.version, length = excluded.length, sha256 = excluded.sha256, expires_at = excluded.expires_at`,
    );
  }

  /** Versions go on from at least this number: after a backup was restored that is older than what clients have seen. */
  async raiseVersions(tx: Transaction, atLeast: number): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('trust_roles')} set version = greatest(version, ${atLeast}) where role <> 'root'`,
    );
  }

  /** Targets of bins by path, each as it is signed. */
  async targetsOf(
    tx: Transaction,
    bins: readonly string[],
  ): Promise<readonly { readonly bin: string; readonly path: string; readonly entry: string }[]> {
    return this.#storage.query(
      tx,
      sql`select bin, path, entry from ${this.#table('trust_targets')} where bin = any(${bins})`,
    );
  }

  /** After a path, in its order, at most `limit`. */
  async targetsAfter(
    tx: Transaction,
    after: string,
    limit: number,
  ): Promise<readonly { readonly path: string; readonly bin: string }[]> {
    return this.#storage.query(
      tx,
      sql`select path, bin from ${this.#table('trust_targets')} where path > ${after} order by path limit ${limit}`,
    );
  }

  /** How these paths are signed now; without those that are not. */
  async entriesOf(tx: Transaction, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#storage.query<{ readonly path: string; readonly entry: string }>(
      tx,
      sql`select path, entry from ${this.#table('trust_targets')} where path = any(${paths})`,
    );
    return new Map(rows.map(({ path, entry }) => [path, entry]));
  }

  /** Whether this changed anything. */
  async putTarget(tx: Transaction, path: string, bin: string, entry: string): Promise<boolean> {
    const changed = await this.#storage.query(
      tx,
      sql`insert into ${this.#table('trust_targets')} as t (path, bin, entry) values (${path}, ${bin}, ${entry})
          on conflict (path) do update set entry = excluded.entry where t.entry <> excluded.entry returning path`,
    );
    return changed.length > 0;
  }

  /** Whether it was there. */
  async removeTarget(tx: Transaction, path: string): Promise<boolean> {
    const gone = await this.#storage.query(
      tx,
      sql`delete from ${this.#table('trust_targets')} where path = ${path} returning path`,
    );
    return gone.length > 0;
  }

  keys(tx: Transaction): Promise<readonly OnlineKeyRow[]> {
    return this.#storage.query<OnlineKeyRow>(
      tx,
      sql`select keyid, role, public_key as "publicKey", state from ${this.#table('trust_keys')}
          where state <> 'retired' order by created_at, keyid`,
    );
  }

  async putKey(tx: Transaction, { keyid, role, publicKey, state }: OnlineKeyRow): Promise<void> {
    await this.#storage.query(
      tx,
      sql`insert into ${this.#table('trust_keys')} (keyid, role, public_key, state) values (${keyid}, ${role}, ${publicKey}, ${state})
          on conflict (keyid) do update set state = excluded.state`,
    );
  }

  /** Keeps a list of revocations, in place of the one before. */
  async putRevocations(tx: Transaction, name: string, bytes: Uint8Array): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table('trust_files')} set replaced_at = now() where name like '%.revocations.json' and replaced_at is null`,
    );
    await this.putFiles(tx, new Map([[name, bytes]]), []);
  }

  /** Forgets files that were replaced days ago. */
  async removeReplaced(tx: Transaction, days: number): Promise<void> {
    await this.#storage.query(
      tx,
      sql`delete from ${this.#table('trust_files')} where replaced_at < now() - make_interval(days => ${days})`,
    );
  }

  #table(name: string) {
    return sql.identifier(this.#storage.schema, name);
  }
}
