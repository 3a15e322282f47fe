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
export const isOneOf =
  (words: ReadonlySet<string>) =>
  (value: string): boolean => {
    const folded = foldText(value);
    if (words.has(folded)) return true;
    if (!PUNCTUATION.test(folded)) return false;
    const bare = folded
      .replace(/[-_/]/g, ' ')
      .replace(/[,.()]/g, '')
      .replace(/\s{2,}/g, ' ')
      .trim();
    return words.has(bare);
  };

/** Whether a value holds one of the words as a whole word. */
export const holdsOneOf =
  (words: ReadonlySet<string>) =>
  (value: string): boolean =>
    foldText(value)
      .split(/[^\p{L}\d]+/u)
      .some((word) => words.has(word));
