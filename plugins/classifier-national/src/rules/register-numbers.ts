import { type InfoTypeRule, phraseList } from '@datawave/plugin-sdk';
import { isOrcid } from '../checks/orcid.ts';
import { NUMBERED_PERSONS, REGISTER_NUMBER, REGISTER_WORD } from '../names/registers.ts';
import { OTHER_NUMBERS } from './words.ts';

/** Words for a number, as they stand before or behind the person in one language or another. */
const NUMBERS = ['number', 'code', 'num', 'n', 'nº'];

const numbered = phraseList(NUMBERED_PERSONS).flatMap((person) =>
  NUMBERS.flatMap((word) => [`${person} ${word}`, `${word} ${person}`]),
);

/** Words of {@link OTHER_NUMBERS} that stand beside the number of a member or a licence, too. */
const BESIDE: ReadonlySet<string> = new Set([
  'licence',
  'license',
  'reference',
  'account',
  'employer',
  'part',
]);

/** Numbers by which employers, schools, clubs and public registers know a person. */
export const registerNumberRules: readonly InfoTypeRule[] = [
  {
    infoType: 'PERSON_ID',
    kinds: ['text', 'integer', 'decimal'],
    names: [
      { phrases: phraseList(REGISTER_NUMBER), weight: 5.8 },
      { phrases: numbered, weight: 5.4 },
      { phrases: phraseList(REGISTER_WORD), weight: 4.6, whole: true, subjects: ['person'] },
    ],
    neutral: ['number', 'id', 'code', 'new', 'hashed', 'anonymised', 'anonymized'],
    unlike: [
      ...[...OTHER_NUMBERS].filter((word) => !BESIDE.has(word)),
      'types',
      'group',
      'store',
      'session',
      'team',
      'department',
      'plan',
      'vehicle',
      'vehículo',
      'car',
      'school',
      'course',
      'segment',
      'category',
      'visit',
      'visits',
      'answer',
      'question',
    ],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'are short codes with digits',
        alphabet: 'digit letter - space / . _ :',
        requires: 'digit',
        minLength: 2,
        maxLength: 40,
        matches: /^[A-Z\d][A-Z\d ._:/-]*$/i,
        present: 0.95,
        chance: 0.4,
        strongest: 0.6,
      },
    ],
    subjects: { person: 0.5, organisation: -1, thing: -0.5 },
    neighbours: 0.4,
  },
  {
    infoType: 'PERSON_ID',
    kinds: ['text'],
    values: [
      {
        signal: 'checksum',
        says: 'are ORCID identifiers with their check character',
        requires: 'digit -',
        minLength: 19,
        maxLength: 40,
        matches: /^(?:https?:\/\/orcid\.org\/|orcid:)?\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/i,
        validate: isOrcid,
        present: 0.95,
        chance: 0.0005,
        stray: 1e-5,
        strongest: 9,
      },
      {
        signal: 'pattern',
        says: 'are identifiers of persons in the Internet Movie Database',
        alphabet: 'lower digit',
        requires: 'lower digit',
        minLength: 9,
        maxLength: 10,
        matches: /^nm\d{7,8}$/,
        present: 0.95,
        chance: 0.0005,
        strongest: 7.5,
      },
    ],
  },
];
