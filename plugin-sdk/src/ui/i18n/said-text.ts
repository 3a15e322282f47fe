import { ofOne } from '../../governance/classifying/say-matches.ts';
import { perLanguage, translatedIn, translationOf } from './language.ts';
import { SentenceForm } from './sentence-form.ts';
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

interface Said {
  /** With places for what differs, those first that say most themselves. */
  readonly forms: readonly SentenceForm[];
  /** What is said of one value, to what is said of several. */
  readonly several: ReadonlyMap<string, string>;
}

const known = perLanguage((): Said => {
  const all = translatedIn(CONTEXT);
  return {
    forms: all
      .filter(([text]) => PLACE.test(text))
      .sort(([one], [other]) => ownLetters(other) - ownLetters(one))
      .map(([text, translation]) => new SentenceForm(text, translation)),
    several: new Map(all.map(([text]) => [ofOne(text), text])),
  };
});

const ownLetters = (text: string): number => text.replaceAll(/\{\w+\}/g, '').length;

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
  for (const form of forms) {
    const groups = form.match(sentence);
    if (groups === null) continue;
    const values = Object.entries(groups).map(
      ([name, value]) => [name, placeValue(name, value, depth)] as const,
    );
    return t(form.text, Object.fromEntries(values), CONTEXT);
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
