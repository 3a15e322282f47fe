/**
 * The first characters of texts, as bits of which characters 32 apart share one. Rules ask for hundreds of phrases, and nearly
 * all begin with another character than any that is there: no text need be made of them and looked up.
 */
export function initialsOf(texts: Iterable<string>): number {
  // The bit of a blank, which texts have none of: a phrase that begins with one is looked up.
  let initials = 1;
  for (const text of texts) initials |= 1 << (text.charCodeAt(0) & 31);
  return initials;
}

/** Whether one of the texts may begin as the phrase does. */
export const mayBegin = (initials: number, phrase: string): boolean =>
  ((initials >>> (phrase.charCodeAt(0) & 31)) & 1) === 1;

/** A phrase as it is looked up. */
export const withoutBlanks = (phrase: string): string =>
  phrase.includes(' ') ? phrase.replaceAll(' ', '') : phrase;
