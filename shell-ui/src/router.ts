/** A path pattern that fitted, with the values of its `:name` segments. */
export interface Match<T> {
  readonly page: T;
  readonly params: Readonly<Record<string, string>>;
}

const decode = (segment: string): string | null => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
};

function fit(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? '';
    if (segment.startsWith(':')) {
      const decoded = decode(value);
      if (decoded === null || decoded === '') return null;
      params[segment.slice(1)] = decoded;
    } else if (segment !== value) return null;
  }
  return params;
}

const parameters = (pattern: string): number => pattern.split('/:').length - 1;

/** The page for a path: the pattern with the fewest parameters that fits, so that `/sources/new` beats `/sources/:id`. */
export function matchPage<T extends { readonly path: string }>(
  pages: readonly T[],
  path: string,
): Match<T> | null {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  let best: Match<T> | null = null;
  for (const page of pages) {
    const params = fit(page.path, clean);
    if (params !== null && (best === null || parameters(page.path) < parameters(best.page.path)))
      best = { page, params };
  }
  return best;
}
