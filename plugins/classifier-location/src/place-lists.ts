import { foldText, readWordList } from '@datawave/plugin-sdk';

/** Lookups in the shipped lists, folded and trimmed. */
export interface PlaceLists {
  isCity(value: string): boolean;
  isCountry(value: string): boolean;
  /** ISO 3166-1 alpha-2, capitals. */
  isCountryCode(value: string): boolean;
}

/** Reads each list when it is first asked. */
export function createPlaceLists(): PlaceLists {
  const list = (name: string): (() => ReadonlySet<string>) => {
    let words: ReadonlySet<string> | null = null;
    return () => {
      words ??= readWordList(new URL(`../data/${name}.txt`, import.meta.url));
      return words;
    };
  };
  const cities = list('cities');
  const countries = list('countries');
  const codes = list('country-codes');
  return {
    isCity(value) {
      const folded = foldText(value);
      if (cities().has(folded)) return true;
      // "Austin, TX" and "Frankfurt (Main)" are cities, too.
      const head = folded.split(/[,(/]/, 1)[0]?.trim() ?? '';
      return head !== folded && cities().has(head);
    },
    isCountry: (value) => countries().has(foldText(value)),
    isCountryCode: (value) => codes().has(value.toLowerCase()),
  };
}
