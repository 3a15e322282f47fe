/**
 * A text of a source or of the platform as it may go to a terminal: control and direction characters are shown as `\u001b`
 * instead of being obeyed, and halves of surrogate pairs are replaced.
 *
 * @example
 * ```ts
 * printable('\u001b[2Jhr.staff'); // '\\u001b[2Jhr.staff'
 * ```
 * @public
 */
export function printable(text: string): string {
  return text
    .toWellFormed()
    .replace(
      /[\p{Cc}\p{Bidi_Control}\u200b-\u200d\u2028\u2029\ufeff]/gu,
      (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
    );
}
