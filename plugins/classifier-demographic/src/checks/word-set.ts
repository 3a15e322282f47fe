import { foldText } from '@datawave/plugin-sdk';

/** Characters of which words consist: a value with a digit is none, and need not be looked up. */
export const WORD_CHARACTERS = "letter unicode space - _ . , ( ) / ' +";

const PUNCTUATION = /[-_/,.()]|\s\s/;

/** Words of a rule, separated by commas, folded as they are compared. */
export const wordSet = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(',')
      .map((word) => foldText(word.trim()))
      .filter((word) => word !== ''),
  );

/** Whether a value is one of the words; hyphens, underscores and slashes aside. */
export function isOneOf(words: ReadonlySet<string>): (value: string) => boolean {
  const beginnings = new Set([...words].map((word) => word.charAt(0)));
  return (value) => {
    const folded = foldText(value);
    if (words.has(folded)) return true;
    // Dates, numbers and addresses of machines have such signs as well. They begin as no word does, and are spared the rest.
    const first = folded.charAt(folded.search(BEGINNING));
    if (!beginnings.has(first) || !PUNCTUATION.test(folded)) return false;
    const bare = folded
      .replace(/[-_/]/g, ' ')
      .replace(/[,.()]/g, '')
      .replace(/\s{2,}/g, ' ')
      .trim();
    return words.has(bare);
  };
}

/** Where a value begins once the signs are taken off it. */
const BEGINNING = /[^-_/,.()\s]/;

/** Whether a value holds one of the words as a whole word. */
export function holdsOneOf(words: ReadonlySet<string>): (value: string) => boolean {
  const longest = Math.max(...[...words].map(({ length }) => length));
  return (value) => {
    const folded = foldText(value);
    // Nearly all values are in ASCII and hold none of the words: walking through them makes no list of parts to find that out.
    let start = -1;
    for (let at = 0; at <= folded.length; at++) {
      const code = at < folded.length ? folded.charCodeAt(at) : BLANK;
      if (code > 127) return folded.split(/[^\p{L}\d]+/u).some((word) => words.has(word));
      const isPart = (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
      if (isPart && start < 0) start = at;
      if (isPart || start < 0) continue;
      if (at - start <= longest && words.has(folded.slice(start, at))) return true;
      start = -1;
    }
    return false;
  };
}

const BLANK = 32;
