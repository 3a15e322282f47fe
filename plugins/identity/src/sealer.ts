import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import {
  type ExecutionScope,
  type Json,
  type Logger,
  type StorageService,
  sql,
  type VaultService,
} from '@datawave/plugin-sdk';

const SECRET = 'sealing-key';
const NONCE = 12;
const TAG = 16;

/** Seals what is handed to a browser and must come back unread and unchanged, and names texts that must not be told. */
export class Sealer {
  readonly #storage: StorageService;
  readonly #vault: VaultService;
  readonly #log: Logger;
  readonly #scope: () => ExecutionScope;
  #key: Promise<KeyObject> | undefined;
  readonly #standIn = createSecretKey(randomBytes(32));

  constructor(parts: {
    readonly storage: StorageService;
    readonly vault: VaultService;
    readonly log: Logger;
    readonly scope: () => ExecutionScope;
  }) {
    this.#storage = parts.storage;
    this.#vault = parts.vault;
    this.#log = parts.log;
    this.#scope = parts.scope;
  }

  /** @param purpose - bound into it: what was sealed for one cannot be opened for another */
  async seal(purpose: string, value: Json): Promise<string> {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', await this.#load(), nonce).setAAD(Buffer.from(purpose));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Null for what was not sealed here for this purpose. */
  async open(purpose: string, text: string): Promise<Json | null> {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= NONCE + TAG) return null;
    const key = await this.#load();
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
      const opened = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
      const value: Json = JSON.parse(opened.toString('utf8'));
      return value;
    } catch {
      // Whoever made it up need not learn what is wrong with it.
      return null;
    }
  }

  /** Tells one text from another without giving it away, the same on every replica. */
  async fingerprint(text: string): Promise<string> {
    let key = this.#standIn;
    try {
      key = await this.#load();
    } catch (error) {
      // Without the vault's key nobody could sign in to mend it, if a mark in the log mattered more.
      this.#log.warn('names are marked with a key of this process, because the vault cannot be opened', {
        error,
      });
    }
    return createHmac('sha256', key).update(text).digest('base64url').slice(0, 16);
  }

  #load(): Promise<KeyObject> {
    this.#key ??= this.#read().catch((error: unknown) => {
      this.#key = undefined;
      throw error;
    });
    return this.#key;
  }

  async #read(): Promise<KeyObject> {
    const scope = this.#scope();
    await this.#storage.transaction(scope, async (tx) => {
      // Of several replicas that start at once one makes it; the others wait here until it is there.
      const isFirst = await this.#storage.query(
        tx,
        sql`insert into ${sql.identifier(this.#storage.schema, 'own_keys')} (name) values (${SECRET}) on conflict do nothing returning name`,
      );
      if (isFirst.length > 0) await this.#vault.put(tx, scope, SECRET, randomBytes(32).toString('base64url'));
    });
    return createSecretKey(Buffer.from(await this.#vault.reveal(scope, SECRET), 'base64url'));
  }
}
