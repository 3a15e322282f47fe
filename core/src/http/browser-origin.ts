import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from './problem.ts';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request of this method changes nothing. */
export const isSafeMethod = (method: string): boolean => SAFE_METHODS.has(method);

/**
 * Refuses what another site makes a browser send. Requests of scripts carry neither header and pass;
 * what a cookie proves needs the CSRF token beside this.
 */
export function requireSameOrigin(headers: IncomingHttpHeaders, publicUrl: string | undefined): void {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const isForeign =
    (site !== undefined && site !== 'same-origin' && site !== 'none') ||
    (origin !== undefined && !isOwnOrigin(origin, headers, publicUrl));
  if (!isForeign) return;
  throw new HttpError({
    code: 'DW_HTTP_ORIGIN_REFUSED',
    message: 'The request comes from another site.',
    hint: 'Open the platform under its own address; behind a proxy, set server.publicUrl to that address.',
    status: 403,
  });
}

/** Refuses a write that a cookie alone vouches for. */
export function requireCsrfToken(headers: IncomingHttpHeaders, expected: string): void {
  const given = headers['x-csrf-token'];
  const a = Buffer.from(typeof given === 'string' ? given : '');
  const b = Buffer.from(expected);
  if (a.length === b.length && timingSafeEqual(a, b)) return;
  throw new HttpError({
    code: 'DW_HTTP_CSRF_REFUSED',
    message: 'The request does not carry the token that belongs to its cookie.',
    hint: 'Send the csrfToken of GET /api/v1/auth/session as the header X-CSRF-Token.',
    status: 403,
  });
}

function isOwnOrigin(origin: string, headers: IncomingHttpHeaders, publicUrl: string | undefined): boolean {
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  const own = publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  if (url.origin === own?.origin) return true;
  // By another scheme it is a page that somebody on the way may have put there.
  if (url.host === own?.host) return false;
  return url.host === headers.host?.toLowerCase();
}
