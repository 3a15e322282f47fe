import { ofOne } from '../../governance/classifying/say-matches.ts';
import { perLanguage, translatedIn, translationOf } from './language.ts';
import { messageKey, t } from './translate.ts';

/** Under it catalogs hold what the server says. */
const CONTEXT = 'said';
/** What is longer is no sentence of ours, and is not searched. */
const LONGEST = 2_000;
/** Sentences within sentences. */
const DEEPEST = 4;

const PLACE = /\{(\w+)\}/;
const GROUPED = /^\d{1,3}(?:,\d{3})+$/;
const ARTICLE = /^(?:an?|the) (?=\S)/;

/** A form that sentences are written by. */
interface Form {
  readonly text: string;
  readonly expression: RegExp;
}

interface Said {
  /** With places for what differs, those first that say most themselves. */
  readonly forms: readonly Form[];
  /** What is said of one value, to what is said of several. */
  readonly several: ReadonlyMap<string, string>;
}

const known = perLanguage((): Said => {
  const all = translatedIn(CONTEXT);
  return {
    forms: all
      .filter(([text]) => PLACE.test(text))
      .sort(([one], [other]) => ownLetters(other) - ownLetters(one))
      .map(([text, translation]) => ({ text, expression: expressionOf(text, translation) })),
    several: new Map(all.map(([text]) => [ofOne(text), text])),
  };
});

const ownLetters = (text: string): number => text.replaceAll(/\{\w+\}/g, '').length;

/** `{n} of {total} were done` matches what was written by it. What the translation counts by is a number. */
function expressionOf(text: string, translation: string): RegExp {
  const source = text
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = PLACE.exec(part)?.[1];
      if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const isCounted = new RegExp(`\\{${name}, ?(?:plural|number)`).test(translation);
      return `(?<${name}>${isCounted ? '\\d[\\d,]*' : '.+?'})`;
    })
    .join('');
  return new RegExp(`^${source}$`, 's');
}

/**
 * What the server said, in the chosen language: evidence, reasons, events of a log. It says and stores English; the sentence, or the
 * form that it was written by, is looked up in the catalogs under `said|`:
 *
 * ```json
 * "said|no value stands twice": "kein Wert kommt doppelt vor",
 * "said|the name ends in \"{word}\"": "der Name endet auf „{word}“",
 * "said|{matched} of {total} distinct values {claimSaid}": "{matched} von {total} verschiedenen Werten: {claimSaid}"
 * ```
 * A place whose name ends in `Said` holds a sentence, or the title of something, that is looked up in turn; what a translation counts
 * by (`{n, plural, …}`) must be a number. What no form fits stands as it is: people wrote it, or it was written long ago.
 * @public
 */
export const saidText = (sentence: string): string => attempted(sentence, DEEPEST) ?? sentence;

function attempted(sentence: string, depth: number): string | null {
  if (sentence.length > LONGEST) return null;
  const exact = translationOf(messageKey(sentence, CONTEXT));
  if (exact !== undefined) return t(exact);
  const { forms, several } = known();
  const plural = several.get(sentence);
  if (plural !== undefined) return t(plural, {}, CONTEXT);
  for (const { text, expression } of forms) {
    const groups = expression.exec(sentence)?.groups;
    if (groups === undefined) continue;
    const values = Object.entries(groups).map(
      ([name, value]) => [name, placeValue(name, value, depth)] as const,
    );
    return t(text, Object.fromEntries(values), CONTEXT);
  }
  return null;
}

function placeValue(name: string, value: string, depth: number): string | number {
  if (name.endsWith('Said')) return depth === 0 ? value : (attempted(value, depth - 1) ?? titleText(value));
  // A number is written as the language does; a year, an hour or a name keeps its digits.
  return GROUPED.test(value) ? Number(value.replaceAll(',', '')) : value;
}

/** `an e-mail address`: what catalogs hold as the title `E-mail address`. */
function titleText(text: string): string {
  const bare = text.replace(ARTICLE, '');
  const title = bare.charAt(0).toUpperCase() + bare.slice(1);
  return translationOf(text) ?? translationOf(bare) ?? translationOf(title) ?? text;
}
