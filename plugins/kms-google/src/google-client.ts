import { createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { type EgressService, type Json, keyServiceFailure, OAuthKeyClient } from '@datawave/plugin-sdk';
import type { Config } from './config.generated.ts';

const SCOPE = 'https://www.googleapis.com/auth/cloudkms';
/** An assertion holds for an hour at most, RFC 7523 and Google's "Using OAuth 2.0 for server to server applications". */
const ASSERTION_SECONDS = 3600;

/** That the service does not do what it is needed for. */
export const failed = keyServiceFailure('Google Cloud KMS');

/**
 * Speaks the REST interface of Cloud KMS in the name of a service account.
 * @throws DataWaveError DW_VAULT_PROVIDER for an address that is not encrypted, or a key that is none
 */
export function googleClient(egress: EgressService, config: Config, purpose: string): OAuthKeyClient {
  const { endpoint, tokenEndpoint, clientEmail, privateKey } = config;
  const key = readKey(privateKey);
  return new OAuthKeyClient({
    ...{ egress, purpose, failed, addresses: [endpoint, tokenEndpoint], reasonField: 'status' },
    urlOf: (path) => `${endpoint.replace(/\/$/, '')}/v1/${path}`,
    grant: () => ({
      url: tokenEndpoint,
      form: {
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: assertionOf(key, { iss: clientEmail, scope: SCOPE, aud: tokenEndpoint }),
      },
    }),
    client: {
      title: 'the service account',
      hint: 'Check clientEmail and privateKey, and the clock of this machine.',
    },
    service: { title: 'the service', hint: 'Check the service account and its key.' },
  });
}

function assertionOf(key: KeyObject, claims: Readonly<Record<'iss' | 'scope' | 'aud', string>>): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: Json): string => Buffer.from(JSON.stringify(part), 'utf8').toString('base64url');
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode({ ...claims, iat: now, exp: now + ASSERTION_SECONDS })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

function readKey(pem: string): KeyObject {
  try {
    // A key file holds it as JSON, with its line breaks written out.
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What is wrong with it is of no use to anyone, and nothing of it should be shown.
  }
  throw failed('the private key is none', 'Take private_key from the key file of the service account.');
}
