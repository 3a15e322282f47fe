import { type ColumnView, type InfoTypeRule, phraseList, type RuleEvidence } from '@datawave/plugin-sdk';
import { PHONE, PHONE_MAYBE } from '../names/contact.ts';
import {
  holdsPhoneAmongWords,
  isPhoneNotation,
  isUnmistakablePhone,
  mayHoldPhone,
} from '../phone-notation.ts';

const NOTATION = 'digit space + - . ( ) / letter #';
/** What parts a number from a word or another number. */
const PARTING = 'space + - . ( ) / , # : \' " @ = other unicode';
const SECONDS_OR_MILLISECONDS = /^1[3-9]\d{8}(?:\d{3})?$/;

// Programs store numbers as floating-point ones, and spreadsheets write them with a power of ten.
const isStoredAsNumber = (value: string): boolean =>
  /^\d{9,15}\.0+$/.test(value) || /^\d(?:\.\d{1,14})?E\+(?:0?9|1[0-4])$/i.test(value);
/** Several numbers in one cell, or one after a word for it: `030 123456 / 030 654321`, `Tel: 555 0100`. */
const isListOfPhones = (value: string): boolean => {
  if (!mayHoldPhone(value)) return false;
  const bare = value.replace(
    /^(?:tel|phone|ph|mob|mobile|cell|fax|t|f|m|p|whatsapp|hp|wa|тел|電話|电话)\s?[.:：]+\s*/iu,
    '',
  );
  const parts = bare.split(/\s*(?:[;,|]|\s\/\s|\bor\b|\by\b|\band\b)\s*/);
  return (
    (bare !== value || parts.length > 1) && parts.length <= 5 && parts.every((part) => isPhoneNotation(part))
  );
};

// Groups of three are how large numbers are written, too.
const isGrouped = (value: string): boolean =>
  !/^\d{1,3}(?: \d{3})+$/.test(value) && /\d[\s\-/.)]+\d/.test(value) && isPhoneNotation(value);
const isPlain = (value: string): boolean => isPhoneNotation(value) && !SECONDS_OR_MILLISECONDS.test(value);

/** Numbers in groups that count goods and money. */
const OTHER_NUMBERS: ReadonlySet<string> = new Set(
  'account fund budget ledger part article item sku lot batch serial order invoice reference tracking shipment isbn ean upc barcode gtin product version'.split(
    ' ',
  ),
);
const PHONE_WORDS = ['phone', 'mobile', 'fax', 'contact', 'call', 'line'];

/** What the name says against telephone numbers, whatever the values look like. */
function notCallingAnybody(column: ColumnView): readonly RuleEvidence[] {
  const other = column.tokens.find((token) => OTHER_NUMBERS.has(token));
  return other === undefined || column.named(...PHONE_WORDS)
    ? []
    : [
        {
          signal: 'negative',
          weight: -6,
          detail: `"${other}" in the name says that the numbers count something else`,
        },
      ];
}

export const phoneRule: InfoTypeRule = {
  infoType: 'PHONE_NUMBER',
  kinds: ['text', 'integer', 'decimal'],
  names: [
    { phrases: phraseList(PHONE), weight: 4.5 },
    { phrases: ['mobile', 'portable', 'landline', 'pager', 'festnetz', 'cell'], weight: 2.5 },
    { phrases: phraseList(PHONE_MAYBE), weight: 0.9, whole: true },
  ],
  neutral: [
    'number',
    'numbers',
    'ext',
    'extension',
    'id',
    'area',
    'prefix',
    'and',
    'day',
    'evening',
    'formatted',
    'fax',
    'phone',
    'international',
    'siswa',
    'school',
    'no',
    'parent',
    'guardian',
    'emergency',
    'store',
    'landline',
    'w',
    'h',
    'm',
  ],
  unlike: [
    'os',
    'browser',
    'app',
    'brand',
    'plan',
    'carrier',
    'manufacturer',
    'cost',
    'price',
    'model',
    'minutes',
    'calls',
    'screen',
    'traffic',
    'phase',
    'service',
    'size',
    'usage',
    'battery',
    'subscriptions',
    'subscribers',
    'per',
    'penetration',
    'ownership',
    'lines',
    'stem',
    'division',
    'type',
    'money',
    'game',
    'hours',
  ],
  values: [
    {
      signal: 'pattern',
      says: 'are written as only telephone numbers are',
      alphabet: NOTATION,
      requires: 'digit',
      minLength: 7,
      maxLength: 32,
      matches: isPhoneNotation,
      validate: isUnmistakablePhone,
      present: 0.85,
      chance: 0.003,
      stray: 1e-4,
      strongest: 6,
    },
    {
      signal: 'pattern',
      says: 'have the length and the groups of a telephone number',
      alphabet: NOTATION,
      requires: 'digit',
      minLength: 7,
      maxLength: 32,
      matches: isGrouped,
      present: 0.9,
      chance: 0.06,
      strongest: 3,
    },
    {
      signal: 'pattern',
      says: 'hold telephone numbers in a row, or after a word for them',
      requires: 'digit',
      requiresOne: PARTING,
      minLength: 9,
      maxLength: 120,
      matches: isListOfPhones,
      present: 0.8,
      chance: 0.02,
      strongest: 3,
    },
    {
      signal: 'pattern',
      says: 'hold, among words, a number written as only telephone numbers are',
      requires: 'digit',
      requiresOne: PARTING,
      minLength: 9,
      maxLength: 300,
      matches: holdsPhoneAmongWords,
      present: 0.8,
      chance: 0.005,
      stray: 1e-4,
      strongest: 3,
    },
    {
      signal: 'shape',
      says: 'are numbers of 9 to 15 digits in the notation of a spreadsheet',
      alphabet: 'digit letter . +',
      requires: 'digit',
      minLength: 6,
      maxLength: 20,
      matches: isStoredAsNumber,
      present: 0.9,
      chance: 0.2,
      strongest: 0.8,
    },
    {
      signal: 'shape',
      says: 'have 3 to 15 digits, as short numbers and extensions have',
      alphabet: NOTATION,
      requires: 'digit',
      minLength: 3,
      maxLength: 32,
      matches: /^[+(]?\d[\d\s().\-/+]{2,24}$/,
      present: 0.95,
      chance: 0.6,
      strongest: 0,
      weakest: -3,
    },
    {
      signal: 'shape',
      says: 'have 7 to 15 digits, as telephone numbers do',
      alphabet: NOTATION,
      requires: 'digit',
      minLength: 7,
      maxLength: 32,
      matches: isPlain,
      present: 0.95,
      chance: 0.3,
      strongest: 1.2,
    },
  ],
  inspect: notCallingAnybody,
  mistakenFor: [...OTHER_NUMBERS],
  subjects: { person: 0.6, organisation: 0.3 },
  neighbours: 0.4,
};
