import type { InfoTypeRule } from '@datawave/plugin-sdk';
import { FAMILY_NAMES, OTHER_NUMBERS } from './words.ts';

const STATE_ISSUED = [
  ...FAMILY_NAMES.identity.filter(
    (name) => !['personal number', 'documento', 'id number', 'person number'].includes(name),
  ),
  ...FAMILY_NAMES.tax,
  ...[
    'national id number',
    'Personalausweis',
    'Personalausweisnummer',
    'tessera sanitaria',
    'carta identità',
  ],
];

/** Numbers by which some state knows a person, where neither name nor values say which state. */
export const personNumberRules: readonly InfoTypeRule[] = [
  {
    infoType: 'PERSON_ID',
    kinds: ['text', 'integer'],
    names: [{ phrases: [...new Set(STATE_ISSUED)], weight: 5.5 }],
    neutral: ['number', 'id'],
    unlike: [...OTHER_NUMBERS, 'types'],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'are short codes with digits',
        alphabet: 'digit letter - space / .',
        requires: 'digit',
        minLength: 5,
        maxLength: 24,
        matches: /^[A-Z\d][A-Z\d ./-]*$/i,
        present: 0.95,
        chance: 0.4,
        strongest: 0.5,
      },
    ],
    subjects: { person: 0.5, organisation: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'US_SSN',
    kinds: ['text', 'integer'],
    names: [
      {
        phrases: [
          'ssn last 4',
          'ssn last four',
          'last 4 ssn',
          'last four ssn',
          'last 4 of ssn',
          'last 4 digits ssn',
          'ssn 4',
          'ssn last 4 digits',
          'last 4 social',
          'ssn suffix',
        ],
        weight: 7,
      },
    ],
    neutral: ['digits', 'number'],
    unlike: ['match', 'matches', 'verified', 'present'],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'have four digits, as the end of a social security number',
        alphabet: 'digit',
        minLength: 4,
        maxLength: 4,
        matches: /^\d{4}$/,
        present: 0.95,
        chance: 0.3,
        strongest: 0.8,
      },
    ],
    neighbours: 0.4,
  },
  {
    infoType: 'US_SSN',
    kinds: ['text'],
    values: [
      {
        signal: 'pattern',
        says: 'are US social security numbers masked but for the last digits',
        minLength: 11,
        maxLength: 11,
        matches: /^(?:[*xX#•]{3}-[*xX#•]{2}-)\d{4}$/,
        present: 0.95,
        chance: 0.001,
        strongest: 7,
      },
    ],
    neighbours: 0.4,
  },
];
