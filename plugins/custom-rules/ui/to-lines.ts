/** Lines of a text without blanks around them; empty ones do not count. */
export const toLines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
