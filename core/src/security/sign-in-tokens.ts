import { createHash, randomBytes } from 'node:crypto';

/** What a token is for; its first letters say so to whoever finds one in a log. */
export type TokenPurpose = 'access' | 'refresh' | 'browser';

const PREFIXES: Readonly<Record<TokenPurpose, string>> = { access: 'dwa_', refresh: 'dwr_', browser: 'dws_' };
const SHAPES: Readonly<Record<TokenPurpose, RegExp>> = {
  access: /^dwa_[A-Za-z0-9_-]{43}$/,
  refresh: /^dwr_[A-Za-z0-9_-]{43}$/,
  browser: /^dws_[A-Za-z0-9_-]{43}$/,
};

/** Cookie of a browser's session. The prefix makes a browser refuse one that was set by another host or without TLS. */
const SESSION_COOKIE = 'datawave_session';
const SECURE_SESSION_COOKIE = '__Host-datawave_session';

/** A new token: 256 random bits. Only its hash is stored. */
export function createToken(purpose: TokenPurpose): string {
  return `${PREFIXES[purpose]}${randomBytes(32).toString('base64url')}`;
}

/** Whether a text could be a token at all: what could not is never looked up. */
export function isTokenShaped(text: string, purpose: TokenPurpose): boolean {
  return SHAPES[purpose].test(text);
}

/** What the database knows a token by. A plain hash does: the token itself is random. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The token that a page must send along with the cookie; made from the cookie, which no page can read. */
export function csrfTokenFor(browserToken: string): string {
  return createHash('sha256').update(`csrf ${browserToken}`).digest('base64url');
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined || header.length < 8 || header.slice(0, 7).toLowerCase() !== 'bearer ')
    return null;
  return header.slice(7).trim();
}

/** The session token of a `Cookie` header. @param isSecure - whether it came by TLS: what has no prefix may then be another host's, which makes itself known as somebody else */
export function cookieToken(header: string | undefined, isSecure: boolean): string | null {
  if (header === undefined || !header.includes(SESSION_COOKIE)) return null;
  const wanted = isSecure ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
  for (const pair of header.split(';')) {
    const mark = pair.indexOf('=');
    if (pair.slice(0, mark).trim() === wanted) return pair.slice(mark + 1).trim();
  }
  return null;
}

/** The `Set-Cookie` that hands out a session token, or takes it back with an empty one. */
export function sessionCookie(token: string, maxAgeSeconds: number, isSecure: boolean): string {
  const name = isSecure ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
  return `${name}=${token}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}
