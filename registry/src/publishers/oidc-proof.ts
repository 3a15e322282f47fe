import { DataWaveError, type EgressService } from '@datawave/plugin-sdk';
import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, jwtVerify } from 'jose';
import { isRecord } from '../publish/package-json.ts';
import type { TrustedCi } from './publisher-store.ts';

const refused = (message: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_REGISTRY_CI_TOKEN',
    message,
    hint: "Ask the CI for a token with this registry's audience, and compare its claims with the publisher's trusted CI.",
    status: 403,
  });

/** Seconds for which a token of a CI may have been made: it is to be used at once. */
const MOST_SECONDS = 15 * 60;

/**
 * Verifies the token of a CI: issued by the issuer that the publisher trusts and this registry knows, for this registry, now, and about
 * the very repository. Keys are read from the issuer through the egress policy.
 * @returns what it proves, in a few words
 * @throws DataWaveError DW_REGISTRY_CI_TOKEN, DW_EGRESS_…
 */
export async function verifyCiToken(
  token: string,
  trusted: TrustedCi | null,
  options: {
    readonly egress: EgressService;
    readonly issuers: readonly string[];
    readonly audience: string;
    readonly signal: AbortSignal;
  },
): Promise<string> {
  if (trusted === null) throw refused('The publisher has named no CI that it trusts.');
  const { issuer, claims } = trusted;
  if (!options.issuers.includes(issuer))
    throw refused(`The issuer ${issuer} is not among those that this registry trusts.`);
  let said: unknown;
  try {
    said = decodeJwt(token).iss;
  } catch {
    throw refused('What was sent is no token.');
  }
  // Before anything is fetched: a token of somebody else is no reason to ask.
  if (said !== issuer) throw refused('The token is of another issuer than the publisher trusts.');
  const keys = await readKeys(issuer, options);
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      issuer,
      audience: options.audience,
      algorithms: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
      requiredClaims: ['exp', 'iat', 'sub'],
      maxTokenAge: MOST_SECONDS,
      clockTolerance: 30,
    });
    for (const [claim, value] of Object.entries(claims))
      if (payload[claim] !== value)
        throw refused(`The claim ${JSON.stringify(claim)} of the token is not the one of the publisher.`);
    return Object.entries(claims)
      .map(([claim, value]) => `${claim} ${value}`)
      .join(', ')
      .slice(0, 500);
  } catch (error) {
    // The library's words name the claim, and never the token.
    if (error instanceof errors.JOSEError) throw refused(`The token does not hold: ${error.message}.`);
    throw error;
  }
}

async function readKeys(
  issuer: string,
  { egress, signal }: { readonly egress: EgressService; readonly signal: AbortSignal },
): Promise<JSONWebKeySet> {
  const read = async (url: string): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await egress.fetch(url, {
      purpose: 'registry-ci',
      headers: { accept: 'application/json' },
      loopback: 'allow',
      maxBytes: 256 * 1024,
      signal,
    });
    const value: unknown = answer.status === 200 ? parse(answer.body) : null;
    if (!isRecord(value)) throw refused(`${new URL(url).host} did not answer with the keys of its tokens.`);
    return value;
  };
  const metadata = await read(`${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`);
  const address = metadata['jwks_uri'];
  if (metadata['issuer'] !== issuer || typeof address !== 'string')
    throw refused(`What ${new URL(issuer).host} says of itself is about another issuer.`);
  const { keys } = await read(address);
  if (!Array.isArray(keys)) throw refused(`${new URL(issuer).host} has no keys.`);
  return { keys: keys.filter(isRecord) as JSONWebKeySet['keys'] };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}
