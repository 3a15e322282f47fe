/** What a framed element may ask of the API. */
export interface RequestRules {
  /** Paths below `/api/v1` that are the plugin's own. */
  readonly resources: readonly string[];
  /** `METHOD /path` as the manifest names them under `needs.api`; `*` stands for one segment, `**` at the end for any that follow. */
  readonly api: readonly string[];
}

/** Segments that mean another path to somebody on the way. */
const TRICKS = /^\.{1,2}$|[\\\0]|%(?:2e|2f|5c|00|25)/i;

/** Segments of a path, or null where it might be read as another one. */
function segmentsOf(path: string): readonly string[] | null {
  const [pathname = ''] = path.split(/[?#]/, 1);
  if (!pathname.startsWith('/') || path.includes('#')) return null;
  const segments = pathname.slice(1).split('/');
  if (segments.some((segment) => segment === '' || TRICKS.test(segment))) return null;
  try {
    decodeURIComponent(pathname);
    // What the browser makes of it is what is sent.
    if (new URL(`http://h${path}`).pathname !== pathname) return null;
  } catch {
    return null;
  }
  return segments;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '**';
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (isOpen ? segments.length <= fixed.length : segments.length !== fixed.length) return false;
  return fixed.every((wanted, index) => wanted === '*' || wanted === segments[index]);
}

/** Whether a framed element may send a request: to what is its plugin's own, and to what its manifest has named. */
export function mayRequest(method: string, path: string, rules: RequestRules): boolean {
  const segments = segmentsOf(path);
  const [first] = segments ?? [];
  if (segments === null || first === undefined) return false;
  if (rules.resources.includes(first)) return true;
  return rules.api.some((rule) => {
    const [verb, pattern] = rule.split(' ');
    return verb === method && pattern !== undefined && fits(pattern.slice(1).split('/'), segments);
  });
}

/** Whether a path leads to a page of the shell: nothing that a browser would take for another site, a script or the API. */
export function isPagePath(path: string): boolean {
  if (!/^\/(?![/\\])/.test(path) || [...path].some((sign) => sign < ' ')) return false;
  return !/^\/(?:api|docs|openapi\.json|healthz|readyz|static|metrics)(?:\/|$|\?)/.test(path);
}
