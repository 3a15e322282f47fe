/** A strong entity tag from a version. */
export function etagOf(version: string | number): string {
  // Characters outside RFC 9110's etagc would end or break the tag.
  return typeof version === 'number'
    ? `"${version}"`
    : `"${version.toWellFormed().replace(/[^\x21\x23-\x7e]/gu, (character) => encodeURIComponent(character))}"`;
}

/** Whether a list such as `"1", W/"2"` or `*` names the tag. `weak` ignores the `W/` prefix, as If-None-Match does. */
export function namesEtag(header: string, etag: string, weak: boolean): boolean {
  if (header === etag) return true;
  if (header.trim() === '*') return true;
  for (const match of header.matchAll(/(W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g)) {
    if (match[2] === etag && (weak || match[1] === undefined)) return true;
  }
  return false;
}
