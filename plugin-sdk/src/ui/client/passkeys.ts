import { t } from '../i18n/translate.ts';
import { ProblemError } from './problem.ts';

/** What the server asks of a passkey, with the id by which the answer names the question. @public */
export interface PasskeyQuestion {
  readonly ceremony: string;
  /** As WebAuthn has it, in JSON. */
  readonly options: object;
}

/** What a passkey says to a {@link PasskeyQuestion}: to be sent as it is. @public */
export interface PasskeyAnswer {
  readonly ceremony: string;
  /** A PublicKeyCredential as JSON. */
  readonly response: unknown;
}

/** Names of errors by which a browser says that nobody wanted to, or that a signal has ended it. */
const ENDED: ReadonlySet<string> = new Set(['NotAllowedError', 'AbortError', 'TimeoutError']);

/** Digits and dots, or colons in brackets: passkeys are bound to a name. */
const isAddress = (host: string): boolean => /^\[|^[\d.]+$/.test(host);

/**
 * Why this browser cannot use passkeys here; null where it can. `name`: the page was opened under an address instead of a name.
 * `unsafe`: neither TLS nor this computer. `browser`: it knows too little of them.
 * @public
 */
export function passkeyObstacle(): 'name' | 'unsafe' | 'browser' | null {
  if (isAddress(location.hostname)) return 'name';
  if (!isSecureContext) return 'unsafe';
  return typeof PublicKeyCredential === 'function' && 'parseRequestOptionsFromJSON' in PublicKeyCredential
    ? null
    : 'browser';
}

/** Whether the browser offers passkeys among the names that it would fill in. @public */
export async function offersPasskeysInFields(): Promise<boolean> {
  return passkeyObstacle() === null && (await PublicKeyCredential.isConditionalMediationAvailable());
}

/**
 * Has the browser ask for a passkey.
 * @param how - `inFields`: offered among the names to fill in, until the signal ends it, instead of by a dialog
 * @returns null when whoever is there wants none, or the signal has ended it
 * @public
 */
export async function askForPasskey(
  { ceremony, options }: PasskeyQuestion,
  how: { readonly signal?: AbortSignal; readonly inFields?: boolean } = {},
): Promise<PasskeyAnswer | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    // The server's library has written them for this very call.
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  return answered(ceremony, () =>
    navigator.credentials.get({
      publicKey,
      ...(how.inFields === true ? { mediation: 'conditional' as const } : {}),
      ...(how.signal === undefined ? {} : { signal: how.signal }),
    }),
  );
}

/**
 * Has the browser make a passkey.
 * @returns null when whoever is there does not want to
 * @throws ProblemError DW_UI_PASSKEY_KNOWN where the device has one for this account
 * @public
 */
export async function makePasskey({ ceremony, options }: PasskeyQuestion): Promise<PasskeyAnswer | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  return answered(ceremony, () => navigator.credentials.create({ publicKey }));
}

async function answered(
  ceremony: string,
  ask: () => Promise<Credential | null>,
): Promise<PasskeyAnswer | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? { ceremony, response: credential.toJSON() } : null;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (ENDED.has(error.name)) return null;
    throw refused(error);
  }
}

const refused = (error: DOMException): ProblemError => {
  const isKnown = error.name === 'InvalidStateError';
  return new ProblemError({
    title: t('Passkey'),
    status: 0,
    detail: isKnown
      ? t('This device has a passkey for this account already.')
      : t('The browser refuses: {message}', { message: error.message }),
    code: isKnown ? 'DW_UI_PASSKEY_KNOWN' : 'DW_UI_PASSKEY',
    hint: isKnown ? t('Use that, or choose another device.') : null,
    requestId: null,
    errors: [],
  });
};
