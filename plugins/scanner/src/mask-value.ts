/** Longest part of a value that is looked at. */
const LOOKED_AT = 200;
const LONGEST_MASK = 60;
/** A digit at least, and nothing but digits and what stays as it is. */
const NUMERIC = /^[ .,;:/()_+#&'"-]*\d[\d .,;:/()_+#&'"-]*$/;
/** Scripts of which one character is a syllable or a word, often a whole family name. */
const SYLLABIC =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}]/u;

/** A value made unreadable: the first letter of each longer word stays, digits never do: `j***@e***.com`. */
export function maskValue(value: string): string {
  const text = value.slice(0, LOOKED_AT).toWellFormed();
  // Numbers, dates and the like, which are most of what is masked.
  if (NUMERIC.test(text)) return cut(text.replaceAll(/\d+/g, '***'));
  const email = /^([^\s@])[^\s@]*@([^\s@.])[^\s@]*\.([a-z]{2,8})$/i.exec(text);
  if (email !== null) return `${email[1]}***@${email[2]}***.${email[3]}`;
  // Without a word there is nothing to hide but the value itself.
  if (!/[\p{L}\p{M}\p{N}]/u.test(text)) return '***';
  const masked = text
    .replace(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
      word.length >= 4 && /^\p{L}/u.test(word) && !SYLLABIC.test(word)
        ? `${String.fromCodePoint(word.codePointAt(0) ?? 42)}***`
        : '***',
    )
    // Whatever is neither word nor ordinary punctuation could itself be the value.
    .replace(/[^\p{L}*\s.,;:@/()_+#&'"-]+/gu, '*')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  return cut(masked);
}

const cut = (masked: string): string =>
  masked.length > LONGEST_MASK ? `${masked.slice(0, LONGEST_MASK)}…` : masked;
