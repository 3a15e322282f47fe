import { randomBytes } from 'node:crypto';
import {
  DataWaveError,
  type ExecutionScope,
  type Json,
  type Logger,
  type RedirectReturn,
  type RedirectSignIn,
} from '@datawave/plugin-sdk';
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { decrypt } from 'xml-encryption';
import { checkResponse, type Expectation, readClaims } from './assertion-claims.ts';
import type { IdpTrust } from './idp-trust.ts';
import { personOf } from './person.ts';
import { formatUri, type ProviderConfig, type ServiceNames } from './provider-settings.ts';
import { insist, RefusedAnswer, signInFailed } from './refused-answer.ts';
import {
  checkAssertionShape,
  checkResponseShape,
  checkSignatures,
  type ResponseShape,
} from './response-shape.ts';
import { childrenNamed, NS, parseStrictXml } from './strict-xml.ts';
import type { TrustSource } from './trust-source.ts';
import type { UsedAssertions } from './used-assertions.ts';

/** What {@link createSamlSignIn} works with. */
export interface SamlSignInParts {
  readonly config: ProviderConfig;
  readonly names: ServiceNames;
  readonly trust: TrustSource;
  readonly used: Pick<UsedAssertions, 'use'>;
  readonly log: Logger;
  /** In which it remembers; a new one each time. */
  readonly scope: (signal: AbortSignal) => ExecutionScope;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MOST_BYTES = 196_608;
const REQUEST_MS = 600_000;

/** Signs people in through one SAML identity provider. */
export function createSamlSignIn(parts: SamlSignInParts): RedirectSignIn {
  const { config, log } = parts;
  return {
    kind: 'redirect',
    title: config.title,
    method: 'saml',
    async begin({ callbackUrl, state, signal }) {
      const requestId = `_${randomBytes(20).toString('hex')}`;
      const trust = await parts.trust(signal);
      const saml = libraryFor(parts, trust, callbackUrl, requestId, false);
      return {
        url: await saml.getAuthorizeUrlAsync(state, undefined, {}),
        memory: { requestId, at: parts.now() },
      };
    },
    async complete(back) {
      try {
        return await answered(parts, back);
      } catch (error) {
        if (DataWaveError.is(error)) throw error;
        // What the library says of a fault may quote the answer.
        const why = error instanceof RefusedAnswer ? error.message : 'the SAML library refuses it';
        log.warn('an answer of a SAML provider was refused', { provider: config.key, why });
        throw signInFailed();
      }
    },
  };
}

async function answered(parts: SamlSignInParts, back: RedirectReturn) {
  const { config, names } = parts;
  const trust = await parts.trust(back.signal);
  const expected: Expectation = {
    issuer: trust.issuer,
    audience: names.audience,
    recipient: back.callbackUrl,
    ...requestOf(back.memory, config.forceAuthn),
    now: parts.now(),
    skewMs: config.clockSkewSeconds * 1_000,
  };
  const sent = back.parameters['SAMLResponse'] ?? '';
  const shape = checkResponseShape(parseStrictXml(decoded(sent), { mostBytes: MOST_BYTES }));
  insist(
    !shape.isEncrypted || config.decryption !== undefined,
    'the assertion is encrypted, and there is no key for it',
  );
  checkResponse(shape.root, shape.isSigned, expected);
  // Nothing is believed of it yet; but what cannot be right is told from what has a bad signature.
  for (const plain of childrenNamed(shape.root, NS.assertion, 'Assertion')) readClaims(plain, expected);

  const assertionXml = await verified(parts, trust, shape, sent, expected);
  const assertion = parseStrictXml(assertionXml, { mostBytes: MOST_BYTES });
  checkAssertionShape(assertion);
  const claims = readClaims(assertion, expected);
  const person = personOf(config, claims);
  const isFirst = await parts.used.use(parts.scope(back.signal), trust.issuer, claims.id, claims.usableUntil);
  insist(isFirst, 'the assertion was used before');
  return person;
}

/** What the provider has signed, and nothing beside it. */
async function verified(
  parts: SamlSignInParts,
  trust: IdpTrust,
  shape: ResponseShape,
  sent: string,
  { recipient, requestId }: Expectation,
): Promise<string> {
  const saml = libraryFor(parts, trust, recipient, requestId, shape.isSigned);
  let xml: string | undefined;
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: sent });
    xml = profile?.getAssertionXml?.();
  } catch (error) {
    const isSignature = error instanceof Error && /signature/i.test(error.message);
    throw new RefusedAnswer(isSignature ? 'a signature does not hold' : 'the SAML library refuses it');
  }
  insist(xml !== undefined, 'the SAML library finds no assertion');
  if (shape.isEncrypted) await checkDecrypted(parts.config, shape.root);
  return xml;
}

/** The library has believed what was encrypted; whether that was signed as it must be could not be seen before. */
async function checkDecrypted({ decryption }: ProviderConfig, root: Element): Promise<void> {
  const [encrypted] = childrenNamed(root, NS.assertion, 'EncryptedAssertion');
  insist(encrypted !== undefined && decryption !== undefined, 'there is nothing to decrypt');
  const xml = await new Promise<string>((resolve, reject) => {
    decrypt(encrypted.toString(), { key: decryption.privateKey }, (error, plain) =>
      error === null || error === undefined
        ? resolve(plain)
        : reject(new RefusedAnswer('it does not decrypt')),
    );
  });
  const assertion = parseStrictXml(xml, { mostBytes: MOST_BYTES });
  checkAssertionShape(assertion);
  insist(checkSignatures(assertion), 'the encrypted assertion is not signed');
}

/** For one request and its answer: what it remembers is that request alone. */
function libraryFor(
  { config, names }: SamlSignInParts,
  trust: IdpTrust,
  callbackUrl: string,
  requestId: string,
  isResponseSigned: boolean,
): SAML {
  const { signing, decryption } = config;
  return new SAML({
    ...{ callbackUrl, entryPoint: trust.entryPoint, issuer: names.entityId, audience: names.audience },
    ...{ idpCert: [...trust.certificates], idpIssuer: trust.issuer },
    identifierFormat: formatUri(config.nameIdFormat),
    // Which way of proving who one is will do is the provider's to say.
    disableRequestedAuthnContext: true,
    forceAuthn: config.forceAuthn,
    ...{ wantAssertionsSigned: true, wantAuthnResponseSigned: isResponseSigned },
    acceptedClockSkewMs: config.clockSkewSeconds * 1_000,
    ...{ signatureAlgorithm: 'sha256', digestAlgorithm: 'sha256' },
    ...(signing === undefined ? {} : { privateKey: signing.privateKey, publicCert: signing.certificate }),
    ...(decryption === undefined ? {} : { decryptionPvk: decryption.privateKey }),
    validateInResponseTo: ValidateInResponseTo.always,
    requestIdExpirationPeriodMs: REQUEST_MS,
    generateUniqueId: () => requestId,
    cacheProvider: {
      saveAsync: async (_key, value) => ({ value, createdAt: Date.now() }),
      getAsync: async (key) => (key === requestId ? new Date().toISOString() : null),
      removeAsync: async (key) => key,
    },
  });
}

function decoded(text: string): string {
  const base64 = text.replace(/[\r\n\t ]/g, '');
  insist(
    base64 !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(base64) && base64.length % 4 === 0,
    'the answer is not base64',
  );
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    throw new RefusedAnswer('the answer is not UTF-8');
  }
}

/** What was remembered of the request. */
function requestOf(memory: Json, isForced: boolean): Pick<Expectation, 'requestId' | 'signedInSince'> {
  const { requestId, at } = { requestId: null, at: null, ...Object(memory) };
  insist(typeof requestId === 'string' && typeof at === 'number', 'no request was made');
  return { requestId, signedInSince: isForced ? at : null };
}
