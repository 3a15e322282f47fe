import { createPublicKey, type KeyObject } from 'node:crypto';
import { DataWaveError, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import {
  checkEnvelope,
  FILE_LIST_TYPE,
  keyIdOf,
  SIGNATURE_PATH,
  verifyEnvelope,
} from '@datawave/plugin-sdk/packaging';

/** Keys of one publisher at most, with retired ones. */
const MOST_KEYS = 50;

/** A key of a publisher as everybody may see it. */
export interface PublisherKey {
  readonly keyid: string;
  readonly publisher: string;
  readonly title: string;
  /** SPKI as PEM. */
  readonly publicKey: string;
  /** ISO 8601 in UTC. */
  readonly addedAt: string;
  /** Since when it may sign nothing new; null while it may. */
  readonly retiredAt: string | null;
}

const refused = (code: string, status: number, message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: `DW_REGISTRY_${code}`, status, message, hint });

/** With which keys publishers sign. What is published is held to them, and the signed index says which one it was. */
export class PublisherKeys {
  readonly #storage: StorageService;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /** Of one publisher, the oldest first. */
  list(tx: Transaction, publisher: string): Promise<readonly PublisherKey[]> {
    return this.#rows(tx, sql`publisher_id = ${publisher}`);
  }

  /** @throws DataWaveError DW_REGISTRY_KEY_UNKNOWN */
  async get(tx: Transaction, keyid: string): Promise<PublisherKey> {
    const [found] = await this.#rows(tx, sql`keyid = ${keyid}`);
    if (found !== undefined) return found;
    throw refused('KEY_UNKNOWN', 404, `No publisher has the key ${keyid}.`, 'Ask the publisher.');
  }

  /** @throws DataWaveError DW_REGISTRY_KEY_INVALID, DW_REGISTRY_KEY_TAKEN */
  async add(
    tx: Transaction,
    publisher: string,
    added: { readonly title: string; readonly publicKey: string },
    by: string,
  ): Promise<string> {
    const key = readKey(added.publicKey);
    const keyid = keyIdOf(key);
    const pem = String(key.export({ type: 'spki', format: 'pem' }));
    if ((await this.list(tx, publisher)).length >= MOST_KEYS)
      throw refused(
        'KEY_TAKEN',
        409,
        `A publisher has ${MOST_KEYS} keys at most.`,
        'Ask an administrator of the registry.',
      );
    const made = await this.#storage.query(
      tx,
      sql`insert into ${this.#table} (keyid, publisher_id, title, public_key, added_by)
          values (${keyid}, ${publisher}, ${added.title}, ${pem}, ${by}) on conflict do nothing returning keyid`,
    );
    if (made.length === 0)
      throw refused(
        'KEY_TAKEN',
        409,
        'This key is known already: a key belongs to one publisher for good, also once it was retired.',
        'Make another with "datawave plugin key create NAME".',
      );
    return keyid;
  }

  /** From now on it signs nothing new. False when it does not belong to the publisher, or was retired before. */
  async retire(tx: Transaction, publisher: string, keyid: string): Promise<boolean> {
    const retired = await this.#storage.query(
      tx,
      sql`update ${this.#table} set retired_at = now()
          where keyid = ${keyid} and publisher_id = ${publisher} and retired_at is null returning keyid`,
    );
    return retired.length > 0;
  }

  /**
   * Which of the publisher's keys have signed a package; none where the publisher has no keys here.
   * @param read - the package's files, and which keys signed it by its own word: none where its list of files does not fit
   * @throws DataWaveError DW_REGISTRY_UNSIGNED where the publisher has keys and none has signed, DW_PACKAGE_SIGNATURE_INVALID
   */
  async signersOf(
    tx: Transaction,
    publisher: string,
    read: { readonly files: ReadonlyMap<string, Uint8Array>; readonly keyids: readonly string[] },
  ): Promise<readonly string[]> {
    const present = (await this.list(tx, publisher)).filter(({ retiredAt }) => retiredAt === null);
    if (present.length === 0) return [];
    const keys = new Map(present.map(({ keyid, publicKey }) => [keyid, createPublicKey(publicKey)]));
    const bytes = read.files.get(SIGNATURE_PATH);
    const isSigned = read.keyids.some((keyid) => keys.has(keyid));
    if (bytes === undefined || !isSigned)
      throw refused(
        'UNSIGNED',
        422,
        `${publisher} signs what it publishes, and none of its keys has signed this package.`,
        'Sign it with "datawave plugin sign FILE --key NAME", or retire the keys that are no longer used.',
      );
    return verifyEnvelope(checkEnvelope(parsed(bytes)), FILE_LIST_TYPE, keys).keyids;
  }

  #rows(tx: Transaction, condition: ReturnType<typeof sql>): Promise<readonly PublisherKey[]> {
    return this.#storage.query<PublisherKey>(
      tx,
      sql`select keyid, publisher_id as publisher, title, public_key as "publicKey",
            ${sql.isoTime(sql`added_at`)} as "addedAt", ${sql.isoTime(sql`retired_at`)} as "retiredAt"
          from ${this.#table} where ${condition} order by added_at, keyid`,
    );
  }

  get #table() {
    return sql.identifier(this.#storage.schema, 'publisher_keys');
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // Refused as an envelope, with what is wrong with it.
    return null;
  }
}

function readKey(pem: string): KeyObject {
  const invalid = () =>
    refused(
      'KEY_INVALID',
      400,
      'This is no public Ed25519 key in PEM.',
      'Send the content of the .pub file that "datawave plugin key create" has made.',
    );
  if (!pem.includes('BEGIN PUBLIC KEY')) throw invalid();
  let key: KeyObject;
  try {
    key = createPublicKey(pem);
  } catch {
    throw invalid();
  }
  if (key.asymmetricKeyType !== 'ed25519') throw invalid();
  return key;
}
