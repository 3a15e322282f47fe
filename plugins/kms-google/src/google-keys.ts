import {
  type DataWaveError,
  dataKeyTampered,
  answerField as field,
  type KeyContext,
  type KeyIdentity,
  type KeyProvider,
  keyContextBytes,
  type OAuthKeyClient,
  type WrappedKey,
} from '@datawave/plugin-sdk';
import { failed } from './google-client.ts';

const VERSION = /^(projects\/.+\/cryptoKeys\/[^/]+)\/cryptoKeyVersions\/(\d+)$/;
const KEY =
  /^projects\/[a-z0-9][a-z0-9:.-]*\/locations\/[a-z0-9-]+\/keyRings\/[A-Za-z0-9_-]+\/cryptoKeys\/[A-Za-z0-9_-]+$/;

/**
 * Data keys wrapped by a symmetric key of Google Cloud KMS, bound to what they are for. New versions of the key are made by its own
 * rotation schedule or its administrators; a rotation of ours moves data keys to the primary one.
 */
export class GoogleKeys implements KeyProvider {
  readonly title = 'Google Cloud Key Management Service';
  readonly #client: OAuthKeyClient;
  readonly #key: string;

  constructor(client: OAuthKeyClient, key: string) {
    this.#client = client;
    this.#key = key;
  }

  async current(signal: AbortSignal): Promise<KeyIdentity> {
    const answer = await this.#client.ask('GET', this.#key, null, signal);
    if ('refusal' in answer) throw this.#refused('read', answer.refusal);
    return identity(field(field(answer.data, 'primary'), 'name'));
  }

  async wrap(dataKey: Uint8Array, context: KeyContext, signal: AbortSignal): Promise<WrappedKey> {
    const answer = await this.#client.ask(
      'POST',
      `${this.#key}:encrypt`,
      {
        plaintext: Buffer.from(dataKey).toString('base64'),
        additionalAuthenticatedData: keyContextBytes(context).toString('base64'),
      },
      signal,
    );
    if ('refusal' in answer) throw this.#refused('encrypt with', answer.refusal);
    const text = field(answer.data, 'ciphertext');
    if (typeof text !== 'string') throw failed('its answer to "encrypt" is none', 'Check the endpoint.');
    return { ...identity(field(answer.data, 'name')), bytes: Buffer.from(text, 'base64') };
  }

  async unwrap(wrapped: WrappedKey, context: KeyContext, signal: AbortSignal): Promise<Uint8Array> {
    // It becomes part of an address, and comes from the database.
    if (!KEY.test(wrapped.keyId)) throw dataKeyTampered();
    const answer = await this.#client.ask(
      'POST',
      `${wrapped.keyId}:decrypt`,
      {
        ciphertext: Buffer.from(wrapped.bytes).toString('base64'),
        additionalAuthenticatedData: keyContextBytes(context).toString('base64'),
      },
      signal,
    );
    if ('refusal' in answer) {
      if (answer.refusal.reason === 'INVALID_ARGUMENT') throw dataKeyTampered();
      throw this.#refused('decrypt with', answer.refusal);
    }
    const plain = field(answer.data, 'plaintext');
    if (typeof plain !== 'string') throw failed('its answer to "decrypt" is none', 'Check the endpoint.');
    return Buffer.from(plain, 'base64');
  }

  #refused(
    act: string,
    { status, reason }: { readonly status: number; readonly reason: string },
  ): DataWaveError {
    if (status === 404) return failed(`there is no key "${this.#key}"`, 'Check its name.');
    if (status === 403)
      return failed(
        `the service account may not ${act} the key`,
        'Give it roles/cloudkms.cryptoKeyEncrypterDecrypter and roles/cloudkms.viewer on the key.',
      );
    return failed(
      `it refused to ${act} the key (status ${status}${/^[A-Z_]{1,60}$/.test(reason) ? `, ${reason}` : ''})`,
      'Check that its primary version is enabled.',
    );
  }
}

function identity(name: unknown): KeyIdentity {
  const [, keyId, keyVersion] = typeof name === 'string' ? (VERSION.exec(name) ?? []) : [];
  if (keyId === undefined || keyVersion === undefined)
    throw failed('the key has no primary version', 'Make one of the purpose ENCRYPT_DECRYPT.');
  return { keyId, keyVersion };
}
