/** A text of a source as it may go to a terminal: control and direction characters shown, not obeyed. */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(
      /[\p{Cc}\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
}

/** A target as it may be printed when no connector has said how: without the password of a URL. */
export function withoutPassword(target: string): string {
  return target
    .replace(/^([a-z][a-z0-9+.-]*:\/\/[^/?#:@]*):[^/]*@/i, '$1@')
    .replace(/([?&](?:password|passwd|pwd|secret|token|key)=)[^&#]*/gi, '$1***');
}
