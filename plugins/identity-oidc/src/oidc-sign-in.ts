import {
  type AccountsService,
  DataWaveError,
  type ExecutionScope,
  type ExternalIdentity,
  type Json,
  type Logger,
  type RedirectBeginning,
  type RedirectReturn,
  type RedirectSignIn,
} from '@datawave/plugin-sdk';
import * as client from 'openid-client';
import { type IssuerConnection, networkFault, reasonOf } from './issuer-connection.ts';
import { notProven, providerDown, REFUSED } from './oidc-errors.ts';
import type { ProviderSettings } from './provider-settings.ts';
import { type Claims, meets, readClaims } from './read-claims.ts';

/** Signatures that somebody with the provider's public key cannot make; whatever else the provider itself accepts. */
const SIGNATURES = /^(?:[RPE]S(?:256|384|512)|EdDSA|Ed25519)$/;
/** Errors that say of us, not of who signs in, that something is wrong. */
const OUR_FAULT = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'invalid_scope',
]);
const ITS_FAULT = new Set(['server_error', 'temporarily_unavailable']);

/** What is remembered until the browser is back. */
interface Memory {
  readonly issuer: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** One provider of OpenID Connect: authorization code with PKCE and nonce. */
export class OidcSignIn implements RedirectSignIn {
  readonly kind = 'redirect';
  readonly method = 'oidc';
  readonly title: string;
  readonly #settings: ProviderSettings;
  readonly #connection: IssuerConnection;
  readonly #accounts: AccountsService;
  readonly #scope: () => ExecutionScope;
  readonly #log: Logger;

  constructor(parts: {
    readonly settings: ProviderSettings;
    readonly connection: IssuerConnection;
    readonly accounts: AccountsService;
    readonly scope: () => ExecutionScope;
    readonly log: Logger;
  }) {
    this.title = parts.settings.title;
    this.#settings = parts.settings;
    this.#connection = parts.connection;
    this.#accounts = parts.accounts;
    this.#scope = parts.scope;
    this.#log = parts.log.child({ provider: parts.settings.key });
  }

  /** @throws DataWaveError DW_OIDC_UNAVAILABLE */
  async begin({ callbackUrl, state }: RedirectBeginning): Promise<{ url: string; memory: Json }> {
    const configuration = await this.#connection.configuration();
    const { scopes, maxAgeSeconds, parameters } = this.#settings;
    const verifier = client.randomPKCECodeVerifier();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(configuration, {
      ...parameters,
      ...(maxAgeSeconds === undefined ? {} : { max_age: String(maxAgeSeconds) }),
      ...{ redirect_uri: callbackUrl, scope: scopes.join(' '), state, nonce },
      ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
    });
    return { url: url.href, memory: { issuer: configuration.serverMetadata().issuer, nonce, verifier } };
  }

  /** @throws DataWaveError DW_OIDC_REFUSED, DW_OIDC_UNAVAILABLE */
  async complete({ callbackUrl, parameters, state, memory }: RedirectReturn): Promise<ExternalIdentity> {
    const configuration = await this.#connection.configuration();
    if (!isMemory(memory) || memory.issuer !== configuration.serverMetadata().issuer)
      throw this.#refuse('it began with another issuer');
    const url = new URL(callbackUrl);
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const claims = await this.#claims(configuration, url, state, memory);
    if (!meets(claims, this.#settings.require)) throw this.#refuse('a required claim is missing');
    const read = readClaims(claims, this.#settings);
    if (read === null) throw this.#refuse('there is no claim that says who it is');
    if (read.hasHiddenGroups)
      this.#log.warn(
        'the provider does not say which groups somebody is in, because they are too many; they are in none here',
      );
    await this.#requireAccount(read.identity);
    return read.identity;
  }

  /** What the provider says, when all of it is proved to be the provider's word, to us, now. */
  async #claims(
    configuration: client.Configuration,
    url: URL,
    state: string,
    { nonce, verifier }: Memory,
  ): Promise<Claims> {
    const { maxAgeSeconds, userInfo } = this.#settings;
    try {
      const tokens = await client.authorizationCodeGrant(configuration, url, {
        ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
        ...(maxAgeSeconds === undefined ? {} : { maxAge: maxAgeSeconds }),
      });
      const own = tokens.claims();
      if (own === undefined || !isSigned(tokens.id_token)) throw this.#refuse('its ID token is not signed');
      if (!userInfo || configuration.serverMetadata().userinfo_endpoint === undefined) return own;
      // Refused when it is about somebody else.
      const more = await client.fetchUserInfo(configuration, tokens.access_token, own.sub);
      return { ...more, ...own };
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): Error {
    if (DataWaveError.is(error) && error.code === REFUSED) return error;
    const reason = reasonOf(error);
    const named =
      error instanceof client.ResponseBodyError || error instanceof client.AuthorizationResponseError
        ? error.error
        : '';
    if (OUR_FAULT.has(named))
      return providerDown(
        this.title,
        reason,
        'Check clientId, clientSecret, clientAuthentication and scopes.',
      );
    if (networkFault(error) !== null || ITS_FAULT.has(named) || isServerFault(error))
      return providerDown(
        this.title,
        reason,
        'Check that the provider runs; other ways to sign in go on working.',
      );
    return this.#refuse(reason);
  }

  /** Where people are brought in by others only. */
  async #requireAccount({ provider, subject }: ExternalIdentity): Promise<void> {
    if (this.#settings.newAccounts) return;
    const account = await this.#accounts.find(this.#scope(), { provider, subject });
    if (account === null) throw this.#refuse('they have no account, and "newAccounts" is off');
  }

  #refuse(reason: string): Error {
    this.#log.info('a sign-in was refused', { reason });
    return notProven();
  }
}

function isSigned(idToken: string | undefined): boolean {
  const [header = ''] = (idToken ?? '').split('.');
  try {
    const read: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'));
    return typeof read === 'object' && read !== null && 'alg' in read && SIGNATURES.test(String(read.alg));
  } catch {
    // No header at all is no signature either.
    return false;
  }
}

function isServerFault(error: unknown): boolean {
  const answer =
    error instanceof client.ResponseBodyError ? error : error instanceof Error ? error.cause : null;
  const status = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'status') : undefined;
  return typeof status === 'number' && (status >= 500 || status === 429);
}

const isMemory = (value: Json): value is Json & Memory =>
  typeof value === 'object' &&
  value !== null &&
  ['issuer', 'nonce', 'verifier'].every((name) => typeof Reflect.get(value, name) === 'string');
