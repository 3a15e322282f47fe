import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Languages of which names are read. */
export const LOCALES: readonly string[] =
  'en de fr es it pt nl pl sv da no fi cs tr id ru zh zh-Hant ja ko hu ro hr uk el ar he hi vi fa th bg sr sk sl et lv lt ms'.split(
    ' ',
  );

interface Territory {
  readonly _population: string;
  readonly languagePopulation?: Readonly<Record<string, { readonly _populationPercent: string }>>;
}

/** By ISO code; of cldr-core. */
export type Territories = Readonly<Record<string, Territory>>;

export const readTerritories = (folder: string): Territories =>
  readJson(join(folder, 'node_modules', 'cldr-core', 'supplemental', 'territoryInfo.json')).supplemental
    .territoryInfo;

/** A file of a locale, of cldr-dates-full or cldr-localenames-full. */
export const readCldr = (folder: string, kind: string, locale: string, file: string) =>
  readJson(join(folder, 'node_modules', `cldr-${kind}-full`, 'main', locale, `${file}.json`)).main[locale];

/** How many people speak a language, and a few more, so that no language has none. */
export const speakersOf = (language: string, territories: Territories): number =>
  Object.values(territories).reduce((sum, { _population, languagePopulation }) => {
    const percent = languagePopulation?.[language]?._populationPercent ?? '0';
    return sum + (Number(_population) * Number(percent)) / 100;
  }, 1000);

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
