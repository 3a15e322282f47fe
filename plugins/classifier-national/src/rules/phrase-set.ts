import { type ColumnView, foldText, tokenizeName } from '@datawave/plugin-sdk';

/** Phrases that a column's name may hold as whole tokens. */
export interface PhraseSet {
  /** The phrase that the column's name holds, as it is written here, or null. */
  in(column: ColumnView): string | null;
}

/** Compiles phrases, in any language, as the names of columns are split: folded, with and without abbreviations written out. */
export function phraseSet(phrases: readonly string[]): PhraseSet {
  const written = new Map<string, string>();
  for (const phrase of phrases) {
    written.set(foldText(phrase).replace(/[^\p{L}\d]+/gu, ''), phrase);
    written.set(tokenizeName(phrase).join(''), phrase);
  }
  return {
    in(column) {
      for (const { text } of column.phrases) {
        const phrase = written.get(text);
        if (phrase !== undefined) return phrase;
      }
      return null;
    },
  };
}
