import { type InfoTypeRule, phraseList } from '@datawave/plugin-sdk';
import { isBic, isIban } from '../checks/iban.ts';
import { ACCOUNT_NUMBER } from '../names/bank.ts';

export const bankRules: readonly InfoTypeRule[] = [
  {
    infoType: 'IBAN',
    kinds: ['text'],
    names: [{ phrases: ['iban', 'iban number', 'bank iban', 'account iban', 'iban code'], weight: 4.5 }],
    neutral: ['code'],
    values: [
      {
        signal: 'checksum',
        says: 'have the length of their country and pass the check of an IBAN',
        alphabet: 'digit letter space -',
        requires: 'digit',
        minLength: 15,
        maxLength: 42,
        matches: /^[A-Z]{2}\d{2}[A-Z\d -]{11,38}$/i,
        validate: isIban,
        present: 0.93,
        chance: 0.0005,
        // One in 97 of what has a country's letters and length.
        stray: 1e-6,
        checkChance: 1 / 97,
        // Hardly anything else passes: 97 to 1, and the length of its country.
        strongest: 12,
      },
    ],
  },
  {
    infoType: 'SWIFT_CODE',
    kinds: ['text'],
    names: [
      {
        phrases: [
          'bic',
          'swift',
          'swift code',
          'bic code',
          'bic swift',
          'swift bic',
          'bank identifier code',
          'bank identifier',
        ],
        weight: 5,
      },
    ],
    neutral: ['code'],
    unlike: ['taylor', 'language', 'version', 'message'],
    values: [
      {
        signal: 'pattern',
        says: 'have the form of a BIC and an ISO country',
        alphabet: 'upper digit',
        requires: 'upper',
        minLength: 8,
        maxLength: 11,
        matches: isBic,
        present: 0.93,
        chance: 0.02,
        strongest: 4.5,
      },
    ],
  },
  {
    infoType: 'BANK_ACCOUNT_NUMBER',
    kinds: ['text', 'integer'],
    names: [
      { phrases: phraseList(ACCOUNT_NUMBER), weight: 6 },
      { phrases: ['account number'], weight: 5, whole: true },
      {
        phrases: [
          'account',
          'konto',
          'compte',
          'cuenta',
          'conto',
          'conta',
          'rekening',
          'rek',
          'nameorig',
          'namedest',
          'iban',
          'hesap',
          'счет',
          'счёт',
          '账号',
          '帳號',
          '계좌',
        ],
        weight: 1,
        whole: true,
      },
      {
        phrases: ['routing number', 'sort code', 'bankleitzahl', 'blz', 'bsb', 'aba number', 'ifsc'],
        weight: 3,
      },
    ],
    neutral: ['number', 'code'],
    unlike: ['type', 'name', 'customer', 'user', 'gl', 'ledger', 'holder', 'twitter'],
    needsName: true,
    values: [
      {
        signal: 'shape',
        says: 'have 5 to 24 digits, as account numbers have',
        alphabet: 'digit letter space - /',
        requires: 'digit',
        minLength: 5,
        maxLength: 34,
        matches: /^[A-Z]{0,4}[\d -/]{5,30}$/i,
        present: 0.95,
        chance: 0.35,
        strongest: 0.8,
      },
    ],
    neighbours: 0.3,
  },
];
