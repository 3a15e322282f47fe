import { type ColumnView, type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { isOneOf, WORD_CHARACTERS } from '../checks/word-set.ts';
import type { LanguageList } from '../language-list.ts';
import {
  ETHNIC_GROUP,
  ETHNIC_INDICATORS,
  LANGUAGE_MAYBE,
  NATIONALITY,
  NATIONALITY_MAYBE,
  RACE,
  SPOKEN_LANGUAGE,
} from '../names/origin.ts';
import { DEMONYMS, ETHNIC, ETHNIC_TELLING } from '../words/origins.ts';
import { createIndicatorCheck, isAnswer } from './indicators.ts';

const ANIMAL_RACES = [
  'horse',
  'dog',
  'car',
  'date',
  'name',
  'time',
  'id',
  'distance',
  'number',
  'results',
  'track',
  'round',
  'type',
  'circuit',
  'season',
  'winner',
  'position',
  'points',
  'cattle',
];

const isGroup = isOneOf(ETHNIC);

const asksGroup = createIndicatorCheck(ETHNIC_INDICATORS, 'of one ethnic group');

/** Races are run, too: words under such a name of which not one is that of a group of people. */
function notOfPeople(column: ColumnView): readonly RuleEvidence[] {
  const isSpoken = (value: string): boolean => /\p{L}{3}/u.test(value);
  return column.named('race', 'races') &&
    column.values.every((value) => isSpoken(value) && !isGroup(value)) &&
    !column.values.some(hasGroupWord)
    ? [{ signal: 'negative', weight: -5, detail: 'not one of the values holds a word for an ethnic group' }]
    : [];
}

const hasGroupWord = (value: string): boolean => value.split(/[^\p{L}]+/u).some((word) => isGroup(word));

const LANGUAGES = phraseList(LANGUAGE_MAYBE);

/** Words for the people of a country are words for what they speak, too, and a name may say that this is meant. */
const notOfLanguages = (column: ColumnView): readonly RuleEvidence[] =>
  column.named(...LANGUAGES) ? [{ signal: 'negative', weight: -4, detail: 'the name means a language' }] : [];

/** Where people come from and what they speak. */
export const originRules = (languages: LanguageList): readonly InfoTypeRule[] => [
  {
    infoType: 'ETHNIC_GROUP',
    kinds: ['text', 'integer', 'boolean', 'decimal'],
    names: [
      { phrases: phraseList(ETHNIC_GROUP), weight: 5 },
      { phrases: phraseList(RACE), weight: 3.5, whole: true },
      {
        phrases: [
          'ethnicite',
          'couleur',
          'cor',
          'origin',
          'origine',
          'suku',
          'kaum',
          'herkunft',
          'background',
          'heritage',
          'descent',
          'aa',
          'minority status',
        ],
        weight: 0.9,
        whole: true,
      },
    ],
    neutral: [
      'code',
      'id',
      'group',
      'description',
      'desc',
      'name',
      'label',
      'recode',
      'category',
      'cat',
      'status',
      'type',
      'cd',
      'victim',
      'mother',
      'father',
      'detailed',
      'combined',
      'categorical',
      'numeric',
      'num',
      'general',
      '1',
      '2',
      'major',
      'detail',
    ],
    unlike: [...ANIMAL_RACES, 'population', 'cuisine', 'food', 'share'].filter(
      (word) => !['name', 'type', 'id'].includes(word),
    ),
    values: [
      {
        signal: 'dictionary',
        says: 'are words for an ethnic group',
        alphabet: WORD_CHARACTERS,
        minLength: 1,
        maxLength: 60,
        matches: isGroup,
        present: 0.75,
        chance: 0.02,
        strongest: 3,
        weakest: -1,
      },
      {
        signal: 'dictionary',
        says: 'are words that only ethnic groups go by',
        alphabet: WORD_CHARACTERS,
        minLength: 2,
        maxLength: 60,
        matches: isOneOf(ETHNIC_TELLING),
        present: 0.5,
        chance: 0.002,
        strongest: 5.5,
        weakest: -2,
      },
      {
        signal: 'shape',
        says: 'are yes or no, or codes',
        minLength: 1,
        maxLength: 5,
        matches: (value) => isAnswer(value) || /^\d(?:\.0)?$/.test(value),
        present: 0.95,
        chance: 0.6,
        strongest: 0,
      },
    ],
    inspect: (column, table) => [...asksGroup(column, table), ...notOfPeople(column)],
    subjects: { person: 0.5, thing: -1.5 },
    neighbours: 0.4,
  },
  {
    infoType: 'NATIONALITY',
    kinds: ['text', 'integer'],
    names: [
      { phrases: phraseList(NATIONALITY), weight: 5.5 },
      { phrases: phraseList(NATIONALITY_MAYBE), weight: 1, whole: true, subjects: ['person', 'unknown'] },
    ],
    neutral: [
      'code',
      'id',
      'name',
      'country',
      'desc',
      'description',
      'label',
      'type',
      'group',
      'abbr',
      'of',
      'at',
      'birth',
      'origin',
    ],
    unlike: ['park', 'anthem', 'team', 'income', 'debt', 'bank', 'product', 'holiday', 'league', 'rank'],
    values: [
      {
        signal: 'dictionary',
        says: 'are words for people of a country',
        alphabet: WORD_CHARACTERS,
        minLength: 2,
        maxLength: 30,
        matches: isOneOf(DEMONYMS),
        present: 0.85,
        chance: 0.01,
        strongest: 3.8,
        weakest: -1.5,
      },
      {
        signal: 'shape',
        says: 'are words or country codes',
        alphabet: "letter unicode space - . , ( ) '",
        minLength: 2,
        maxLength: 50,
        matches: /^[\p{L}][\p{L}\p{M} .,()'-]*$/u,
        present: 0.97,
        chance: 0.6,
        strongest: 0,
        weakest: -3,
      },
    ],
    inspect: notOfLanguages,
    subjects: { person: 0.5 },
    neighbours: 0.4,
  },
  {
    infoType: 'SPOKEN_LANGUAGE',
    kinds: ['text'],
    names: [
      { phrases: phraseList(SPOKEN_LANGUAGE), weight: 4.5 },
      { phrases: phraseList(LANGUAGE_MAYBE), weight: 3, whole: true, subjects: ['person'] },
      { phrases: phraseList(LANGUAGE_MAYBE), weight: 1.2, whole: true },
    ],
    neutral: ['code', 'id', 'name', 'spoken', 'iso', 'desc', 'primary', 'native', 'preferred'],
    unlike: [
      'programming',
      'film',
      'movie',
      'original',
      'book',
      'page',
      'site',
      'ui',
      'interface',
      'model',
      'score',
      'arts',
      'family',
      'query',
      'repo',
      'proficiency',
      'level',
      'test',
    ],
    values: [
      {
        signal: 'dictionary',
        says: 'are names of languages',
        alphabet: "letter unicode space - ( ) , other / '",
        minLength: 2,
        maxLength: 80,
        weigh: languages.weighLanguage,
        present: 0.85,
        chance: 0.08,
        strongest: 3.5,
        weakest: -2,
      },
      {
        signal: 'dictionary',
        says: 'are ISO 639 codes of languages',
        alphabet: 'letter - _',
        minLength: 2,
        maxLength: 7,
        matches: languages.isLanguageCode,
        present: 0.95,
        chance: 0.3,
        strongest: 1,
        weakest: -2,
      },
    ],
    subjects: { person: 0.8, thing: -3, organisation: -1 },
    neighbours: 0.4,
  },
];
