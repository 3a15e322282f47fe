import { type InfoTypeRule, passesMod11And2, phraseList } from '@datawave/plugin-sdk';
import { CODED_PERSONS, IDENTIFIED_PERSONS, PERSON_ID } from '../names/person-ids.ts';

const CODE = 'digit letter - space / . _ :';
const NUMBERED = ['number', 'code', 'reference', 'identifier'];
const KEYED = ['id', 'key', 'uid', 'uuid'];
const PERSONS = phraseList(IDENTIFIED_PERSONS);

const combine = (words: readonly string[]): readonly string[] =>
  PERSONS.flatMap((person) => words.flatMap((word) => [`${person} ${word}`, `${word} ${person}`]));

/** Groups of four digits with ISO/IEC 7064 MOD 11-2, as ORCID writes them, within the blocks that ISNI keeps for it. */
export function isOrcid(value: string): boolean {
  const bare = value.replace(/^https?:\/\/orcid\.org\//, '').replaceAll('-', '');
  return /^(?:0000000\d{8}|000900\d{9})[\dX]$/.test(bare) && passesMod11And2(bare);
}

/** Identifiers of people. */
export const personIdRule: InfoTypeRule = {
  infoType: 'PERSON_ID',
  kinds: ['text', 'integer', 'uuid', 'decimal'],
  names: [
    { phrases: phraseList(PERSON_ID), weight: 4.2 },
    {
      phrases: [
        'student number',
        'matriculation number',
        'Matrikelnummer',
        'personnel number',
        'Personalnummer',
        'employee number',
        'staff number',
        'badge number',
        'member number',
        'membership number',
        'Mitgliedsnummer',
        'voter id',
        'voter number',
        'roll number',
        'orcid',
        'bioguide',
        'loyalty number',
        'frequent flyer number',
        'usubjid',
        'prolific id',
      ],
      weight: 5.5,
    },
    { phrases: combine(NUMBERED), weight: 4 },
    { phrases: combine(KEYED), weight: 2.8 },
    { phrases: phraseList(CODED_PERSONS), weight: 1.6, whole: true },
    {
      phrases: ['id', 'ids', 'identifier', 'unique id', 'record id'],
      weight: 1.5,
      whole: true,
      subjects: ['person'],
    },
    { phrases: ['id'], weight: 1.2, subjects: ['person'] },
    { phrases: ['id', 'code', 'number'], weight: 0.8, whole: true, subjects: ['person', 'unknown'] },
  ],
  neutral: [
    'number',
    'id',
    'raw',
    'hashed',
    'anonymized',
    'anonymised',
    'anon',
    'new',
    'unique',
    'code',
    'hash',
    'key',
    'v',
    'd',
    'fk',
    'sk',
  ],
  unlike: [
    'company',
    'vat',
    'organisation',
    'vendor',
    'supplier',
    'types',
    'group',
    'order',
    'invoice',
    'store',
    'product',
    'session',
    'team',
    'department',
    'role',
    'status',
    'type',
    'family',
    'household',
    'address',
    'email',
    'phone',
    'segment',
    'category',
    'school',
    'class',
    'country',
    'state',
    'zip',
    'photo',
    'image',
    'course',
  ],
  needsName: true,
  values: [
    {
      signal: 'checksum',
      says: 'are ORCID identifiers with their check character',
      requires: 'digit',
      minLength: 16,
      maxLength: 40,
      matches: isOrcid,
      present: 0.98,
      chance: 0.0005,
      strongest: 4,
    },
    {
      signal: 'shape',
      says: 'are short codes with digits',
      alphabet: CODE,
      requires: 'digit',
      minLength: 1,
      maxLength: 64,
      matches: /^[A-Z\d][A-Z\d ._:/-]*$/i,
      present: 0.95,
      chance: 0.4,
      strongest: 0.5,
    },
    {
      signal: 'shape',
      says: 'are short codes of letters',
      alphabet: 'upper',
      minLength: 1,
      maxLength: 6,
      matches: /^[A-Z]{1,6}$/,
      present: 0.95,
      chance: 0.6,
      strongest: 0.2,
    },
  ],
  subjects: { person: 0.5, organisation: -1, thing: -0.8 },
  neighbours: 0.4,
};
