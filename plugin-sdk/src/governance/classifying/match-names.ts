import { DESCRIBING_PREFIXES, DESCRIBING_SUFFIXES, NEUTRAL_SUFFIXES } from './lexicon.ts';
import type { InfoTypeRule, NameRule, RuleEvidence } from './rules.ts';
import { foldText, tokenizeName } from './tokens.ts';
import type { ColumnView, TableView } from './views.ts';

interface Entry {
  readonly rule: NameRule;
  readonly phrase: string;
}

/** Looks rules up by the phrases of a column's name. */
export interface NameMatcher {
  /** Phrases without which nothing is found. */
  readonly phrases: readonly string[];
  match(column: ColumnView, table: TableView): RuleEvidence | null;
}

/** Both forms of a phrase: as it is written, and as the name of a column that says it is tokenised. */
type PhraseKeys = readonly [written: string, tokenised: string];

const keysOf = (phrase: string): PhraseKeys => [
  foldText(phrase).replace(/[^\p{L}\d]+/gu, ''),
  tokenizeName(phrase).join(''),
];

/** Thousands of phrases are made of a few hundred words: each word is looked at once. */
function createKeysOf(): (phrase: string) => ReadonlySet<string> {
  const words = new Map<string, PhraseKeys>();
  const ofWord = (word: string): PhraseKeys => {
    const keys = words.get(word) ?? keysOf(word);
    words.set(word, keys);
    return keys;
  };
  return (phrase) => {
    // Of the words "e mail" one is made.
    if (phrase.includes('mail')) return new Set(keysOf(phrase));
    const parts = phrase.split(' ').map(ofWord);
    return new Set([parts.map(([written]) => written).join(''), parts.map(([, tokens]) => tokens).join('')]);
  };
}

/** A word as it is written, and as it is written out. */
const tokensOf = (word: string): readonly string[] => {
  const tokens = tokenizeName(word);
  return tokens.length === 1 ? [word, ...tokens] : [word];
};

/** Compiles the name rules of one info type. */
export function createNameMatcher(rule: InfoTypeRule): NameMatcher {
  const entries = new Map<string, Entry[]>();
  const keysOfPhrase = createKeysOf();
  for (const name of rule.names ?? []) {
    for (const phrase of name.phrases) {
      for (const key of keysOfPhrase(phrase)) {
        // Phrases of several languages are often one once their words are written out.
        const present = entries.get(key);
        if (present === undefined) entries.set(key, [{ rule: name, phrase }]);
        else if (present.at(-1)?.rule !== name) present.push({ rule: name, phrase });
      }
    }
  }
  const neutral = new Set((rule.neutral ?? []).flatMap(tokensOf));
  const unlike = new Set((rule.unlike ?? []).flatMap(tokensOf));
  const match = (column: ColumnView, table: TableView): RuleEvidence | null => {
    let best: RuleEvidence | null = null;
    let bestLength = 0;
    for (const phrase of column.phrases) {
      const found = entries.get(phrase.text);
      if (found === undefined) continue;
      for (const entry of found) {
        if (entry.rule.kinds !== undefined && !entry.rule.kinds.includes(column.schema.kind)) continue;
        if (entry.rule.subjects !== undefined && !entry.rule.subjects.includes(table.subject)) continue;
        const evidence = judge(entry, column, phrase.start, phrase.end, neutral, unlike);
        const length = phrase.end - phrase.start;
        // A longer phrase explains more of the name: "zip code" says more than "zip" before a word that describes.
        if (
          best === null ||
          evidence.weight > best.weight ||
          (evidence.weight === best.weight && length > bestLength)
        ) {
          best = evidence;
          bestLength = length;
        }
      }
    }
    return best;
  };
  return { phrases: entries.keys().toArray(), match };
}

function judge(
  entry: Entry,
  { schema: { name }, tokens }: ColumnView,
  start: number,
  end: number,
  neutral: ReadonlySet<string>,
  unlike: ReadonlySet<string>,
): RuleEvidence {
  const before = tokens.slice(0, start);
  const after = tokens.slice(end);
  const said = quoteFrom(name, entry.phrase, tokens.slice(start, end));
  const contrary = [...before, ...after].find((token) => unlike.has(token));
  if (contrary !== undefined) return against(said.words, quoteFrom(name, contrary, [contrary]));
  const describing =
    after.find(
      (token) => !neutral.has(token) && !NEUTRAL_SUFFIXES.has(token) && DESCRIBING_SUFFIXES.has(token),
    ) ??
    before.find(
      (token, index) => DESCRIBING_PREFIXES.has(token) || (token === 'number' && before[index + 1] === 'of'),
    );
  if (describing !== undefined) return against(said.words, quoteFrom(name, describing, [describing]));
  const foreign = after.filter((token) => !neutral.has(token) && !NEUTRAL_SUFFIXES.has(token)).length;
  const qualifiers = before.filter((token) => !NEUTRAL_SUFFIXES.has(token)).length;
  if (entry.rule.whole === true && foreign + qualifiers > 0)
    return { signal: 'name', weight: 0, detail: `the name ${said.verb} "${said.words}" among other words` };
  // Words that follow shift the meaning more than words that qualify.
  const weight = entry.rule.weight * 0.6 ** foreign * 0.93 ** qualifiers;
  return { signal: 'name', weight, detail: `the name ${said.verb} "${said.words}"` };
}

/** Words that a name says, or means by its own. */
interface Quote {
  readonly verb: 'says' | 'means';
  readonly words: string;
}

const lettersOf = (text: string): string => foldText(text).replace(/[^\p{L}\d]+/gu, '');

/** Whoever reads that a name says something looks for it there: what an abbreviation or another language says, it means. */
const quoteFrom = (name: string, phrase: string, tokens: readonly string[]): Quote => {
  const letters = lettersOf(name);
  const meant = tokens.join(' ');
  // Of phrases that mean the same, one in another language may have come first.
  const said = [phrase, meant].find((words) => letters.includes(lettersOf(words)));
  return said === undefined ? { verb: 'means', words: meant } : { verb: 'says', words: said };
};

const against = (about: string, { verb, words }: Quote): RuleEvidence => ({
  signal: 'negative',
  weight: -6,
  detail:
    verb === 'says'
      ? `"${words}" in the name says that the column tells something about "${about}" rather than holding it`
      : `the name means "${words}", so that the column tells something about "${about}" rather than holding it`,
});
