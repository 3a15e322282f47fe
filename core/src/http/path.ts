/** Everything that plugins serve is below this. */
export const API_PREFIX = '/api/v1';

const ROUTE_PATH = /^(?:\/(?::[A-Za-z][A-Za-z0-9]*|[A-Za-z0-9._~-]+))+$/;

/** Whether a route may be declared with this path: literal segments and `:name`, the first one literal. */
export function isRoutePath(path: string): boolean {
  return ROUTE_PATH.test(path) && !path.startsWith('/:') && !/\/\.{1,2}(?:\/|$)/.test(path);
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
