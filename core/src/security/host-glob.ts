/**
 * Whether a host name fits a glob: `*` is any run of characters, `?` any one but a dot. Followed with one place to go back to: as a
 * regular expression, many stars would take forever on a long name that does not fit.
 */
export function fitsHostGlob(glob: string, host: string): boolean {
  let at = 0;
  let of = 0;
  /** After the last star, and up to where it reaches so far. */
  let star: { readonly next: number; readonly until: number } | null = null;
  while (at < host.length) {
    const wanted = glob[of];
    if (wanted === '*') {
      of += 1;
      star = { next: of, until: at };
    } else if (wanted === host[at] || (wanted === '?' && host[at] !== '.')) {
      of += 1;
      at += 1;
    } else if (star !== null) {
      star = { next: star.next, until: star.until + 1 };
      of = star.next;
      at = star.until;
    } else return false;
  }
  while (glob[of] === '*') of += 1;
  return of === glob.length;
}
