/** Texts in one language: what is written in the code, in English, to its translation. @public */
export type MessageCatalog = Readonly<Record<string, string>>;

/** Languages written from right to left, by the part of their tag before the first hyphen. */
const RIGHT_TO_LEFT = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ps', 'sd', 'ug', 'ur', 'yi']);

let chosen: string | null = null;
let messages: ReadonlyMap<string, string> = new Map();
let generation = 0;

/** The language that is shown, as a BCP 47 tag: `en`, `de`. @public */
export const language = (): string => chosen ?? 'en';

/** In which direction the chosen language, or another one, is written. @public */
export const direction = (tag: string = language()): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.has(tag.split('-')[0] ?? '') ? 'rtl' : 'ltr';

/**
 * Shows another language from now on: for the shell before anything is drawn, and for tests. Elements that are drawn already keep
 * their words until they are drawn again.
 * @throws Error when the tag is none that `Intl` understands
 * @public
 */
export function useLanguage(tag: string, catalog: MessageCatalog = {}): void {
  Intl.getCanonicalLocales(tag);
  chosen = tag;
  messages = new Map(Object.entries(catalog));
  generation += 1;
}

/** The translation of a key; undefined when there is none. */
export const translationOf = (key: string): string | undefined => {
  const text = messages.get(key);
  return text === '' ? undefined : text;
};

/** Every text that is translated in a context, without it, with its translation. */
export const translatedIn = (context: string): readonly (readonly [text: string, translation: string])[] =>
  [...messages].flatMap(([key, translation]) =>
    key.startsWith(`${context}|`) && translation !== ''
      ? [[key.slice(context.length + 1), translation] as const]
      : [],
  );

/** Remembers for as long as a language is shown what is costly to make. */
export function perLanguage<Value>(make: (key: string) => Value): (key?: string) => Value {
  let madeIn = -1;
  const made = new Map<string, Value>();
  return (key = '') => {
    if (madeIn !== generation) {
      made.clear();
      madeIn = generation;
    }
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}
