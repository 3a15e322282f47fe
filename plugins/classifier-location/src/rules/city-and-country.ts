import { type ColumnView, type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { CITY, CITY_MAYBE, COUNTRY, COUNTRY_MAYBE } from '../names/addresses.ts';
import type { PlaceLists } from '../place-lists.ts';

const isCapitalisedWords = (value: string): boolean =>
  /^[\p{Lu}\p{Lo}][\p{L}\p{M}\s.'’()/-]*$/u.test(value) && value.split(/\s+/).length <= 5;

const LARGER = [
  'county',
  'province',
  'state',
  'region',
  'neighborhood',
  'neighbourhood',
  'district',
  'admin',
  'continent',
  'zone',
  'territory',
  'department',
  'prefecture',
  'provincia',
  'kabupaten',
  'oblast',
  'canton',
];
const NAMED_AFTER_CITIES: ReadonlySet<string> = new Set(
  'team teams club company school university hospital airport station hotel river lake mountain park airline'.split(
    ' ',
  ),
);
/** Counties and provinces are called like their largest cities. */
function largerAreas(column: ColumnView): readonly RuleEvidence[] {
  const word = column.tokens.find((token) => LARGER.includes(token));
  const thing = column.tokens.find((token) => NAMED_AFTER_CITIES.has(token));
  if (thing !== undefined && !column.named('city', 'town'))
    return [
      {
        signal: 'negative',
        weight: -2,
        detail: `"${thing}" in the name speaks of what is called after cities`,
      },
    ];
  return word === undefined || column.named('city', 'town', 'municipality', 'birth place', 'place of birth')
    ? []
    : [
        {
          signal: 'negative',
          weight: -3,
          detail: `"${word}" in the name speaks of a larger or smaller area`,
        },
      ];
}

export const cityRule = (places: PlaceLists): InfoTypeRule => ({
  infoType: 'CITY',
  kinds: ['text'],
  names: [
    { phrases: phraseList(CITY), weight: 4.5 },
    { phrases: phraseList(CITY_MAYBE), weight: 1.2, whole: true },
    { phrases: ['city', 'town', 'location'], weight: 0.8 },
  ],
  neutral: [
    'name',
    'names',
    'of',
    'town',
    'ascii',
    'state',
    'province',
    'en',
    'residence',
    'birth',
    'or',
    'and',
    'district',
  ],
  unlike: [
    'population',
    'id',
    'velocity',
    'mpg',
    'mileage',
    'limits',
    'council',
    'center',
    'lat',
    'latitude',
    'longitude',
    'lng',
    'url',
    'tax',
    'size',
    'distance',
    'planning',
    'hotel',
    'hall',
    'weight',
    'gains',
  ],
  values: [
    {
      signal: 'dictionary',
      says: 'are names of cities',
      alphabet: "letter unicode space . - ' , ( ) /",
      minLength: 3,
      maxLength: 60,
      weigh: places.weighCity,
      present: 0.6,
      // Family names and words are called like cities often enough; how often each is a city tells them apart.
      chance: 0.15,
      strongest: 5,
      weakest: -2,
    },
    {
      signal: 'pattern',
      says: 'end in the word for a city or town in Chinese, Japanese or Korean',
      requires: 'unicode',
      minLength: 2,
      maxLength: 20,
      matches: /^(?:[\p{Script=Han}]{2,8}(?:市|县|縣|町|村|镇)|[\p{Script=Hangul}\s]{2,12}(?:시|군))$/u,
      present: 0.8,
      chance: 0.02,
      strongest: 3.5,
      weakest: -2,
    },
    {
      signal: 'shape',
      says: 'are capitalised words without digits, as names of places are',
      alphabet: "letter unicode space . - ' ( ) /",
      minLength: 2,
      maxLength: 60,
      matches: isCapitalisedWords,
      present: 0.97,
      chance: 0.35,
      strongest: 0.9,
      weakest: -4,
    },
  ],
  inspect: largerAreas,
  neighbours: 0.2,
});

export const countryRule = (places: PlaceLists): InfoTypeRule => ({
  infoType: 'COUNTRY',
  kinds: ['text', 'integer'],
  names: [
    { phrases: phraseList(COUNTRY), weight: 4.5, kinds: ['text'] },
    { phrases: phraseList(COUNTRY), weight: 1.8, kinds: ['integer'] },
    { phrases: phraseList(COUNTRY_MAYBE), weight: 1, whole: true },
  ],
  neutral: [
    'code',
    'name',
    'names',
    'iso',
    'id',
    'of',
    'origin',
    'region',
    'territory',
    'or',
    '2',
    '3',
    'c',
    'residence',
    'long',
    'short',
    'clean',
    'alpha',
    'cd',
    'label',
    'birth',
    'txt',
  ],
  unlike: [
    'club',
    'music',
    'phone',
    'calling',
    'population',
    'gdp',
    'rank',
    'flag',
    'currency',
    'dummy',
    'risk',
    'effect',
    'manager',
    'count',
    'area',
    'number',
  ],
  values: [
    {
      signal: 'dictionary',
      says: 'are names of countries',
      alphabet: "letter unicode space . - ' , ( ) other",
      minLength: 2,
      maxLength: 60,
      weigh: places.weighCountry,
      present: 0.9,
      chance: 0.1,
      strongest: 6,
      weakest: -3,
    },
    {
      signal: 'dictionary',
      says: 'are ISO country codes of two letters',
      alphabet: 'letter',
      minLength: 2,
      maxLength: 2,
      matches: places.isCountryCode,
      present: 0.97,
      chance: 0.3,
      strongest: 1,
    },
    {
      signal: 'shape',
      says: 'are codes of three capitals, as ISO country codes are',
      alphabet: 'upper',
      minLength: 3,
      maxLength: 3,
      matches: /^[A-Z]{3}$/,
      present: 0.97,
      chance: 0.5,
      strongest: 0.4,
    },
    {
      signal: 'dictionary',
      says: 'are ISO country codes of three letters',
      alphabet: 'letter',
      minLength: 3,
      maxLength: 3,
      matches: places.isLongCountryCode,
      present: 0.95,
      chance: 0.05,
      strongest: 3.5,
    },
  ],
});
