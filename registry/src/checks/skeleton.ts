/**
 * Letters that look like ones of ASCII, by what they look like: of the confusables of Unicode (UTS 39) those of Cyrillic, Greek, Armenian and
 * Latin extensions that occur in names. Digits and pairs of letters that fonts draw alike come after.
 */
const LOOK_ALIKE: Readonly<Record<string, string>> = {
  ...{ а: 'a', ɑ: 'a', α: 'a', ь: 'b', с: 'c', ϲ: 'c', ԁ: 'd', ժ: 'd', е: 'e', ҽ: 'e', є: 'e' },
  ...{ ſ: 'f', ɡ: 'g', ց: 'g', һ: 'h', հ: 'h', і: 'i', ı: 'i', ι: 'i', ɩ: 'i', ј: 'j', ϳ: 'j' },
  ...{ к: 'k', κ: 'k', ӏ: 'l', ǀ: 'l', м: 'm', п: 'n', ո: 'n', о: 'o', ο: 'o', օ: 'o', σ: 'o', ø: 'o' },
  ...{ р: 'p', ρ: 'p', ԛ: 'q', ք: 'q', г: 'r', ѕ: 's', т: 't', τ: 't', υ: 'u', ս: 'u', ν: 'v', ѵ: 'v' },
  ...{ ԝ: 'w', ш: 'w', ω: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y', ʏ: 'y', в: 'b', н: 'h' },
};

/**
 * A name as the eye takes it: what has the same skeleton can be taken for each other. Case, accents, separators and doubled
 * separators do not count, `0` is `o`, `1`, `i` and `|` are `l`, `5` is `s`, `rn` is `m`, `vv` is `w`.
 */
export function skeletonOf(name: string): string {
  const folded = name.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  let plain = '';
  for (const character of folded) plain += LOOK_ALIKE[character] ?? character;
  return plain
    .replace(/[\s@/._-]+/gu, '')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replace(/[1i|!]/g, 'l')
    .replaceAll('0', 'o')
    .replaceAll('5', 's');
}

/** Scripts of a text beside the one that it mostly is: a word of two scripts is meant to look like another. */
export function mixesScripts(text: string): boolean {
  return (text.match(/[\p{L}]+/gu) ?? []).some(
    (word) =>
      /\p{Script=Latin}/u.test(word) &&
      /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(word),
  );
}
