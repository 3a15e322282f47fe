import type { SecretState, Transaction } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { CURRENT_FORMAT, type SealFormat, type SecretAddress } from './vault-cipher.ts';
import type { StoredKey } from './vault-providers.ts';

/** A version of a secret as it is stored. */
export interface SecretRow {
  readonly workspace_id: string;
  readonly plugin: string;
  readonly name: string;
  readonly version: number;
  readonly format: SealFormat;
  readonly provider: string;
  readonly key_id: string;
  readonly key_version: string;
  readonly wrapped_key: Buffer;
  readonly sealed: Buffer;
}

export const KEY_COLUMNS =
  'workspace_id, plugin, name, version, format, provider, key_id, key_version, wrapped_key';
const OF_NAME = 'workspace_id = $1 and plugin = $2 and name = $3';

export const addressOf = (row: Omit<SecretRow, 'sealed'>): SecretAddress => ({
  workspace: row.workspace_id,
  plugin: row.plugin,
  name: row.name,
  version: row.version,
});

export const storedKeyOf = (row: Omit<SecretRow, 'sealed'>): StoredKey => ({
  provider: row.provider,
  keyId: row.key_id,
  keyVersion: row.key_version,
  bytes: row.wrapped_key,
});

/** A secret's name among all. */
export type SecretName = Omit<SecretAddress, 'version'>;

/** Reads and writes versions of one secret. */
export class SecretRows {
  readonly #storage: Storage;
  readonly #graceMs: number;

  constructor(storage: Storage, graceMs: number) {
    this.#storage = storage;
    this.#graceMs = graceMs;
  }

  /**
   * The number of the version that comes next. Until the transaction ends nobody else adds one of this name, and no rotation retires
   * the key that it will be stored with.
   */
  async claim(tx: Transaction, { workspace, plugin, name }: SecretName): Promise<number> {
    // Holds off a rotation's last step until we commit; one that has ended already has left its key where the seal will find it.
    await this.#storage.executeIn(tx, {
      text: 'lock table core.secrets in row exclusive mode',
      parameters: [],
    });
    await this.#storage.executeIn(tx, {
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 7))',
      parameters: [JSON.stringify(['secret', workspace.toLowerCase(), plugin, name])],
    });
    const [row] = await this.#storage.executeIn<{ version: number }>(tx, {
      text: `select coalesce(max(version), 0) + 1 as version from core.secrets where ${OF_NAME}`,
      parameters: [workspace, plugin, name],
    });
    return row?.version ?? 1;
  }

  /** Stores the version that was claimed. What it replaces stays for a while. */
  async add(tx: Transaction, address: SecretAddress, key: StoredKey, sealed: Buffer): Promise<void> {
    const { workspace, plugin, name } = address;
    await this.#storage.executeIn(tx, {
      text: `delete from core.secrets where ${OF_NAME} and superseded_at <= now() - $4::float8 * interval '1 millisecond'`,
      parameters: [workspace, plugin, name, this.#graceMs],
    });
    await this.#storage.executeIn(tx, {
      text: `update core.secrets set superseded_at = now() where ${OF_NAME} and superseded_at is null`,
      parameters: [workspace, plugin, name],
    });
    await this.#storage.executeIn(tx, {
      text: `insert into core.secrets (${KEY_COLUMNS}, sealed) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      parameters: [
        ...[workspace, plugin, name, address.version, CURRENT_FORMAT],
        ...[key.provider, key.keyId, key.keyVersion, Buffer.from(key.bytes), sealed],
      ],
    });
  }

  /** The current version, or a former one that may still be read. */
  async find(tx: Transaction, secret: SecretName, version: number | null): Promise<SecretRow | undefined> {
    const [row] = await this.#storage.executeIn<SecretRow>(tx, {
      text: `select ${KEY_COLUMNS}, sealed from core.secrets where ${OF_NAME}
             and case when $4::int is null then superseded_at is null
                 else version = $4 and (superseded_at is null or superseded_at > now() - $5::float8 * interval '1 millisecond') end`,
      parameters: [secret.workspace, secret.plugin, secret.name, version, this.#graceMs],
    });
    return row;
  }

  async describe(tx: Transaction, { workspace, plugin, name }: SecretName): Promise<SecretState> {
    const [row] = await this.#storage.executeIn<{ version: number; updated_at: string }>(tx, {
      text: `select version, to_char(updated_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as updated_at
             from core.secrets where ${OF_NAME} and superseded_at is null`,
      parameters: [workspace, plugin, name],
    });
    return row === undefined
      ? { set: false, version: null, updatedAt: null }
      : { set: true, version: row.version, updatedAt: row.updated_at };
  }

  async remove(tx: Transaction, { workspace, plugin, name }: SecretName): Promise<void> {
    await this.#storage.executeIn(tx, {
      text: `delete from core.secrets where ${OF_NAME}`,
      parameters: [workspace, plugin, name],
    });
  }

  /** Removes, of all secrets, what nobody may read any more. */
  async purge(): Promise<void> {
    await this.#storage.execute({
      text: `delete from core.secrets where superseded_at <= now() - $1::float8 * interval '1 millisecond'`,
      parameters: [this.#graceMs],
    });
  }
}
