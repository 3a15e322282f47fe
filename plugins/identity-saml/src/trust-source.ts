import type { EgressService, Logger } from '@datawave/plugin-sdk';
import { checkTrust, type IdpTrust, METADATA_BYTES, readMetadata } from './idp-trust.ts';
import type { ProviderConfig } from './provider-settings.ts';
import { configInvalid, metadataUnavailable, RefusedAnswer } from './refused-answer.ts';

const FRESH_MS = 3_600_000;
const HELD_MS = 7 * 24 * FRESH_MS;
/** After a failure the address is left alone for this long. */
const PAUSE_MS = 30_000;

/** Says whom to believe. */
export type TrustSource = (signal: AbortSignal) => Promise<IdpTrust>;

/** What {@link createTrustSource} works with. */
export interface TrustSourceParts {
  readonly egress: EgressService;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Whom a provider's configuration says to believe. @throws DataWaveError DW_SAML_CONFIG */
export function createTrustSource(config: ProviderConfig, parts: TrustSourceParts): TrustSource {
  const { key, issuer, entryPoint, certificates, metadata, metadataUrl } = config;
  const ways = [certificates, metadata, metadataUrl].filter((way) => way !== undefined);
  if (ways.length !== 1) throw configInvalid(key, 'it needs one of certificates, metadata and metadataUrl');
  try {
    if (metadataUrl !== undefined) {
      const { protocol, hostname } = new URL(metadataUrl);
      const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
      if (protocol !== 'https:' && !isLocal)
        throw new RefusedAnswer(
          'its metadataUrl is not https, so that anybody on the way could say whom to believe',
        );
      return fetched(key, { url: metadataUrl, isLocal }, parts);
    }
    const trust =
      metadata === undefined
        ? checkTrust({ issuer: issuer ?? '', entryPoint: entryPoint ?? '', certificates: certificates ?? [] })
        : readMetadata(metadata, parts.now());
    return async () => trust;
  } catch (error) {
    throw configInvalid(
      key,
      error instanceof RefusedAnswer ? error.message : 'its metadataUrl is no address',
      error,
    );
  }
}

function fetched(
  key: string,
  { url, isLocal }: { readonly url: string; readonly isLocal: boolean },
  { egress, log, now }: TrustSourceParts,
): TrustSource {
  let known: { readonly trust: IdpTrust; readonly at: number } | null = null;
  let failedAt = Number.NEGATIVE_INFINITY;
  let running: Promise<IdpTrust> | null = null;

  const read = async (): Promise<IdpTrust> => {
    // Not with the signal of who happens to ask: others wait for the same answer.
    const answer = await egress.fetch(url, {
      purpose: `identity-saml ${key}`,
      // Whoever answers elsewhere has nothing to send us to here.
      loopback: isLocal ? 'allow' : 'refuse',
      maxBytes: METADATA_BYTES,
      timeoutMs: 10_000,
      headers: { accept: 'application/samlmetadata+xml, application/xml, text/xml' },
    });
    if (answer.status !== 200) throw new RefusedAnswer(`the address answers ${answer.status}`);
    return readMetadata(new TextDecoder('utf-8', { fatal: true }).decode(answer.body), now());
  };
  const refresh = async (): Promise<IdpTrust> => {
    try {
      const trust = await read();
      known = { trust, at: now() };
      return trust;
    } catch (error) {
      failedAt = now();
      const why = error instanceof RefusedAnswer ? error.message : 'the address does not answer';
      log.warn('the metadata of a SAML provider could not be read', { provider: key, why, error });
      if (known !== null && now() - known.at < HELD_MS) return known.trust;
      throw metadataUnavailable(key, why, error);
    }
  };
  return (signal) => {
    signal.throwIfAborted();
    if (known !== null && now() - known.at < FRESH_MS) return Promise.resolve(known.trust);
    if (known !== null && now() - failedAt < PAUSE_MS) return Promise.resolve(known.trust);
    running ??= refresh().finally(() => {
      running = null;
    });
    return running;
  };
}
