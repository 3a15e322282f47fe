import {
  type InfoTypeRule,
  ORGANISATION_NOUNS,
  PERSON_NOUNS,
  phraseList,
  THING_NOUNS,
} from '@datawave/plugin-sdk';
import type { NameLists } from '../name-lists.ts';
import {
  FIRST_NAME,
  FIRST_NAME_MAYBE,
  FULL_NAME,
  LAST_NAME,
  LAST_NAME_MAYBE,
  MENTIONS,
  NAME,
  NAME_HEADS,
  NAMED_PERSONS,
} from '../names/people.ts';
import { createNameContext } from './name-context.ts';

const WORDS = 'letter unicode space . - \' , ( ) other / "';

// Of "user name" the network classifier makes a user name; "contact" and the like are people here.
const NAMED_NOUNS = [...PERSON_NOUNS].filter((noun) => noun !== 'user' && noun !== 'users');
const THINGS = [
  ...THING_NOUNS,
  ...ORGANISATION_NOUNS,
  'domain',
  'display',
  'common',
  'scientific',
  'brand',
  'login',
  'user',
  'mother',
  'short',
  'month',
  'weekday',
  'day',
  'season',
  'quarter',
  'long',
  'code',
  'word',
  'words',
  'lemma',
  'token',
  'tokens',
  'keyword',
  'experiment',
  'variety',
  'cultivar',
  'eponym',
].filter((noun) => !PERSON_NOUNS.has(noun));

const persons = phraseList(NAMED_PERSONS);
/** `nama siswa`, `nom du client`: in many languages the word for a name stands first. */
const NAMES_OF_PERSONS = [
  ...phraseList(NAME_HEADS),
  ...['nombre de', 'nombre del', 'nome do', 'nome del', 'nome da', 'nom de', 'nom du'],
].flatMap((head) => persons.map((person) => `${head} ${person}`));

const isCapitalised = (value: string): boolean =>
  /^\p{Lu}[\p{L}\p{M}'’.-]*(?:[\s,]+[\p{L}\p{M}'’.()-]+){1,5}$/u.test(value);
const isOneWord = (value: string): boolean =>
  /^\p{L}[\p{L}\p{M}'’.\s-]{0,40}$/u.test(value) && value.split(/\s+/).length <= 3;

/** What a column of first names alone and one of family names alone look like. */
const SINGLE_WORDS = {
  signal: 'shape',
  says: 'are single words without digits',
  alphabet: WORDS,
  minLength: 1,
  maxLength: 40,
  matches: isOneWord,
  present: 0.97,
  chance: 0.35,
  strongest: 0.5,
  weakest: -3,
} as const;

/** Names of people: in full, first, last. */
export function nameRules(names: NameLists): readonly InfoTypeRule[] {
  const inspect = createNameContext(names, new Set(THINGS));
  return [
    {
      infoType: 'PERSON_NAME',
      kinds: ['text'],
      names: [
        { phrases: phraseList(FULL_NAME), weight: 4.5 },
        { phrases: NAMED_NOUNS.map((noun) => `${noun} name`), weight: 4 },
        { phrases: NAMES_OF_PERSONS, weight: 4 },
        { phrases: phraseList(NAME), weight: 3.5, whole: true, subjects: ['person'] },
        { phrases: phraseList(NAME), weight: 1.2, whole: true, subjects: ['unknown', 'organisation'] },
        { phrases: ['display name', 'user full name', 'profile name'], weight: 2 },
        { phrases: phraseList(MENTIONS), weight: 2, whole: true },
        { phrases: phraseList(MENTIONS), weight: 1 },
        { phrases: [...PERSON_NOUNS], weight: 1.2, whole: true },
        {
          phrases: ['name', 'nama', 'nome', 'nombre', 'nom', 'rownames', 'label', 'title holder'],
          weight: 0.5,
        },
      ],
      neutral: [
        'line',
        '1',
        '2',
        '3',
        'team',
        'home',
        'away',
        'list',
        'main',
        'principal',
        'corresponding',
        'clean',
        'raw',
        'legal',
        'de',
        'person',
        'people',
        'original',
      ],
      unlike: THINGS,
      values: [
        {
          signal: 'dictionary',
          says: 'combine a known first name with a family name',
          alphabet: WORDS,
          minLength: 2,
          maxLength: 120,
          weigh: names.weighFullName,
          present: 0.7,
          chance: 0.03,
          strongest: 5.5,
          weakest: -3,
        },
        {
          signal: 'pattern',
          says: 'have a form that only names of people take: initials, titles, patronymics, family names of East Asia',
          alphabet: `${WORDS} _`,
          minLength: 2,
          maxLength: 120,
          matches: names.hasNameForm,
          present: 0.75,
          chance: 0.04,
          strongest: 4.5,
          weakest: -3,
        },
        {
          signal: 'shape',
          says: 'are two or more capitalised words without digits',
          alphabet: WORDS,
          minLength: 2,
          maxLength: 120,
          matches: isCapitalised,
          present: 0.9,
          chance: 0.25,
          strongest: 0.8,
        },
      ],
      inspect,
      subjects: { person: 1, organisation: -1.5, thing: -3 },
      neighbours: 0.5,
    },
    {
      infoType: 'FIRST_NAME',
      kinds: ['text'],
      names: [
        { phrases: phraseList(FIRST_NAME), weight: 5 },
        { phrases: phraseList(FIRST_NAME_MAYBE), weight: 1.8, whole: true },
        {
          phrases: [
            'name',
            'person',
            'customer',
            'employee',
            'student',
            'teacher',
            'patient',
            'member',
            'contact',
            'user',
            'player',
            'nama',
            'imya',
          ],
          weight: 0.5,
          whole: true,
        },
      ],
      neutral: ['middle', 'initial', 'given', 'second', 'alternate', 'of'],
      unlike: [...THINGS.filter((noun) => noun !== 'user' && noun !== 'class'), 'order'],
      values: [
        {
          signal: 'dictionary',
          says: 'are known first names',
          alphabet: WORDS,
          minLength: 1,
          maxLength: 40,
          weigh: names.weighFirstName,
          present: 0.75,
          chance: 0.08,
          strongest: 5,
          weakest: -2.5,
        },
        SINGLE_WORDS,
      ],
      inspect,
      subjects: { person: 0.8, thing: -4, organisation: -1 },
      neighbours: 0.4,
    },
    {
      infoType: 'LAST_NAME',
      kinds: ['text'],
      names: [
        { phrases: phraseList(LAST_NAME), weight: 5 },
        { phrases: phraseList(LAST_NAME_MAYBE), weight: 2, whole: true },
        { phrases: ['last'], weight: 0.6 },
        // Whoever is told by what they do is often told by the family name alone: drivers, winners, authors of papers.
        { phrases: phraseList(MENTIONS), weight: 1.5, whole: true },
        { phrases: ['name', 'nama', ...PERSON_NOUNS], weight: 0.5, whole: true },
      ],
      unlike: [...THINGS.filter((noun) => noun !== 'user' && noun !== 'class'), 'order', 'tree', 'font'],
      values: [
        {
          signal: 'dictionary',
          says: 'are known family names',
          alphabet: WORDS,
          minLength: 1,
          maxLength: 40,
          weigh: names.weighLastName,
          present: 0.7,
          chance: 0.1,
          strongest: 4.5,
          weakest: -2.5,
        },
        SINGLE_WORDS,
      ],
      inspect,
      subjects: { person: 0.8, thing: -4, organisation: -1 },
      neighbours: 0.4,
    },
  ];
}
