import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { Config } from './config.generated.ts';
import { configInvalid } from './refused-answer.ts';

/** A provider as the configuration has it. */
export type ProviderConfig = Config['providers'][number];

/** What the platform is called towards a provider. */
export interface ServiceNames {
  readonly entityId: string;
  readonly audience: string;
}

const FORMATS = {
  persistent: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
  emailAddress: 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress',
  unspecified: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
} as const;

/** The URI of a format of the configuration. */
export const formatUri = (format: ProviderConfig['nameIdFormat']): string => FORMATS[format];

/** What SAML calls a name that is another one each time. */
export const TRANSIENT = 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient';

/** Path of the service metadata, below the platform's address. */
export const metadataPath = (key: string): string => `/api/v1/saml/${key}/metadata`;

/** Path to which a provider posts its answers. */
export const callbackPath = (key: string): string => `/api/v1/auth/providers/${key}/callback`;

/** @param publicUrl - null where the configuration names none @throws DataWaveError DW_SAML_CONFIG */
export function serviceNames(config: ProviderConfig, publicUrl: string | null): ServiceNames {
  const entityId =
    config.entityId ?? (publicUrl === null ? undefined : `${publicUrl}${metadataPath(config.key)}`);
  if (entityId === undefined)
    throw configInvalid(config.key, 'without server.publicUrl it needs an entityId');
  return { entityId, audience: config.audience ?? entityId };
}

/** Finds a key that does not fit its certificate at the start, and not at the first sign-in. @throws DataWaveError DW_SAML_CONFIG */
export function checkKeyPairs({ key, signing, decryption }: ProviderConfig): void {
  for (const [use, pair] of Object.entries({ signing, decryption })) {
    if (pair === undefined) continue;
    let fits = false;
    try {
      fits = new X509Certificate(pair.certificate).checkPrivateKey(createPrivateKey(pair.privateKey));
    } catch {
      // What OpenSSL says of it may quote the key.
    }
    if (!fits) throw configInvalid(key, `its ${use} key is no PEM, or not that of its certificate`);
  }
}
