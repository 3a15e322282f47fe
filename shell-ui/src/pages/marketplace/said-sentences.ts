import { saidText, t } from '@datawave/plugin-sdk/ui';

/** Where one sentence ends and the next begins. */
const BETWEEN = /(?<=[.!?:]) (?=[\p{Lu}"“])/u;

/**
 * What the server said in several sentences, such as why something failed and how to mend it, in the chosen language: each is looked up
 * by itself, and where it is none that is known together with those that follow. What is not found stands as it is.
 */
export function saidSentences(text: string): string {
  const parts = text.split(BETWEEN);
  for (let n = 1; n <= parts.length; n += 1) {
    const said = inWords(parts.slice(0, n).join(' '));
    if (said !== null) return withRest(said, parts.slice(n));
  }
  const [first = '', ...rest] = parts;
  return withRest(first, rest);
}

const withRest = (said: string, rest: readonly string[]): string =>
  rest.length === 0 ? said : `${said} ${saidSentences(rest.join(' '))}`;

/** Null where it is the same: in English, or where nobody has translated it. */
function inWords(text: string): string | null {
  const said = saidText(t(text));
  return said === text ? null : said;
}
