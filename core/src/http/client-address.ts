import type { IncomingMessage } from 'node:http';

/** Address of the client: the proxy's last word where the proxy is trusted, else the connection's. */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  if (trustProxy) {
    const forwarded = request.headers['x-forwarded-for'];
    // The last entry is the one that our own proxy added; those before it are the client's claim.
    const last = (Array.isArray(forwarded) ? forwarded.join(',') : forwarded)?.split(',').at(-1)?.trim();
    if (last !== undefined && last !== '' && last.length <= 64) return last;
  }
  return request.socket.remoteAddress ?? '';
}

/** Whether the client speaks TLS, to us or to the trusted proxy. */
export function isSecureRequest(request: IncomingMessage, trustProxy: boolean): boolean {
  if ('encrypted' in request.socket) return true;
  return trustProxy && request.headers['x-forwarded-proto'] === 'https';
}
