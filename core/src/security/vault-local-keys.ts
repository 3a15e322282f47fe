import type { KeyContext, KeyIdentity, KeyProvider, Logger, WrappedKey } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';
import { type MasterKey, type SealFormat, unwrapKey, wrapKey } from './vault-cipher.ts';
import { keyError } from './vault-errors.ts';
import { type KeyRing, vaultKeys } from './vault-keys.ts';

/** Under this name rows refer to {@link LocalKeys}. */
export const LOCAL_PROVIDER = 'local';

/** A local key has no versions: a new one is another key. */
const ONLY_VERSION = '1';

/** The key provider that needs nobody: a master key in a file, or in the environment. */
export class LocalKeys implements KeyProvider {
  readonly title = 'Local key file';
  readonly #storage: Storage;
  readonly #keyFile: string;
  readonly #log: Logger;
  readonly #keys: ReturnType<typeof vaultKeys>;
  #ring: KeyRing = { current: null, all: new Map() };
  /** Ids of current keys that were found to fit what is stored. */
  readonly #fitting = new Set<string>();

  /** @throws DataWaveError DW_VAULT_KEY when the key that is there cannot be read */
  static async open(options: {
    readonly storage: Storage;
    readonly keyFile: string;
    readonly log: Logger;
    readonly env: Readonly<Record<string, string | undefined>>;
  }): Promise<LocalKeys> {
    const keys = new LocalKeys(options);
    await keys.#load();
    return keys;
  }

  private constructor({ storage, keyFile, log, env }: Parameters<typeof LocalKeys.open>[0]) {
    this.#storage = storage;
    this.#keyFile = keyFile;
    this.#log = log;
    this.#keys = vaultKeys(keyFile, env);
  }

  async rotate(): Promise<void> {
    // Without a key and without secrets there is nothing to rotate, only a first key to make.
    await this.#sealingKey();
    await this.#keys.prepareNext();
    await this.#load();
  }

  async current(): Promise<KeyIdentity> {
    return { keyId: (await this.#sealingKey()).id, keyVersion: ONLY_VERSION };
  }

  /** Retires the former key, once nothing is under it any more. */
  async finish({ keyId }: KeyIdentity): Promise<void> {
    await this.#keys.promoteNext(keyId);
    await this.#load();
  }

  async wrap(dataKey: Uint8Array, context: KeyContext): Promise<WrappedKey> {
    const key = await this.#sealingKey();
    return { keyId: key.id, keyVersion: ONLY_VERSION, bytes: wrapKey(key, context, dataKey) };
  }

  unwrap(wrapped: WrappedKey, context: KeyContext): Promise<Uint8Array> {
    return this.unwrapFormat(wrapped, context, 2);
  }

  /** As {@link LocalKeys.unwrap}, also of a row in the first format. */
  async unwrapFormat(wrapped: WrappedKey, context: KeyContext, format: SealFormat): Promise<Uint8Array> {
    return unwrapKey(await this.#keyOf(wrapped.keyId), context, format, wrapped.bytes);
  }

  async #load(): Promise<KeyRing> {
    this.#ring = await this.#keys.load();
    return this.#ring;
  }

  /** The key of a row; another process may have rotated since we read the file. */
  async #keyOf(id: string): Promise<MasterKey> {
    const known = this.#ring.all.get(id) ?? (await this.#load()).all.get(id);
    if (known !== undefined) return known;
    throw keyError(
      this.#ring.current
        ? 'was stored with another master key than the one that is there'
        : 'cannot be opened, because the master key is missing',
      this.#keyFile,
    );
  }

  /** The key for new secrets. A missing one is only made while there is nothing that it would lock away. */
  async #sealingKey(): Promise<MasterKey> {
    const { current } = await this.#load();
    if (current !== null) {
      await this.#checkFit(current);
      return current;
    }
    if (await this.#hasSecrets())
      throw keyError(
        'cannot be stored, because there are secrets already and their master key is missing',
        this.#keyFile,
      );
    this.#ring = await this.#keys.create();
    if (this.#ring.current === null)
      throw keyError('cannot be stored, because there is no master key', this.#keyFile);
    this.#log.info('created the vault’s master key', { file: this.#keyFile });
    return this.#ring.current;
  }

  /** Another database's key, put here by mistake, must not divide the secrets between two keys. */
  async #checkFit(current: MasterKey): Promise<void> {
    if (this.#fitting.has(current.id)) return;
    // One statement, because the first secret may be stored between two.
    const strange = await this.#storage.execute({
      text: `select 1 from core.secrets where provider = '${LOCAL_PROVIDER}'
             having count(*) > 0 and not coalesce(bool_or(key_id = any($1::text[])), false)`,
      parameters: [[...this.#ring.all.keys()]],
    });
    if (strange.length > 0)
      throw keyError(
        'cannot be stored, because all that are there were stored with another master key',
        this.#keyFile,
      );
    this.#fitting.add(current.id);
  }

  async #hasSecrets(): Promise<boolean> {
    const rows = await this.#storage.execute({
      text: `select 1 from core.secrets where provider = '${LOCAL_PROVIDER}' limit 1`,
      parameters: [],
    });
    return rows.length > 0;
  }
}
