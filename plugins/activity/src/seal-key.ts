import { randomBytes } from 'node:crypto';
import type { ExecutionScope, Transaction, VaultService } from '@datawave/plugin-sdk';

const NAME = 'trail-key';
const KEY_BYTES = 32;

/** The key with which the trail of a workspace is sealed. It lies in the vault, whose own key is not in the database. */
export class SealKey {
  readonly #vault: VaultService;

  constructor(vault: VaultService) {
    this.#vault = vault;
  }

  /** Null where nothing was sealed yet, or the key is gone. */
  async read(scope: ExecutionScope): Promise<Buffer | null> {
    return (await this.#vault.has(scope, NAME))
      ? Buffer.from(await this.#vault.reveal(scope, NAME), 'base64')
      : null;
  }

  /** Makes the key, together with what it seals first. */
  async create(tx: Transaction, scope: ExecutionScope): Promise<Buffer> {
    const key = randomBytes(KEY_BYTES);
    await this.#vault.put(tx, scope, NAME, key.toString('base64'));
    return key;
  }
}
