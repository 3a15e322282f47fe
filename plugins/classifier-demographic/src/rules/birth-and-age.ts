import type { InfoTypeRule } from '@datawave/plugin-sdk';

/** Years in which people alive, or remembered in records, were born. */
const isBirthYear = (year: number): boolean => year >= 1880 && year <= 2035;

/** A date whose year somebody may have been born in: ISO 8601, day or month first, in words. */
export function isPossibleBirthDate(value: string): boolean {
  const iso = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?$/.exec(value);
  if (iso !== null) return isBirthYear(Number(iso[1])) && Number(iso[2]) <= 12 && Number(iso[3]) <= 31;
  const turned = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[T ].*)?$/.exec(value);
  if (turned !== null)
    return (
      Math.min(Number(turned[1]), Number(turned[2])) <= 12 &&
      Math.max(Number(turned[1]), Number(turned[2])) <= 31 &&
      ((turned[3] ?? '').length === 2 || isBirthYear(Number(turned[3])))
    );
  const spelled = /^(?:\d{1,2}\.?[ -])?\p{L}{3,12}\.?[ -](?:\d{1,2},? )?(\d{4}|\d{2})$/u.exec(value);
  return spelled !== null && ((spelled[1] ?? '').length === 2 || isBirthYear(Number(spelled[1])));
}

const isAge = (value: string): boolean => {
  const years = Number(value);
  return years >= 0 && years <= 122;
};

export const birthAndAgeRules: readonly InfoTypeRule[] = [
  {
    infoType: 'DATE_OF_BIRTH',
    kinds: ['date', 'timestamp', 'text', 'integer'],
    names: [
      {
        phrases: [
          'date of birth',
          'birth date',
          'birth',
          'date birth',
          'birth day',
          'born',
          'born on',
          'geburtsdatum',
          'geburtstag',
          'geb datum',
          'gebdat',
          'gebdatum',
          'date naissance',
          'date de naissance',
          'naissance',
          'fecha nacimiento',
          'fecha de nacimiento',
          'nacimiento',
          'data nascita',
          'data di nascita',
          'data nascimento',
          'data de nascimento',
          'geboortedatum',
          'data urodzenia',
          'fodelsedatum',
          'fodselsdato',
          'syntymaaika',
          'dogum tarihi',
        ],
        weight: 5,
      },
      {
        phrases: [
          'year of birth',
          'birth year',
          'geburtsjahr',
          'annee naissance',
          'month of birth',
          'birth month',
          'yob',
        ],
        weight: 4,
        kinds: ['integer', 'text', 'date'],
      },
    ],
    neutral: ['date', 'dt', 'time', 'at', 'on', 'timestamp', 'year'],
    unlike: [
      'place',
      'city',
      'country',
      'state',
      'weight',
      'order',
      'rate',
      'rates',
      'certificate',
      'location',
      'town',
      'control',
      'births',
      'name',
      'length',
      'type',
      'count',
    ],
    values: [
      {
        signal: 'shape',
        says: 'are dates in which a person may have been born',
        minLength: 6,
        maxLength: 35,
        matches: isPossibleBirthDate,
        present: 0.97,
        chance: 0.35,
        strongest: 1.2,
      },
      {
        signal: 'shape',
        says: 'are years in which a person may have been born',
        alphabet: 'digit',
        minLength: 4,
        maxLength: 4,
        matches: (value) => isBirthYear(Number(value)),
        present: 0.97,
        chance: 0.5,
        strongest: 0.3,
      },
    ],
    subjects: { person: 0.8, thing: -1.5 },
    neighbours: 0.5,
  },
  {
    infoType: 'AGE',
    kinds: ['integer', 'decimal', 'text'],
    names: [
      {
        phrases: [
          'age',
          'age years',
          'age in years',
          'years of age',
          'alter',
          'edad',
          'eta',
          'leeftijd',
          'idade',
          'wiek',
          'alder',
          'ika',
        ],
        weight: 3.8,
      },
    ],
    neutral: ['years', 'in', 'at', 'diagnosis', 'group', 'range', 'entry', 'band'],
    unlike: [
      'account',
      'domain',
      'building',
      'house',
      'home',
      'car',
      'vehicle',
      'property',
      'stand',
      'forest',
      'tree',
      'trees',
      'wine',
      'cache',
      'file',
      'password',
      'days',
      'minutes',
      'seconds',
      'hours',
      'gestational',
      'max',
      'min',
      'machine',
      'device',
      'rock',
      'universe',
      'star',
      'gap',
      'squared',
      'square',
      'log',
      'average',
      'median',
      'percent',
    ],
    values: [
      {
        signal: 'shape',
        says: 'are numbers from 0 to 122, as ages are',
        alphabet: 'digit .',
        requires: 'digit',
        minLength: 1,
        maxLength: 6,
        matches: isAge,
        present: 0.99,
        chance: 0.25,
        strongest: 1.2,
      },
      {
        signal: 'shape',
        says: 'are ranges of years, as age groups are',
        alphabet: 'digit - + letter space',
        requires: 'digit',
        minLength: 3,
        maxLength: 14,
        matches: /^(?:\d{1,2} ?(?:-|to) ?\d{1,3}|\d{2}\+|(?:over|under) \d{2})(?: years)?$/i,
        present: 0.95,
        chance: 0.02,
        strongest: 1.5,
      },
    ],
    subjects: { person: 1, thing: -1.5, organisation: -0.5 },
    neighbours: 0.5,
  },
];
