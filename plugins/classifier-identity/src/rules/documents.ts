import type { InfoTypeRule } from '@datawave/plugin-sdk';

const CODE = 'digit letter - space / .';

/** Documents that prove who someone is. */
export const documentRules: readonly InfoTypeRule[] = [
  {
    infoType: 'PASSPORT_NUMBER',
    kinds: ['text', 'integer'],
    names: [
      {
        phrases: [
          'passport',
          'passport number',
          'passnummer',
          'reisepass',
          'reisepassnummer',
          'reisepass number',
          'number passeport',
          'passeport',
          'number pasaporte',
          'pasaporte',
          'passaporto',
          'paspoort',
          'paspoortnummer',
        ],
        weight: 6,
      },
    ],
    neutral: ['number', 'id'],
    unlike: ['country', 'expiry', 'issue', 'photo', 'scan', 'issued', 'authority'],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'have the length and characters of a passport number',
        alphabet: CODE,
        requires: 'digit',
        minLength: 6,
        maxLength: 12,
        matches: /^[A-Z]{0,3}[- ]?\d{5,9}[A-Z\d]{0,2}$|^[A-Z\d]{8,9}$/i,
        present: 0.95,
        chance: 0.3,
        strongest: 0.8,
      },
    ],
    neighbours: 0.3,
  },
  {
    infoType: 'DRIVER_LICENSE_NUMBER',
    kinds: ['text', 'integer'],
    names: [
      {
        phrases: [
          'driver license',
          'drivers license',
          'driver license number',
          'drivers license number',
          'driving license',
          'driving licence',
          'driving licence number',
          'driver licence',
          'license driver',
          'dl number',
          'fuehrerschein',
          'fuehrerscheinnummer',
          'fuhrerschein',
          'fuhrerscheinnummer',
          'permis conduire',
          'permis de conduire',
          'licencia conducir',
          'patente guida',
          'rijbewijs',
          'rijbewijsnummer',
        ],
        weight: 6,
      },
    ],
    neutral: ['number', 'id', 's'],
    unlike: ['state', 'class', 'expiry', 'country', 'photo', 'issue'],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'have the length and characters of a licence number',
        alphabet: CODE,
        requires: 'digit',
        minLength: 5,
        maxLength: 20,
        matches: /^[A-Z\d][A-Z\d -]+$/i,
        present: 0.95,
        chance: 0.4,
        strongest: 0.8,
      },
    ],
    neighbours: 0.3,
  },
];
