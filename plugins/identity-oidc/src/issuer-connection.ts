import { DataWaveError, type EgressService, type Logger } from '@datawave/plugin-sdk';
import * as client from 'openid-client';
import { createBrokerFetch } from './broker-fetch.ts';
import { providerDown } from './oidc-errors.ts';
import { isThisMachine, type ProviderSettings } from './provider-settings.ts';

/** Milliseconds after which a provider's metadata is read again, and after which it is tried again where that failed. */
const FRESH_MS = 60 * 60_000;
const RETRY_MS = 60_000;

/**
 * What a provider publishes about itself, read when it is first needed: one that is down at the start keeps nothing from starting,
 * and one that went down later is used as it was last seen.
 */
export class IssuerConnection {
  readonly #egress: EgressService;
  readonly #settings: ProviderSettings;
  readonly #purpose: string;
  readonly #log: Logger;
  readonly #now: () => number;
  #known: { readonly configuration: client.Configuration; readonly until: number } | null = null;
  #reading: Promise<client.Configuration> | null = null;

  constructor(parts: {
    readonly egress: EgressService;
    readonly settings: ProviderSettings;
    readonly purpose: string;
    readonly log: Logger;
    /** Milliseconds that only rise. */
    readonly now?: () => number;
  }) {
    this.#egress = parts.egress;
    this.#settings = parts.settings;
    this.#purpose = parts.purpose;
    this.#log = parts.log;
    this.#now = parts.now ?? (() => performance.now());
  }

  /** @throws DataWaveError DW_OIDC_UNAVAILABLE */
  async configuration(): Promise<client.Configuration> {
    const known = this.#known;
    if (known !== null && this.#now() < known.until) return known.configuration;
    // Of many who come at once one asks, and nobody's leaving ends it for the others.
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null;
    });
    try {
      return await this.#reading;
    } catch (error) {
      if (known === null) throw error;
      this.#log.info('a provider is used as it was last seen', { provider: this.#settings.key });
      this.#known = { ...known, until: this.#now() + RETRY_MS };
      return known.configuration;
    }
  }

  async #read(): Promise<client.Configuration> {
    const { issuer, clientId, title, timeoutMs, clockToleranceSeconds } = this.#settings;
    try {
      const configuration = await client.discovery(
        new URL(issuer),
        clientId,
        { [client.clockTolerance]: clockToleranceSeconds },
        authenticationOf(this.#settings),
        {
          timeout: timeoutMs / 1000,
          [client.customFetch]: createBrokerFetch(this.#egress, this.#settings, this.#purpose),
          // The library trusts TLS in place of the signature of an ID token unless told not to.
          execute: [
            client.enableNonRepudiationChecks,
            ...(isThisMachine(issuer) ? [client.allowInsecureRequests] : []),
          ],
        },
      );
      this.#known = { configuration, until: this.#now() + FRESH_MS };
      return configuration;
    } catch (error) {
      // Whoever presses the button is nobody yet, and needs not know what stands where.
      const { key } = this.#settings;
      this.#log.warn('a provider cannot be asked for its metadata', {
        provider: key,
        reason: reasonOf(error),
      });
      throw providerDown(
        title,
        'the provider cannot be asked',
        'Try again later, or sign in another way. For whoever runs the platform, the log says why.',
      );
    }
  }
}

function authenticationOf({ clientSecret, clientAuthentication }: ProviderSettings): client.ClientAuth {
  if (clientSecret === undefined) return client.None();
  return clientAuthentication === 'client_secret_post'
    ? client.ClientSecretPost(clientSecret)
    : client.ClientSecretBasic(clientSecret);
}

/** What the broker said of a connection that was not made, else null. */
export function networkFault(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (DataWaveError.is(at)) return at.message.replace(/\.$/, '');
    if (at.name === 'TimeoutError') return 'it did not answer in time';
  }
  return null;
}

/** In words that hold nothing of what was sent or answered: causes of the library's errors hold tokens and claims. */
export function reasonOf(error: unknown): string {
  const network = networkFault(error);
  if (network !== null) return network;
  if (error instanceof client.AuthorizationResponseError || error instanceof client.ResponseBodyError)
    return `it answered with the error ${/^[a-z_]{1,60}$/.test(error.error) ? error.error : 'of a name that is none'}`;
  // Messages of the library are fixed sentences.
  const text = error instanceof client.ClientError ? error.message : '';
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
  return text === 'something went wrong' || text === ''
    ? 'it answered what cannot be understood'
    : cause !== '' && cause !== text
      ? `${text} (${cause})`
      : text;
}
