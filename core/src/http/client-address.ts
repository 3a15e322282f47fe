import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/** Address of the client: the proxy's last word where the proxy is trusted, else the connection's. */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const told = trustProxy ? addressIn(lastOf(request.headers['x-forwarded-for'])) : null;
  return told ?? request.socket.remoteAddress ?? '';
}

/** Whether the client speaks TLS, to us or to the trusted proxy. */
export function isSecureRequest(request: IncomingMessage, trustProxy: boolean): boolean {
  if ('encrypted' in request.socket) return true;
  return trustProxy && lastOf(request.headers['x-forwarded-proto']).toLowerCase() === 'https';
}

/** The last entry is the one that our own proxy added; those before it are the client's claim. */
const lastOf = (header: string | string[] | undefined): string =>
  (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').at(-1)?.trim() ?? '';

/**
 * The address of an entry, without the brackets and the port that some proxies write along: with its port, every connection would be
 * another client. Null for what is none: nobody is then told apart from the proxy itself, but nobody makes themselves up either.
 */
function addressIn(entry: string): string | null {
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d{1,5})?$/.exec(entry) ?? [null, entry, null];
  const address = bracketed ?? plain ?? '';
  return isIP(address) === 0 ? null : address;
}
