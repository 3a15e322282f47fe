import {
  DataWaveError,
  type ExecutionScope,
  type StorageService,
  type Transaction,
} from '@datawave/plugin-sdk';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Ceremonies, CeremonyKind } from '../ceremonies.ts';
import { signInFailed } from '../identity-errors.ts';
import type { PasskeyStore } from './passkey-store.ts';

const NAME = 'DataWave';
const MINUTES = 5;
/** COSE numbers of EdDSA, ES256 and RS256: what authenticators have. */
const ALGORITHMS = [-8, -7, -257];

/** The page that asks: its origin, and the host to which passkeys are bound. */
export interface RelyingParty {
  readonly origin: string;
  readonly id: string;
}

/** Options for the browser, with the id by which its answer names them. */
export interface PasskeyOptions {
  readonly ceremony: string;
  readonly options: object;
}

/**
 * Who asks for a passkey: the origin that the browser named, which the kernel has found to be the platform's own. A passkey is bound to its
 * host, and no page of another can use it.
 * @throws DataWaveError DW_IDENTITY_NO_ORIGIN for a request that is not a browser's
 */
export function relyingPartyOf(headers: Readonly<Record<string, string | undefined>>): RelyingParty {
  const { origin } = headers;
  if (origin === undefined || !URL.canParse(origin))
    throw new DataWaveError({
      code: 'DW_IDENTITY_NO_ORIGIN',
      message: 'Only a browser uses passkeys.',
      hint: 'Sign in with a password, or use an API token.',
      status: 400,
    });
  const url = new URL(origin);
  return { origin: url.origin, id: url.hostname };
}

/** Passkeys (WebAuthn): made, used to sign in and to prove anew that somebody is there. */
export class Passkeys {
  readonly #storage: StorageService;
  readonly #store: PasskeyStore;
  readonly #ceremonies: Ceremonies;

  constructor(storage: StorageService, store: PasskeyStore, ceremonies: Ceremonies) {
    this.#storage = storage;
    this.#store = store;
    this.#ceremonies = ceremonies;
  }

  async beginRegistration(
    scope: ExecutionScope,
    account: { readonly id: string; readonly username: string; readonly displayName: string },
    party: RelyingParty,
  ): Promise<PasskeyOptions> {
    const { generateRegistrationOptions } = await import('@simplewebauthn/server');
    const options = await generateRegistrationOptions({
      rpName: NAME,
      rpID: party.id,
      userName: account.username,
      userDisplayName: account.displayName,
      userID: new TextEncoder().encode(account.id),
      excludeCredentials: [...(await this.#of(scope, account.id, party))],
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
    });
    return this.#ask('passkey-registration', account.id, party, options);
  }

  /** @param within - done in the same transaction @throws DataWaveError DW_IDENTITY_PASSKEY_REFUSED */
  async register(
    scope: ExecutionScope,
    userId: string,
    party: RelyingParty,
    answer: { readonly ceremony: string; readonly name: string; readonly response: unknown },
    within: (tx: Transaction) => Promise<void>,
  ): Promise<string> {
    const challenge = await this.#challengeOf(scope, 'passkey-registration', userId, party, answer.ceremony);
    if (challenge === null || !isRegistration(answer.response)) throw refused();
    const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
    const verified = await verifyRegistrationResponse({
      response: answer.response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    }).catch(() => null);
    if (verified === null || !verified.verified) throw refused();
    const { credential, credentialBackedUp } = verified.registrationInfo;
    await this.#storage.transaction(scope, async (tx) => {
      const isNew = await this.#store.insert(tx, {
        ...{ id: credential.id, userId, publicKey: credential.publicKey, counter: credential.counter },
        ...{ transports: credential.transports ?? [], relyingParty: party.id, name: answer.name },
        isBackedUp: credentialBackedUp,
      });
      if (!isNew) throw refused();
      await within(tx);
    });
    return credential.id;
  }

  /** @param userId - whose passkeys; anybody's when null: the browser offers those that it has */
  async beginAssertion(
    scope: ExecutionScope,
    kind: CeremonyKind,
    userId: string | null,
    party: RelyingParty,
  ): Promise<PasskeyOptions> {
    const { generateAuthenticationOptions } = await import('@simplewebauthn/server');
    const options = await generateAuthenticationOptions({
      rpID: party.id,
      userVerification: 'required',
      allowCredentials: userId === null ? [] : [...(await this.#of(scope, userId, party))],
    });
    return this.#ask(kind, userId, party, options);
  }

  /** The account whose passkey has answered. @throws DataWaveError DW_AUTH_FAILED */
  async assert(
    scope: ExecutionScope,
    kind: CeremonyKind,
    userId: string | null,
    party: RelyingParty,
    answer: { readonly ceremony: string; readonly response: unknown },
  ): Promise<string> {
    const { response } = answer;
    const challenge = await this.#challengeOf(scope, kind, userId, party, answer.ceremony);
    if (challenge === null || !isAssertion(response)) throw signInFailed();
    const passkey = await this.#storage.transaction(scope, (tx) => this.#store.find(tx, response.id));
    if (passkey === null || passkey.relyingParty !== party.id) throw signInFailed();
    if (userId !== null && passkey.userId !== userId) throw signInFailed();
    const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
    const verified = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      credential: { ...passkey, transports: [...passkey.transports] },
    }).catch(() => null);
    if (verified === null || !verified.verified) throw signInFailed();
    const { newCounter, credentialBackedUp } = verified.authenticationInfo;
    const isFresh = await this.#storage.transaction(scope, (tx) =>
      this.#store.use(tx, passkey.id, newCounter, credentialBackedUp),
    );
    if (!isFresh) throw signInFailed();
    return passkey.userId;
  }

  async #ask(
    kind: CeremonyKind,
    userId: string | null,
    party: RelyingParty,
    options: { readonly challenge: string },
  ): Promise<PasskeyOptions> {
    const memory = { challenge: options.challenge, party: party.id };
    return { ceremony: await this.#ceremonies.begin(kind, userId, memory, MINUTES), options };
  }

  /** The question that is answered; null when it was not asked of them, from here, a short time ago, or was answered before. */
  async #challengeOf(
    scope: ExecutionScope,
    kind: CeremonyKind,
    userId: string | null,
    party: RelyingParty,
    ceremony: string,
  ): Promise<string | null> {
    const memory = (await this.#ceremonies.end(scope, kind, userId, ceremony))?.memory;
    if (!isObject(memory) || memory['party'] !== party.id) return null;
    return typeof memory['challenge'] === 'string' ? memory['challenge'] : null;
  }

  async #of(
    scope: ExecutionScope,
    userId: string,
    party: RelyingParty,
  ): Promise<readonly { readonly id: string }[]> {
    const own = await this.#storage.transaction(scope, (tx) => this.#store.list(tx, userId));
    return own.filter(({ relyingParty }) => relyingParty === party.id).map(({ id }) => ({ id }));
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isCredential = (value: unknown, parts: readonly string[]): boolean =>
  isObject(value) &&
  typeof value['id'] === 'string' &&
  typeof value['rawId'] === 'string' &&
  value['type'] === 'public-key' &&
  isObject(value['response']) &&
  parts.every((part) => isObject(value['response']) && typeof value['response'][part] === 'string');

/** The parts that are read are texts; what they say is the library's to check. */
const isRegistration = (value: unknown): value is RegistrationResponseJSON =>
  isCredential(value, ['clientDataJSON', 'attestationObject']);
const isAssertion = (value: unknown): value is AuthenticationResponseJSON =>
  isCredential(value, ['clientDataJSON', 'authenticatorData', 'signature']);

const refused = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_IDENTITY_PASSKEY_REFUSED',
    message: 'This passkey cannot be added.',
    hint: 'Begin again; the question may have been too long ago, or the passkey may be known already.',
    status: 422,
  });
