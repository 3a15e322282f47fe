/** A target as it may be printed when no connector has said how: without the password of a URL. */
export function withoutPassword(target: string): string {
  return target
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#:@]*):[^/]*@/i, '$1@')
    .replace(/([?&](?:password|passwd|pwd|secret|token|key)=)[^&#]*/gi, '$1***');
}
