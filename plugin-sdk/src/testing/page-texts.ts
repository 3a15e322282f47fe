/** A call of `t`, `msg` or `rich` whose first argument is a text as it stands; nothing that is put together can be translated. */
const CALL = /\b(?:t|msg|rich)\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;

/** The texts that a source looks up, without those that have a context. */
export function textsOf(source: string): readonly string[] {
  return Array.from(source.matchAll(CALL), ([, single, double]) => unescaped(single ?? double ?? ''));
}

const unescaped = (text: string): string =>
  text.replace(/\\(u\{[0-9a-f]+\}|u[0-9a-f]{4}|.)/gi, (_, what: string) => {
    if (what.length > 1) return String.fromCodePoint(Number.parseInt(what.replace(/[u{}]/g, ''), 16));
    return what === 'n' ? '\n' : what;
  });

/** Names of the places in a text in ICU MessageFormat, each once and sorted. */
export const placesOf = (text: string): readonly string[] =>
  [...new Set(Array.from(text.matchAll(/\{\s*([A-Za-z]\w*)\s*[,}]/g), ([, name = '']) => name))].sort();
