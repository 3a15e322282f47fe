import { createHash, timingSafeEqual } from 'node:crypto';
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
import { failed } from './azure-client.ts';
import type { Config } from './config.generated.ts';

/** RSA-OAEP with SHA-256 and MGF1 with SHA-256, RFC 7518 section 4.3. */
const ALGORITHM = 'RSA-OAEP-256';
const DIGEST_BYTES = 32;
/** Milliseconds for which the newest version is taken for granted; one that is newer still changes nothing for what was wrapped. */
const KNOWN_MS = 30_000;
const NAME = /^[0-9A-Za-z-]{1,127}$/;
const VERSION = /^[0-9a-f]{32}$/;

/**
 * Data keys wrapped by an RSA key of Azure Key Vault, whose private half never leaves it. Wrapping by RSA binds nothing to what it wraps,
 * so a digest of what the data key is for is wrapped with it and compared afterwards.
 */
export class AzureKeys implements KeyProvider {
  readonly title = 'Azure Key Vault';
  readonly #client: OAuthKeyClient;
  readonly #key: string;
  readonly #host: string;
  #known: { readonly version: string; readonly until: number } | null = null;

  constructor(client: OAuthKeyClient, { key, vault }: Pick<Config, 'key' | 'vault'>) {
    this.#client = client;
    this.#key = key;
    this.#host = new URL(vault).host;
  }

  async rotate(signal: AbortSignal): Promise<void> {
    const answer = await this.#client.ask('POST', `keys/${this.#key}/rotate`, null, signal);
    if ('refusal' in answer) throw this.#refused('rotate', answer.refusal);
    this.#known = null;
  }

  async current(signal: AbortSignal): Promise<KeyIdentity> {
    const answer = await this.#client.ask('GET', `keys/${this.#key}`, null, signal);
    if ('refusal' in answer) throw this.#refused('get', answer.refusal);
    const identity = this.#identity(field(field(answer.data, 'key'), 'kid'));
    this.#known = { version: identity.keyVersion, until: performance.now() + KNOWN_MS };
    return identity;
  }

  async wrap(dataKey: Uint8Array, context: KeyContext, signal: AbortSignal): Promise<WrappedKey> {
    const known = this.#known;
    const version =
      known !== null && performance.now() < known.until
        ? known.version
        : (await this.current(signal)).keyVersion;
    const value = Buffer.concat([dataKey, digest(context)]);
    const answer = await this.#client.ask(
      'POST',
      `keys/${this.#key}/${version}/wrapkey`,
      { alg: ALGORITHM, value: value.toString('base64url') },
      signal,
    );
    value.fill(0);
    if ('refusal' in answer) throw this.#refused('wrapKey', answer.refusal);
    const text = field(answer.data, 'value');
    if (typeof text !== 'string') throw failed('its answer to "wrapkey" is none', 'Check the address.');
    return { ...this.#identity(field(answer.data, 'kid')), bytes: Buffer.from(text, 'base64url') };
  }

  async unwrap(wrapped: WrappedKey, context: KeyContext, signal: AbortSignal): Promise<Uint8Array> {
    const [host, name] = wrapped.keyId.split('/');
    // They become parts of an address, and come from the database.
    if (name === undefined || !NAME.test(name) || !VERSION.test(wrapped.keyVersion)) throw dataKeyTampered();
    if (host !== this.#host)
      throw failed(
        'a data key was wrapped in another vault',
        'Name that one again in the settings, rotate to the local key, and then to the new vault.',
      );
    const answer = await this.#client.ask(
      'POST',
      `keys/${name}/${wrapped.keyVersion}/unwrapkey`,
      { alg: ALGORITHM, value: Buffer.from(wrapped.bytes).toString('base64url') },
      signal,
    );
    if ('refusal' in answer) {
      if (answer.refusal.status === 400) throw dataKeyTampered();
      throw this.#refused('unwrapKey', answer.refusal);
    }
    const text = field(answer.data, 'value');
    const whole = typeof text === 'string' ? Buffer.from(text, 'base64url') : Buffer.alloc(0);
    if (whole.byteLength <= DIGEST_BYTES || !timingSafeEqual(whole.subarray(-DIGEST_BYTES), digest(context)))
      throw dataKeyTampered();
    return whole.subarray(0, -DIGEST_BYTES);
  }

  /** Of `https://HOST/keys/NAME/VERSION`. */
  #identity(kid: unknown): KeyIdentity {
    const path = typeof kid === 'string' ? (URL.parse(kid)?.pathname.split('/') ?? []) : [];
    const [, , name, version] = path;
    if (name === undefined || version === undefined || !NAME.test(name) || !VERSION.test(version))
      throw failed('its answer names no version of the key', 'Check the address.');
    return { keyId: `${this.#host}/${name}`, keyVersion: version };
  }

  #refused(
    act: string,
    { status, reason }: { readonly status: number; readonly reason: string },
  ): DataWaveError {
    if (status === 404)
      return failed(`there is no key "${this.#key}", or not that version`, 'Check its name.');
    if (status === 403)
      return failed(
        `the application may not do "${act}" with the key`,
        'Give it get, wrapKey, unwrapKey and rotate on the key.',
      );
    return failed(
      `it refused "${act}" (status ${status}${/^[A-Za-z]{1,60}$/.test(reason) ? `, ${reason}` : ''})`,
      'Check that the key is an RSA key and enabled.',
    );
  }
}

const digest = (context: KeyContext): Buffer =>
  createHash('sha256').update(keyContextBytes(context)).digest();
