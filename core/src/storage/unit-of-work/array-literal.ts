/**
 * An array as PostgreSQL reads it from text. Every element is quoted: unquoted, a blank one is refused, white space
 * around one is cut off and the word `null` becomes a NULL; a backslash takes the next character as it is, so it must
 * stand before quotes and backslashes alone.
 */
export const arrayLiteral = (values: readonly string[]): string =>
  `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
