import { foldText } from '@datawave/plugin-sdk';

/** Characters of which words consist: a value with a digit is none, and need not be looked up. */
export const WORD_CHARACTERS = "letter unicode space - _ . , ( ) / ' +";

/** Words of a rule, separated by commas, folded as they are compared. */
export const wordSet = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  );

/** Whether a value is one of the words, hyphens and underscores aside. */
export const isOneOf =
  (words: ReadonlySet<string>) =>
  (value: string): boolean =>
    words.has(foldText(value).replaceAll('-', ' ').replaceAll('_', ' '));

/** Whether a value holds one of the words as a whole word. */
export const holdsOneOf =
  (words: ReadonlySet<string>) =>
  (value: string): boolean =>
    foldText(value)
      .split(/[^\p{L}]+/u)
      .some((word) => words.has(word));
