import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What an opaque token is for; its first letters say so to whoever finds one in a log. */
export type TokenPurpose = 'browser' | 'refresh' | 'api' | 'reset' | 'known-browser';

const PREFIXES: Readonly<Record<TokenPurpose, string>> = {
  browser: 'dwi_',
  refresh: 'dwf_',
  api: 'dwp_',
  reset: 'dwx_',
  'known-browser': 'dwk_',
};
const SHAPE = /^dw[ifpxk]_[A-Za-z0-9_-]{43}$/;

/** Cookie of a browser's session. The prefix makes a browser refuse one that another host set, or anybody without TLS. */
const SESSION_COOKIE = 'datawave_session';
const KNOWN_COOKIE = 'datawave_known';
const CEREMONY_COOKIE = 'datawave_sign_in';

/** A new token: 256 random bits. Only its hash is stored. */
export function createToken(purpose: TokenPurpose): string {
  return `${PREFIXES[purpose]}${randomBytes(32).toString('base64url')}`;
}

/** Whether a text could be such a token at all: what could not is never looked up. */
export function isTokenShaped(text: string, purpose: TokenPurpose): boolean {
  return SHAPE.test(text) && text.startsWith(PREFIXES[purpose]);
}

/** What the database knows a token by. A plain hash does: the token itself is random. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** The token that a page must send along with the cookie; made from the cookie, which no page can read. */
export function csrfTokenFor(browserToken: string): string {
  return createHash('sha256').update(`csrf ${browserToken}`).digest('base64url');
}

/** Whether two texts are the same, without saying how far. */
export function isSame(a: string, b: string): boolean {
  const left = createHash('sha256').update(a).digest();
  const right = createHash('sha256').update(b).digest();
  return timingSafeEqual(left, right);
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(header: string | undefined): string | null {
  if (header === undefined || header.length < 8 || header.slice(0, 7).toLowerCase() !== 'bearer ')
    return null;
  return header.slice(7).trim();
}

/** Cookies that identity knows. */
export type CookieKind = 'session' | 'known' | 'ceremony';

const NAMES: Readonly<Record<CookieKind, string>> = {
  session: SESSION_COOKIE,
  known: KNOWN_COOKIE,
  ceremony: CEREMONY_COOKIE,
};

/**
 * Value of a cookie in a `Cookie` header.
 * @param isSecure - whether it came by TLS: then only the one with the prefix counts, because any other may have been set by a host beside
 * ours, to have somebody work in a session that is not theirs
 */
export function readCookie(header: string | undefined, kind: CookieKind, isSecure: boolean): string | null {
  const name = isSecure ? `__Host-${NAMES[kind]}` : NAMES[kind];
  if (header === undefined || !header.includes(name)) return null;
  for (const pair of header.split(';')) {
    const mark = pair.indexOf('=');
    if (pair.slice(0, mark).trim() === name) return pair.slice(mark + 1).trim();
  }
  return null;
}

/** The `Set-Cookie` that hands out a value, or takes it back with an empty one. */
export function writeCookie(
  kind: CookieKind,
  value: string,
  maxAgeSeconds: number,
  isSecure: boolean,
): string {
  const name = isSecure ? `__Host-${NAMES[kind]}` : NAMES[kind];
  // A provider sends the browser back from another site: a strict cookie would stay behind.
  const site = kind === 'ceremony' ? 'Lax' : 'Strict';
  return `${name}=${value}; Path=/; Max-Age=${Math.round(maxAgeSeconds)}; HttpOnly; SameSite=${site}${isSecure ? '; Secure' : ''}`;
}
