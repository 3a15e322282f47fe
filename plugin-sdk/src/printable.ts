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
  return text.toWellFormed().replace(/[\p{Cc}\p{Cf}\u115f\u1160\u2028\u2029\u3164\uffa0]/gu, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return code.length > 4 ? `\\u{${code}}` : `\\u${code}`;
  });
}
