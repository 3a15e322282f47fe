import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Chance } from './random.ts';

/** What the training uses of @faker-js/faker; it is installed for the training only. */
export interface LocaleGenerator {
  readonly person: {
    firstName(): string;
    lastName(): string;
    prefix(): string;
    jobTitle(): string;
  };
  readonly location: {
    street(): string;
    buildingNumber(): string;
    secondaryAddress(): string;
    city(): string;
    state(options?: { readonly abbreviated: boolean }): string;
    zipCode(): string;
    country(): string;
  };
  readonly phone: { number(): string };
  readonly company: { name(): string };
  readonly internet: { email(): string; url(): string };
  readonly finance: { creditCardNumber(): string; iban(): string };
  seed(seed: number): void;
}

interface FakerModule {
  readonly Faker: new (options: { readonly locale: readonly unknown[] }) => LocaleGenerator;
  readonly allLocales: Readonly<Record<string, unknown>>;
}

// Locales written in Latin letters; English ones stand more than once, as their weight.
const LOCALES =
  'en en en_US en_US en_GB en_GB en_AU en_CA en_IE en_IN en_ZA de de de_AT de_CH fr fr fr_CH fr_BE fr_CA es es es_MX it it nl nl_BE pt_BR pt_PT pl cs_CZ sk hu hr ro sv da nb_NO fi tr lv id_ID af_ZA cy vi'.split(
    ' ',
  );

/** One generator for each locale, seeded. */
export function createGenerators(packages: string, chance: Chance): readonly LocaleGenerator[] {
  const require = createRequire(join(packages, 'package.json'));
  const { Faker, allLocales } = require('@faker-js/faker') as FakerModule;
  return LOCALES.filter((name) => allLocales[name] !== undefined).map((name) => {
    const generator = new Faker({ locale: [allLocales[name], allLocales.en, allLocales.base] });
    generator.seed(chance.below(2 ** 31));
    return generator;
  });
}
