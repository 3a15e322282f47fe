import type { InfoTypeRule } from '@datawave/plugin-sdk';
import {
  isBsn,
  isFiscalCode,
  isGermanTaxId,
  isItin,
  isNif,
  isNino,
  isNir,
  isPesel,
  isSin,
  isSsn,
} from '../checks/national-numbers.ts';

interface NationalNumber {
  readonly infoType: string;
  readonly phrases: readonly string[];
  readonly says: string;
  readonly form: RegExp;
  readonly validate: (value: string) => boolean;
  readonly lengths: readonly [min: number, max: number];
  readonly chance: number;
  /** How far values alone may go: digits with one check digit prove less than letters with a date. */
  readonly strongest: number;
}

const NUMBERS: readonly NationalNumber[] = [
  {
    infoType: 'US_SSN',
    phrases: [
      'ssn',
      'social security number',
      'social security',
      'social security no',
      'soc sec number',
      'ss number',
    ],
    says: 'have the hyphens of a US social security number and an issued area',
    form: /^\d{3}-\d{2}-\d{4}$/,
    validate: isSsn,
    lengths: [11, 11],
    chance: 0.002,
    strongest: 6.5,
  },
  {
    infoType: 'US_ITIN',
    phrases: ['itin', 'individual taxpayer identification number'],
    says: 'have the form and the group of a US taxpayer number',
    form: /^9\d{2}[- ]\d{2}[- ]\d{4}$/,
    validate: isItin,
    lengths: [11, 11],
    chance: 0.001,
    strongest: 6.5,
  },
  {
    infoType: 'GB_NINO',
    phrases: ['nino', 'national insurance number', 'national insurance', 'ni number'],
    says: 'have the form and an issued prefix of a UK national insurance number',
    form: /^[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/i,
    validate: isNino,
    lengths: [9, 13],
    chance: 0.001,
    strongest: 6.5,
  },
  {
    infoType: 'DE_TAX_ID',
    phrases: [
      'steuer id',
      'steueridentifikationsnummer',
      'steuer identifikationsnummer',
      'idnr',
      'steuer number',
      'steuernummer',
      // What it is called in English; without its check digit the name alone is any country's.
      'tax id',
      'tax identification number',
    ],
    says: 'pass the check digit of a German tax identification number',
    form: /^\d{2} ?\d{3} ?\d{3} ?\d{3}$/,
    validate: isGermanTaxId,
    lengths: [11, 14],
    chance: 0.05,
    strongest: 6,
  },
  {
    infoType: 'FR_NIR',
    phrases: [
      'nir',
      'numero securite sociale',
      'numero de securite sociale',
      'number securite sociale',
      'number de securite sociale',
      'securite sociale',
      'numero insee',
    ],
    says: 'pass the key of a French social security number',
    form: /^[1-478][\d AB]{14,20}$/i,
    validate: isNir,
    lengths: [15, 21],
    chance: 0.002,
    strongest: 7,
  },
  {
    infoType: 'ES_NIF',
    phrases: ['nif', 'dni', 'nie', 'number identificacion fiscal', 'documento nacional identidad'],
    says: 'pass the control letter of a Spanish tax number',
    form: /^[XYZ]?\d{7,8}-?[A-Z]$/i,
    validate: isNif,
    lengths: [9, 10],
    chance: 0.005,
    strongest: 6.5,
  },
  {
    infoType: 'IT_FISCAL_CODE',
    phrases: ['codice fiscale', 'cod fiscale', 'fiscal code', 'cod fisc'],
    says: 'pass the check character of an Italian fiscal code',
    form: /^[A-Z]{6}[A-Z\d]{10}$/i,
    validate: isFiscalCode,
    lengths: [16, 16],
    chance: 0.0005,
    strongest: 7,
  },
  {
    infoType: 'NL_BSN',
    phrases: ['bsn', 'burgerservicenummer', 'burgerservice number', 'sofinummer', 'sofi number'],
    says: 'pass the eleven-test of a Dutch citizen service number',
    form: /^\d{9}$/,
    validate: isBsn,
    lengths: [9, 9],
    chance: 0.1,
    strongest: 3.5,
  },
  {
    infoType: 'PL_PESEL',
    phrases: ['pesel', 'numer pesel', 'number pesel'],
    says: 'hold a date and pass the check digit of a Polish PESEL number',
    form: /^\d{11}$/,
    validate: isPesel,
    lengths: [11, 11],
    chance: 0.04,
    strongest: 6,
  },
  {
    infoType: 'CA_SIN',
    phrases: ['sin', 'social insurance number', 'sin number', 'social insurance'],
    says: 'pass the check digit of a Canadian social insurance number',
    form: /^\d{3}[- ]?\d{3}[- ]?\d{3}$/,
    validate: isSin,
    lengths: [9, 11],
    chance: 0.1,
    strongest: 3.5,
  },
];

const toRule = (number: NationalNumber): InfoTypeRule => ({
  infoType: number.infoType,
  kinds: ['text', 'integer'],
  names: [{ phrases: number.phrases, weight: 5 }],
  neutral: ['number', 'id', 'last'],
  unlike: ['cos', 'tan', 'reason'],
  values: [
    {
      signal: 'checksum',
      says: number.says,
      alphabet: 'digit letter - space .',
      requires: 'digit',
      minLength: number.lengths[0],
      maxLength: number.lengths[1],
      matches: number.form,
      validate: number.validate,
      present: 0.93,
      chance: number.chance,
      strongest: number.strongest,
      weakest: -4,
    },
  ],
  subjects: { person: 0.5, thing: -1 },
  neighbours: 0.4,
});

/** US numbers are stored without hyphens, too; then only the name can tell. */
const BARE_SSN: InfoTypeRule = {
  infoType: 'US_SSN',
  kinds: ['text', 'integer'],
  names: [{ phrases: ['ssn', 'social security number'], weight: 5 }],
  needsName: true,
  values: [
    {
      signal: 'shape',
      says: 'have nine digits with an issued area',
      alphabet: 'digit',
      minLength: 9,
      maxLength: 9,
      matches: /^\d{9}$/,
      validate: isSsn,
      present: 0.95,
      chance: 0.3,
      strongest: 1,
    },
    {
      signal: 'shape',
      says: 'are masked but for the last digits',
      alphabet: 'digit letter - other',
      minLength: 4,
      maxLength: 11,
      matches: /^(?:[*xX]{3}-?[*xX]{2}-?)\d{4}$/,
      present: 0.95,
      chance: 0.01,
      strongest: 1.5,
    },
  ],
  neighbours: 0.4,
};

export const nationalNumberRules: readonly InfoTypeRule[] = [...NUMBERS.map(toRule), BARE_SSN];
