import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { ExecutionScope, Transaction, VaultService } from '@datawave/plugin-sdk';
import { pluginScope } from '@datawave/plugin-sdk';
import { keyIdOf } from '@datawave/plugin-sdk/packaging';
import { noOnlineKeys } from './trust-errors.ts';
import type { OnlineKeyRow, OnlineRole, TrustStore } from './trust-store.ts';

const secretName = (keyid: string): string => `trust/${keyid}`;

/** The keys that the registry signs with by itself. Private halves lie in the vault and in the memory of the process, nowhere else. */
export class OnlineKeys {
  readonly #vault: VaultService;
  readonly #store: TrustStore;
  readonly #opened = new Map<string, KeyObject>();

  constructor(vault: VaultService, store: TrustStore) {
    this.#vault = vault;
    this.#store = store;
  }

  /** A new key, into the vault. Where a root must name it first, it is pending. */
  async make(
    tx: Transaction,
    scope: ExecutionScope,
    role: OnlineRole,
    state: 'pending' | 'active',
  ): Promise<OnlineKeyRow> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const keyid = keyIdOf(publicKey);
    const pem = String(publicKey.export({ type: 'spki', format: 'pem' }));
    await this.#vault.put(
      tx,
      scope,
      secretName(keyid),
      String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    );
    const row = { keyid, role, publicKey: pem, state } as const;
    await this.#store.putKey(tx, row);
    this.#opened.set(keyid, privateKey);
    return row;
  }

  /** Takes a key out of use, and its private half out of the vault. */
  async retire(tx: Transaction, scope: ExecutionScope, row: OnlineKeyRow): Promise<void> {
    await this.#store.putKey(tx, { ...row, state: 'retired' });
    await this.#vault.delete(tx, scope, secretName(row.keyid));
    this.#opened.delete(row.keyid);
  }

  /** @throws DataWaveError DW_REGISTRY_NO_KEYS, and what the vault throws */
  async signers(tx: Transaction): Promise<Readonly<Record<OnlineRole, readonly KeyObject[]>>> {
    const rows = (await this.#store.keys(tx)).filter(({ state }) => state === 'active');
    const of = async (role: OnlineRole): Promise<readonly KeyObject[]> => {
      const own = rows.filter((row) => row.role === role);
      if (own.length === 0) throw noOnlineKeys(role);
      return Promise.all(own.map(({ keyid }) => this.#open(keyid)));
    };
    return {
      timestamp: await of('timestamp'),
      snapshot: await of('snapshot'),
      targets: await of('targets'),
      bins: await of('bins'),
    };
  }

  async #open(keyid: string): Promise<KeyObject> {
    const known = this.#opened.get(keyid);
    if (known !== undefined) return known;
    const scope = pluginScope('registry', 'Plugin registry', { signal: AbortSignal.timeout(30_000) });
    const key = createPrivateKey(await this.#vault.reveal(scope, secretName(keyid)));
    this.#opened.set(keyid, key);
    return key;
  }
}

/** The public half of a row. */
export const publicKeyOf = ({ publicKey }: OnlineKeyRow): KeyObject => createPublicKey(publicKey);
