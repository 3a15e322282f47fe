import {
  type DataWaveError,
  dataKeyTampered,
  answerField as field,
  type KeyContext,
  type KeyIdentity,
  type KeyProvider,
  type WrappedKey,
} from '@datawave/plugin-sdk';
import { failed, type KmsClient } from './kms-client.ts';

/** The service keeps the versions of a key to itself. */
const ONLY_VERSION = '1';

/**
 * Data keys wrapped by a symmetric key of AWS KMS, bound to their encryption context. It renews its material by itself where that is
 * switched on, and still opens what is older; a rotation of ours moves data keys from another key to the one that is configured.
 */
export class AwsKeys implements KeyProvider {
  readonly title = 'AWS Key Management Service';
  readonly #client: KmsClient;
  readonly #key: string;

  constructor(client: KmsClient, key: string) {
    this.#client = client;
    this.#key = key;
  }

  async current(signal: AbortSignal): Promise<KeyIdentity> {
    const answer = await this.#client.ask('DescribeKey', { KeyId: this.#key }, signal);
    if ('error' in answer) throw this.#refused('describe', answer.error);
    const arn = field(field(answer.data, 'KeyMetadata'), 'Arn');
    if (typeof arn !== 'string')
      throw failed('its answer to "DescribeKey" is none', 'Check region and endpoint.');
    return { keyId: arn, keyVersion: ONLY_VERSION };
  }

  async wrap(dataKey: Uint8Array, context: KeyContext, signal: AbortSignal): Promise<WrappedKey> {
    const answer = await this.#client.ask(
      'Encrypt',
      {
        KeyId: this.#key,
        Plaintext: Buffer.from(dataKey).toString('base64'),
        EncryptionContext: encryptionContext(context),
      },
      signal,
    );
    if ('error' in answer) throw this.#refused('encrypt with', answer.error);
    const blob = field(answer.data, 'CiphertextBlob');
    const arn = field(answer.data, 'KeyId');
    if (typeof blob !== 'string' || typeof arn !== 'string')
      throw failed('its answer to "Encrypt" is none', 'Check region and endpoint.');
    return { keyId: arn, keyVersion: ONLY_VERSION, bytes: Buffer.from(blob, 'base64') };
  }

  async unwrap(wrapped: WrappedKey, context: KeyContext, signal: AbortSignal): Promise<Uint8Array> {
    const answer = await this.#client.ask(
      'Decrypt',
      {
        // Named, so that no key of somebody else's account can stand in for it.
        KeyId: wrapped.keyId,
        CiphertextBlob: Buffer.from(wrapped.bytes).toString('base64'),
        EncryptionContext: encryptionContext(context),
      },
      signal,
    );
    if ('error' in answer) {
      if (answer.error === 'InvalidCiphertextException' || answer.error === 'IncorrectKeyException')
        throw dataKeyTampered();
      throw this.#refused('decrypt with', answer.error);
    }
    const plain = field(answer.data, 'Plaintext');
    if (typeof plain !== 'string')
      throw failed('its answer to "Decrypt" is none', 'Check region and endpoint.');
    return Buffer.from(plain, 'base64');
  }

  #refused(act: string, error: string): DataWaveError {
    if (error === 'NotFoundException')
      return failed(`there is no key "${this.#key}"`, 'Check key and region.');
    if (error === 'AccessDeniedException')
      return failed(
        `the credentials may not ${act} the key`,
        'Allow kms:Encrypt, kms:Decrypt and kms:DescribeKey.',
      );
    return failed(
      `it refused to ${act} the key (${/^[A-Za-z]{1,60}$/.test(error) ? error : 'unknown error'})`,
      'Check that the key is symmetric, enabled and not to be deleted.',
    );
  }
}

const encryptionContext = ({ workspace, plugin, name, version }: KeyContext): Record<string, string> => ({
  'datawave:workspace': workspace,
  'datawave:plugin': plugin,
  'datawave:name': name,
  'datawave:version': version,
});
