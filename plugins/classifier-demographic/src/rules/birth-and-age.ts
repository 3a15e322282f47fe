import {
  type ColumnView,
  foldText,
  type InfoTypeRule,
  phraseList,
  type RuleEvidence,
  type TableView,
} from '@datawave/plugin-sdk';
import { AGE, AGE_MAYBE, BIRTH_DATE, BIRTH_YEAR } from '../names/birth-and-age.ts';
import { ofThings } from './ages-of-things.ts';

/** Years in which people whom records remember were born. */
const isBirthYear = (year: number): boolean => year >= 1850 && year <= 2035;

/** A date whose year somebody may have been born in: ISO 8601, day or month first, in words. */
function isPossibleBirthDate(value: string): boolean {
  const iso = /^(\d{4})[-/.年]?\s?(\d{1,2})[-/.月]?\s?(\d{1,2})日?(?:[T ].*)?$/.exec(value);
  if (iso !== null) return isBirthYear(Number(iso[1])) && Number(iso[2]) <= 12 && Number(iso[3]) <= 31;
  const turned = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ].*)?$/.exec(value);
  if (turned !== null)
    return (
      Math.min(Number(turned[1]), Number(turned[2])) <= 12 &&
      Math.max(Number(turned[1]), Number(turned[2])) <= 31 &&
      ((turned[3] ?? '').length === 2 || isBirthYear(Number(turned[3])))
    );
  const spelled =
    /^(?:\p{L}{2,9},? )?(?:\d{1,2}(?:\.|st|nd|rd|th)?[ -](?:de |d[e']|of )?)?\p{L}{3,12}\.?[ -](?:de |del? )?(?:\d{1,2}(?:st|nd|rd|th)?,? )?(\d{4}|\d{2})(?: г\.?)?$/u.exec(
      value,
    );
  return spelled !== null && ((spelled[1] ?? '').length === 2 || isBirthYear(Number(spelled[1])));
}

const isAge = (value: string): boolean => {
  const years = Number(value);
  return years >= 0 && years <= 115;
};

const isMonths = (value: string): boolean => {
  const months = Number(value);
  return months >= 0 && months <= 1_400;
};

/** `30-44`, `65+`, `under 18`, `25-34 years old`, `[40,50)`, `30代`, `45 years`. */
const isAgeBand = (value: string): boolean => {
  if (/^[\d.]+$/.test(value)) return false;
  const folded = foldText(value);
  return (
    /^\d{1,3} ?(?:세|대|이상|세 이상|才|歳以上|歳未満)$/.test(value) ||
    /^(?:ages? )?[[(]?\d{1,3} ?(?:-|–|to|,|a|à|bis|até|hasta|tot|~) ?\d{1,3}[\])]?\+?(?: ?(?:years?|yrs?|y|anos|años|ans|jahre|anni|лет|세|歳|岁)(?: old| of age)?)?$/i.test(
      folded,
    ) ||
    /^(?:(?:over|under|above|below|older than|younger than|less than|more than|unter|uber|ab|bis|plus de|moins de|mas de|menos de|[<>]=?|≥|≤) ?\d{1,3}|\d{1,3} ?(?:\+|and (?:over|older|above|under|up)|or (?:over|older|more|under)|plus|y mas|et plus|代|이상|岁以上|и старше))(?: ?(?:years?|yrs?)(?: old| of age)?)?$/i.test(
      folded,
    ) ||
    /^\d{1,3} ?(?:years?|yrs?|yo|y\/o|ans|anos|jahre|anni|лет|года?|岁|歳|세|tahun|thn)(?: old)?$/i.test(
      folded,
    )
  );
};

/** Tables that list these list nobody. */
const ANIMALS: ReadonlySet<string> = new Set(
  'animal animals bird birds breed breeds cat cats cattle cow cows dog dogs fish fishes herd herds horse horses insect insects litter litters livestock mice mouse penguin penguins pet pets pig pigs rat rats sheep species'.split(
    ' ',
  ),
);

/** Age and sex of animals stand in tables of them, or beside their species or breeds. */
export const ofAnimals = (column: ColumnView, table: TableView): readonly RuleEvidence[] => {
  const animal = [...table.tokens, ...column.tokens].find((token) => ANIMALS.has(token));
  return animal !== undefined && table.subject !== 'person'
    ? [{ signal: 'negative', weight: -9, detail: `"${animal}" in the name speaks of animals, not of people` }]
    : besideSpecies(column, table);
};

const besideSpecies = (column: ColumnView, table: TableView): readonly RuleEvidence[] =>
  table.hasNeighbour(
    column,
    'species',
    'breed',
    'genus',
    'scientific name',
    'subspecies',
    'bird',
    'fish',
    'litter',
    'animal',
  )
    ? [{ signal: 'negative', weight: -6, detail: 'a column for species or breeds stands beside it' }]
    : [];

const DURABLES: ReadonlySet<string> = new Set(
  'boat boats bridge bridges building buildings car cars equipment house houses machine machines roof roofs ship ships star stars tree trees vehicle vehicles vessel vessels wine wines'.split(
    ' ',
  ),
);

/** What lasts has an age, too. */
const ofDurables = (_: ColumnView, table: TableView): readonly RuleEvidence[] => {
  const durable = table.tokens.find((token) => DURABLES.has(token));
  return durable !== undefined && table.subject !== 'person'
    ? [
        {
          signal: 'negative',
          weight: -5,
          detail: `"${durable}" in the name of the table speaks of things that have an age themselves`,
        },
      ]
    : [];
};

/** In tables of populations a row is a group of people, and its age or sex that of nobody. */
export const ofGroups = (column: ColumnView, table: TableView): readonly RuleEvidence[] =>
  table.subject !== 'person' &&
  table.hasNeighbour(
    column,
    'population',
    'deaths',
    'births',
    'mortality',
    'frequency',
    'freq',
    'count',
    'per capita',
    'prevalence',
    'incidence',
    'gdp',
    'unit of measure',
    'dguid',
    'persons',
    'people',
  )
    ? [{ signal: 'negative', weight: -1.5, detail: 'other columns count people: a row is a group of them' }]
    : [];

export const birthAndAgeRules: readonly InfoTypeRule[] = [
  {
    infoType: 'DATE_OF_BIRTH',
    kinds: ['date', 'timestamp', 'text', 'integer', 'decimal'],
    names: [
      { phrases: phraseList(BIRTH_DATE), weight: 5 },
      { phrases: phraseList(BIRTH_YEAR), weight: 4, kinds: ['integer', 'decimal', 'text', 'date'] },
      { phrases: ['y birth', 'birthday month', 'cohort', 'dn'], weight: 1.2, whole: true },
    ],
    neutral: [
      'date',
      'dt',
      'time',
      'at',
      'on',
      'timestamp',
      'year',
      'day',
      'month',
      'format',
      'approx',
      'father',
      'mother',
    ],
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
      'hospital',
      'address',
      'province',
      'region',
      'defect',
      'death',
      'interval',
      'spacing',
      'parity',
      'wt',
    ],
    values: [
      {
        signal: 'shape',
        says: 'are dates in which a person may have been born',
        requires: 'digit',
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
      {
        signal: 'shape',
        says: 'have one or two digits, as years within a century and days of birth have',
        alphabet: 'digit .',
        minLength: 1,
        maxLength: 6,
        matches: /^\d{1,2}(?:\.0)?$|^(?:18|19|20)\d\d\.0$/,
        present: 0.97,
        chance: 0.9,
        strongest: 0,
        weakest: -2,
      },
    ],
    subjects: { person: 0.8, thing: -1.5 },
    neighbours: 0.5,
  },
  {
    infoType: 'AGE',
    kinds: ['integer', 'decimal', 'text'],
    names: [
      { phrases: phraseList(AGE), weight: 3.8 },
      { phrases: phraseList(AGE_MAYBE), weight: 1.2, whole: true },
    ],
    neutral: [
      'years',
      'year',
      'months',
      'in',
      'at',
      'diagnosis',
      'group',
      'range',
      'entry',
      'band',
      'category',
      'class',
      'level',
      'interview',
      'enrollment',
      'baseline',
      'admission',
      'death',
      'onset',
      'marriage',
      'first',
      'dx',
      'mother',
      'father',
      'code',
      'int',
      'yr',
      'num',
      'cat',
    ],
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
      'ms',
      'millis',
      'minutes',
      'seconds',
      'hours',
      'days',
      'weeks',
      'bucket',
      'debt',
      'invoice',
      'ticket',
      'roof',
      'equipment',
      'asset',
      'gestational',
      'machine',
      'max',
      'min',
      'tenure',
      'coverage',
      'structure',
      'plant',
      'dog',
      'cat',
      'horse',
      'cow',
      'calf',
      'fish',
      'abalone',
      'egg',
      'nest',
      'ship',
      'vessel',
      'loan',
      'oldest',
      'standardized',
      'adjusted',
      'specific',
      'dependency',
      'dummy',
      'sq',
      'sqrd',
      'cubed',
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
        maxLength: 20,
        matches: isAge,
        present: 0.99,
        chance: 0.25,
        strongest: 1.2,
      },
      {
        signal: 'shape',
        says: 'are numbers up to 1,400, as ages in months are',
        alphabet: 'digit .',
        requires: 'digit',
        minLength: 1,
        maxLength: 20,
        matches: isMonths,
        present: 0.99,
        chance: 0.6,
        strongest: 0.3,
      },
      {
        signal: 'pattern',
        says: 'are ranges of years, as age groups are',
        requires: 'digit',
        requiresOne: 'letter unicode - , + other',
        minLength: 3,
        maxLength: 24,
        matches: isAgeBand,
        present: 0.95,
        chance: 0.02,
        strongest: 1.5,
      },
    ],
    subjects: { person: 1, thing: -1.5, organisation: -0.5 },
    neighbours: 0.5,
    inspect: (column, table) => [
      ...ofAnimals(column, table),
      ...ofDurables(column, table),
      ...ofGroups(column, table),
      ...ofThings(column, table),
    ],
  },
];
