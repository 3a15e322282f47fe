/** A path on this site, and nothing that a browser takes for another. */
export function localPath(wanted: string): string {
  const base = 'http://local.invalid';
  if (!wanted.startsWith('/') || /[\\\p{C}]/u.test(wanted)) return '/';
  const url = URL.canParse(wanted, base) ? new URL(wanted, base) : null;
  // Dots go when it is read, and what is left may begin with two slashes, which is another host.
  if (url?.origin !== base || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
