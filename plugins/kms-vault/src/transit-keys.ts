import {
  type DataWaveError,
  dataKeyTampered,
  answerField as field,
  type KeyContext,
  type KeyIdentity,
  type KeyProvider,
  keyContextBytes,
  type WrappedKey,
} from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';
import { failed, type Refusal, type VaultClient } from './vault-client.ts';

/** What the transit engine says of a ciphertext, or of data beside it, that is not what it was. */
const TAMPERED =
  /authentication failed|(?:invalid|missing) ciphertext|unable to decrypt|could not be decoded|failed to decrypt/i;

/** What it says of a version that `min_decryption_version` has put out of use. */
const TOO_OLD = /disallowed by policy/i;

/** What it says, beside the status 400, of a name that it has no key for. */
const MISSING = /key not found/i;

/** What it says of a key that cannot bind data keys to what they are for, or wants to be told more each time. */
const UNFIT = /non-AEAD|key derivation/i;

/** The types of keys that authenticate data beside the ciphertext. */
const AUTHENTICATES = /gcm|poly1305/;

/** Data keys wrapped by a key of the transit engine, which never leaves it. */
export class TransitKeys implements KeyProvider {
  readonly title = 'HashiCorp Vault or OpenBao';
  readonly #client: VaultClient;
  readonly #mount: string;
  readonly #key: string;

  constructor(client: VaultClient, { mount, key }: Pick<Config, 'mount' | 'key'>) {
    this.#client = client;
    this.#mount = mount;
    this.#key = key;
  }

  async rotate(signal: AbortSignal): Promise<void> {
    const answer = await this.#client.ask('POST', `${this.#mount}/keys/${this.#key}/rotate`, {}, signal);
    if ('refusal' in answer) throw refused('rotate', this.#mount, this.#key, answer.refusal);
  }

  async current(signal: AbortSignal): Promise<KeyIdentity> {
    const answer = await this.#client.ask('GET', `${this.#mount}/keys/${this.#key}`, null, signal);
    if ('refusal' in answer) throw refused('read', this.#mount, this.#key, answer.refusal);
    const version = field(answer.data, 'latest_version');
    const isFit =
      typeof version === 'number' &&
      AUTHENTICATES.test(String(field(answer.data, 'type'))) &&
      field(answer.data, 'derived') !== true;
    if (!isFit) throw unfit(this.#key);
    return { keyId: this.#id, keyVersion: String(version) };
  }

  async wrap(dataKey: Uint8Array, context: KeyContext, signal: AbortSignal): Promise<WrappedKey> {
    const answer = await this.#client.ask(
      'POST',
      `${this.#mount}/encrypt/${this.#key}`,
      {
        plaintext: Buffer.from(dataKey).toString('base64'),
        associated_data: keyContextBytes(context).toString('base64'),
      },
      signal,
    );
    if ('refusal' in answer) throw refused('encrypt with', this.#mount, this.#key, answer.refusal);
    const text = field(answer.data, 'ciphertext');
    const version = typeof text === 'string' ? /^vault:v(\d+):/.exec(text)?.[1] : undefined;
    if (typeof text !== 'string' || version === undefined)
      throw failed('its answer to "encrypt" is none', 'Check that the mount is one of the transit engine.');
    return { keyId: this.#id, keyVersion: version, bytes: Buffer.from(text, 'utf8') };
  }

  async unwrap(wrapped: WrappedKey, context: KeyContext, signal: AbortSignal): Promise<Uint8Array> {
    // The key may have been another one then; changing the setting must not lock anything away.
    // It becomes part of an address, and comes from the database.
    const [, mount, key] =
      /^([A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*)\/([A-Za-z0-9_.-]+)$/.exec(wrapped.keyId) ?? [];
    const climbs = wrapped.keyId.split('/').some((part) => /^\.+$/.test(part));
    if (mount === undefined || key === undefined || climbs) throw dataKeyTampered();
    const answer = await this.#client.ask(
      'POST',
      `${mount}/decrypt/${key}`,
      {
        ciphertext: Buffer.from(wrapped.bytes).toString('utf8'),
        associated_data: keyContextBytes(context).toString('base64'),
      },
      signal,
    );
    if ('refusal' in answer) {
      const { status, errors } = answer.refusal;
      if (status === 400 && errors.some((error) => TAMPERED.test(error))) throw dataKeyTampered();
      throw refused('decrypt with', mount, key, answer.refusal);
    }
    const plain = field(answer.data, 'plaintext');
    if (typeof plain !== 'string') throw failed('its answer to "decrypt" is none', 'Check its version.');
    return Buffer.from(plain, 'base64');
  }

  get #id(): string {
    return `${this.#mount}/${this.#key}`;
  }
}

const unfit = (key: string): DataWaveError =>
  failed(
    `the key "${key}" does not authenticate data beside the ciphertext, or is a derived one`,
    'Make one of the type aes256-gcm96, not derived.',
  );

function refused(act: string, mount: string, key: string, { status, errors }: Refusal): DataWaveError {
  const says = (what: RegExp): boolean => errors.some((error) => what.test(error));
  if (status === 404 || says(MISSING))
    return failed(`there is no key "${key}" at "${mount}"`, 'Make it first.');
  if (status === 403)
    return failed(
      `the token may not ${act} the key "${key}"`,
      'Give its policy the paths that the plugin’s documentation lists, or give the plugin a new token.',
    );
  if (says(TOO_OLD))
    return failed(
      `the key "${key}" no longer decrypts with the version that the data key was wrapped under`,
      'Lower its min_decryption_version, rotate the secrets, then raise it again.',
    );
  if (says(UNFIT)) return unfit(key);
  return failed(`it refused to ${act} the key "${key}" (status ${status})`, 'Look into its log.');
}
