/**
 * Phrases for {@link NameRule.phrases} as text: separated by commas or line breaks.
 *
 * @example
 * ```ts
 * names: [{ phrases: phraseList('date of birth, Geburtsdatum, date de naissance, 生年月日'), weight: 5 }]
 * ```
 * @public
 */
export const phraseList = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(/[,\n]/)
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== ''),
  ),
];
