import { type FrequencyList, foldText, readFrequencyList } from '@datawave/plugin-sdk';

/** Lookups of languages, folded. */
export interface LanguageList {
  /**
   * Null for what names no language, as `Spanish`, `español` and `English; French` do. Otherwise the natural log of how much
   * likelier the word is of a language than of something else: above 0 for `Hindi`, below for `Twi`.
   */
  weighLanguage(value: string): number | null;
  /** ISO 639-1, with a region perhaps: `de`, `pt-BR`. */
  isLanguageCode(value: string): boolean;
}

const CODES: ReadonlySet<string> = new Set(
  'aa ab af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu'.split(
    ' ',
  ),
);

/** Reads the list when it is first asked. */
export function createLanguageList(): LanguageList {
  let list: FrequencyList | null = null;
  const names = (): FrequencyList => {
    list ??= readFrequencyList(new URL('../data/languages.txt', import.meta.url));
    return list;
  };
  return {
    weighLanguage: (value) => weighFirst(names(), value),
    isLanguageCode: (value) => CODES.has(value.toLowerCase().split(/[-_]/, 1)[0] ?? ''),
  };
}

/** What the first language weighs that a value names: of "English, French" and of "Spanish (Mexico)", too. */
function weighFirst(names: FrequencyList, value: string): number | null {
  const folded = foldText(value);
  const whole = names.weigh(folded);
  if (whole !== null) return whole;
  const [first = '', ...more] = folded.split(/\s*[,;/(]\s*|\s+(?:and|&|und|et|y)\s+/);
  return more.length > 0 ? names.weigh(first) : null;
}
