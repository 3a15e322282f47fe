import type { SpanRuleSet } from '@datawave/plugin-sdk';
import { countDigits, isPhoneNotation } from './phone-notation.ts';

const PHONE_WORDS = [
  'phone',
  'telephone',
  'tel',
  'mobile',
  'cell',
  'call',
  'calls',
  'called',
  'fax',
  'dial',
  'ring',
  'text me',
  'whatsapp',
  'sms',
  'contact number',
  'reach me',
  'reach us',
  'telefon',
  'telefonnummer',
  'handy',
  'rufnummer',
  'anrufen',
  'telefono',
  'movil',
  'celular',
  'portable',
  'appelez',
  'cellulare',
  'telefoon',
  'bel',
  'telefone',
  'mobil',
  'desk',
  'hotline',
];
const OTHER_NUMBERS = [
  'order',
  'invoice',
  'tracking',
  'card',
  'iban',
  'isbn',
  'ssn',
  'social security',
  'account',
  'version',
  'ticket',
  'reference',
  'serial',
  'imei',
  'bestellung',
  'rechnung',
  'commande',
  'facture',
  'pedido',
  'factura',
];
const phones = { raise: PHONE_WORDS, lower: OTHER_NUMBERS };
const EXTENSION = '(?:\\s?(?:x|ext\\.?)\\s?\\d{1,6})?(?!\\d)';

/** A day and an hour, as a moment leaves them whose minutes follow a colon, at which telephone numbers end. */
const DAY_AND_HOUR = /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d{2})[T ]\d{1,2}$/;
const isPhoneInText = (value: string): boolean => isPhoneNotation(value) && !DAY_AND_HOUR.test(value);

/** Digits of the shortest numbers: a country code of three, and four more on small islands. */
const FEWEST_INTERNATIONAL = 7;
const isInternational = (value: string): boolean => countDigits(value) >= FEWEST_INTERNATIONAL;
/** Behind the last group: two more numbers make it part of a row of a table, unless they begin another telephone number. */
const NO_ROW = '(?! (?!\\d{3} \\d{3} \\d{4}(?!\\d))\\d+ +\\d)';

/** Contact data within running text. */
export const contactSpans: SpanRuleSet = {
  id: 'contact',
  portable: { module: import.meta.url, create: 'createContactSpans' },
  version: '1.2.0',
  title: 'Contact data in text',
  sources: [
    'RFC 5321 and RFC 5322: forms of mail addresses',
    'ITU-T E.164 and E.123: lengths and notations of telephone numbers',
  ],
  rules: [
    {
      id: 'email',
      infoType: 'EMAIL_ADDRESS',
      trigger: { requires: '@ .', minLength: 6 },
      pattern:
        /(?<![\p{L}\d._%+-])[\p{L}\d](?:[\p{L}\d._%+-]{0,62}[\p{L}\d_+-])?@(?:[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?\.){1,8}\p{L}{2,24}(?![\p{L}\d-])/u,
      validate: (value) => !value.includes('..'),
      says: 'has the form of an e-mail address',
      signal: 'pattern',
      probability: 0.99,
    },
    {
      id: 'phone-international',
      infoType: 'PHONE_NUMBER',
      trigger: { requires: 'digit +', minDigits: 7 },
      pattern: new RegExp(
        `(?<![\\d.+\\p{L}])\\+[1-9]\\d{0,2}[ .\\-/]?(?:\\(\\d{1,5}\\)[ .\\-/]?)?\\d(?:[ .\\-/]?\\d){4,13}${EXTENSION}`,
        'u',
      ),
      validate: isInternational,
      says: 'is written as international telephone numbers are',
      signal: 'pattern',
      probability: 0.93,
      context: { raise: PHONE_WORDS, raised: 0.99 },
    },
    {
      id: 'phone-north-american',
      infoType: 'PHONE_NUMBER',
      trigger: { requires: 'digit', minDigits: 10 },
      pattern: new RegExp(
        `(?<![\\d.\\p{L}]|\\d-)(?:(?:\\+|00)?1[-. ]|001-)?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[-. ])\\d{3}[-. ]\\d{4}${EXTENSION}${NO_ROW}`,
        'u',
      ),
      says: 'has the groups of a North American telephone number',
      signal: 'pattern',
      probability: 0.85,
      context: { ...phones, raised: 0.98 },
    },
    {
      id: 'phone-with-trunk-zero',
      infoType: 'PHONE_NUMBER',
      trigger: { requires: 'digit', minDigits: 9 },
      pattern: new RegExp(
        `(?<![\\d.,:/\\p{L}]|\\d-)(?:\\(0\\d{1,5}\\)|0\\d{1,5})[ .\\-/]\\d{2,8}(?:[ .\\-/]\\d{2,5}){0,4}${EXTENSION}`,
        'u',
      ),
      validate: isPhoneInText,
      says: 'begins with a zero and has groups, as national telephone numbers do',
      signal: 'pattern',
      probability: 0.6,
      context: { ...phones, raised: 0.97 },
    },
    {
      id: 'phone-british-mobile',
      infoType: 'PHONE_NUMBER',
      trigger: { requires: 'digit', minDigits: 11 },
      // Written in one go: few other numbers of eleven digits begin with a zero.
      pattern: /(?<![\d.,:/+\p{L}]|\d-)07[4-9]\d{8}(?![\p{L}\d]|[-.,/]\d)/u,
      says: 'has the digits of a British mobile number',
      signal: 'pattern',
      probability: 0.55,
      context: { ...phones, raised: 0.97 },
    },
    {
      id: 'phone-by-context',
      infoType: 'PHONE_NUMBER',
      trigger: { requires: 'digit', minDigits: 6 },
      pattern: new RegExp(
        `(?<![\\d.,:/+\\p{L}]|\\d-)\\(?\\d{1,5}\\)?(?:[ .\\-/]?\\d){5,12}${EXTENSION}(?![-.,/]\\d)`,
        'u',
      ),
      validate: isPhoneInText,
      says: 'has the length of a telephone number',
      signal: 'pattern',
      probability: 0.2,
      needsContext: true,
      context: { ...phones, raised: 0.8 },
    },
  ],
};

/** For worker threads. */
export const createContactSpans = (): SpanRuleSet => contactSpans;
