/** Tokens of a stretch of text, columnar: token t is `text.slice(starts[t], ends[t])`. */
export interface Tokens {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Whether a line break stands between the token and the one before. */
  readonly afterBreak: readonly boolean[];
}

// Words keep inner apostrophes and hyphens ("O'Brien", "Kędzierzyn-Koźle") but not a possessive; all else stands alone.
const TOKEN =
  /[\p{L}\p{M}]+(?:(?:['’](?!s(?![\p{L}\p{M}]))|-)[\p{L}\p{M}]+)*\d*|\d+[\p{L}\p{M}]{0,3}(?![\p{L}\p{M}])|\d+|['’]s(?![\p{L}\p{M}])|[^\s\p{L}\p{M}\d]/gu;

/** Cuts a stretch of a text into tokens; offsets are those of the whole text. */
export function tokenize(text: string, from = 0, to = text.length): Tokens {
  const starts: number[] = [];
  const ends: number[] = [];
  const afterBreak: boolean[] = [];
  const stretch = text.slice(from, to);
  let before = 0;
  for (const match of stretch.matchAll(TOKEN)) {
    const gap = stretch.slice(before, match.index);
    starts.push(from + match.index);
    before = match.index + match[0].length;
    ends.push(from + before);
    afterBreak.push(gap.includes('\n') || gap.includes('\r'));
  }
  return { text, starts, ends, afterBreak };
}

/** The token's text. */
export const tokenText = (tokens: Tokens, index: number): string =>
  tokens.text.slice(tokens.starts[index], tokens.ends[index]);
