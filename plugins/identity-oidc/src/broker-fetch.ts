import type { EgressRequest, EgressService } from '@datawave/plugin-sdk';
import type { CustomFetch } from 'openid-client';
import { isThisMachine, type ProviderSettings } from './provider-settings.ts';

/** Keys, metadata and tokens with thousands of groups; nothing of them is larger. */
const MAX_BYTES = 4 * 1024 * 1024;

/** How the library reaches a provider: through the broker, and never after a redirect, which no endpoint of a provider needs. */
export function createBrokerFetch(
  egress: EgressService,
  { issuer, timeoutMs, caCertificate }: ProviderSettings,
  purpose: string,
): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const content = bodyOf(body);
    const request: EgressRequest = {
      ...{ purpose, method, headers, timeoutMs, maxBytes: MAX_BYTES, maxRedirects: 0 },
      // What the provider's own metadata names lies where the provider does.
      loopback: isThisMachine(issuer) ? 'allow' : 'refuse',
      ...(content === undefined ? {} : { body: content }),
      ...(signal === undefined ? {} : { signal }),
      ...(caCertificate === undefined ? {} : { tls: { ca: caCertificate } }),
    };
    const answer = await egress.fetch(url, request);
    const hasBody = answer.status !== 204 && answer.status !== 205 && answer.status !== 304;
    return new Response(hasBody ? Buffer.from(answer.body) : null, {
      status: answer.status,
      headers: { ...answer.headers },
    });
  };
}

function bodyOf(body: unknown): string | Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  if (body instanceof URLSearchParams) return body.toString();
  throw new TypeError('A request to a provider has a body that cannot be sent.');
}
