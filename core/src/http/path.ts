/** Everything that plugins serve is below this. */
export const API_PREFIX = '/api/v1';

const ROUTE_PATH = /^(?:\/(?::[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9._~-]+))+$/;

/** Whether a route may be declared with this path: literal segments and `:name`, the first one literal. */
export function isRoutePath(path: string): boolean {
  return ROUTE_PATH.test(path) && !path.startsWith('/:') && !/\/\.{1,2}(?:\/|$)/.test(path);
}

/** Letters, digits, `-`, `.`, `_` and `~` as escapes. */
const ESCAPED_UNRESERVED = /%(?:2[de]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5f|7e)/gi;

/**
 * The path as it is decided upon. Escapes of what needs none mean the same as what they stand for (RFC 3986, 6.2.2.2), so that they are
 * no other name for a route. Null for one with `.` or `..` as a segment: who resolves these on the way to us means another path.
 */
export function canonicalPath(path: string): string | null {
  const plain = path.includes('%')
    ? path.replace(ESCAPED_UNRESERVED, (escaped) => decodeURIComponent(escaped))
    : path;
  return plain.includes('/.') && /\/\.{1,2}(?:\/|$)/.test(plain) ? null : plain;
}

/** First segment of a path below the prefix: `scans` of `/scans/7`. */
export function resourceOf(path: string): string {
  const end = path.indexOf('/', 1);
  return end === -1 ? path.slice(1) : path.slice(1, end);
}

/** Two routes with the same shape would answer the same paths: parameters lose their names. */
export function shapeOf(path: string): string {
  return path.replace(/:[A-Za-z][A-Za-z0-9]*/g, ':');
}

/** Orders routes so that a literal segment is tried before a parameter: `/scans/summary` before `/scans/:id`. */
export function compareSpecificity(left: string, right: string): number {
  const a = left.split('/');
  const b = right.split('/');
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const byKind = Number(a[index]?.startsWith(':') ?? false) - Number(b[index]?.startsWith(':') ?? false);
    if (byKind !== 0) return byKind;
  }
  return a.length - b.length;
}

/** Decodes a segment; null when its escapes are broken. */
export function decodeSegment(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
