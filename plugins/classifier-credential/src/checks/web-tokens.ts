const COMPACT = /^(?:[Bb]earer )?(ey[\w-]{10,})\.([\w-]{2,})\.([\w-]*)(?:\.[\w-]+\.[\w-]*)?$/;

/**
 * RFC 7515 and 7516: three Base64url parts (five when encrypted), of which the first is a JSON object that names an
 * algorithm and, in a signed token, the second a JSON object with the claims.
 */
export function isJwt(value: string): boolean {
  const first = value.charCodeAt(0) | 32;
  // "ey" is how a JSON object begins in Base64; "bearer" may stand before it.
  if ((first !== 101 && first !== 98) || !value.includes('.')) return false;
  const match = COMPACT.exec(value);
  if (match === null) return false;
  const header = decodeObject(match[1] ?? '');
  if (header === null || typeof header['alg'] !== 'string') return false;
  if (typeof header['enc'] === 'string') return true;
  return Buffer.from((match[2] ?? '').slice(0, 8), 'base64url')
    .toString('latin1')
    .trimStart()
    .startsWith('{');
}

function decodeObject(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    // No JSON, no token.
    return null;
  }
}
