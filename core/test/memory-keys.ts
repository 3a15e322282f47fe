import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  DataWaveError,
  type KeyContext,
  type KeyIdentity,
  type KeyProvider,
  type WrappedKey,
} from '@datawave/plugin-sdk';

/** A key service in this process: versions of one key, each data key bound to its context. */
export class MemoryKeys implements KeyProvider {
  readonly title = 'Keys in memory';
  /** What it was told of the data keys that it wrapped. */
  readonly contexts: KeyContext[] = [];
  readonly #versions: Buffer[] = [randomBytes(32)];

  async rotate(): Promise<void> {
    this.#versions.push(randomBytes(32));
  }

  async current(): Promise<KeyIdentity> {
    return { keyId: 'memory', keyVersion: String(this.#versions.length) };
  }

  async wrap(dataKey: Uint8Array, context: KeyContext): Promise<WrappedKey> {
    this.contexts.push(context);
    const nonce = randomBytes(12);
    const identity = await this.current();
    const cipher = createCipheriv('aes-256-gcm', this.#key(identity), nonce);
    cipher.setAAD(Buffer.from(JSON.stringify(context)));
    const bytes = Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]);
    return { ...identity, bytes };
  }

  async unwrap({ bytes, ...identity }: WrappedKey, context: KeyContext): Promise<Uint8Array> {
    const decipher = createDecipheriv('aes-256-gcm', this.#key(identity), bytes.subarray(0, 12));
    decipher.setAAD(Buffer.from(JSON.stringify(context)));
    decipher.setAuthTag(bytes.subarray(-16));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    } catch {
      throw new DataWaveError({ code: 'DW_VAULT_TAMPERED', message: 'The key was wrapped for another use.' });
    }
  }

  #key({ keyVersion }: KeyIdentity): Buffer {
    const key = this.#versions[Number(keyVersion) - 1];
    if (key === undefined) throw new Error(`There is no version ${keyVersion}.`);
    return key;
  }
}
