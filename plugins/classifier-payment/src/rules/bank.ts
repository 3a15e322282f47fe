import {
  type ColumnView,
  type InfoTypeRule,
  phraseList,
  type RuleEvidence,
  type TableView,
} from '@datawave/plugin-sdk';
import { isBic, isIban } from '../checks/iban.ts';
import { ACCOUNT_NUMBER, BANK_CODE } from '../names/bank.ts';

/** What stands beside a number where money is to be sent to it. */
const BANKS = phraseList(
  `sort code, routing number, routing, bic, swift, swift code, iban, bank, bank name, bank code, bank branch,
  branch code, blz, bankleitzahl, ifsc, ifsc code, bsb, micr, aba, clearing number`,
);
/** What stands beside the accounts of bookkeeping, to which nobody sends money. */
const BOOKS = phraseList(
  `cost center, cost centre, profit center, profit centre, ledger, general ledger, gl, journal, journal entry,
  posting, posting date, posting key, kostenstelle, buchung, buchungsdatum, chart of accounts, centro de costo,
  centre de cout, centro di costo`,
);

/** Customers, books and banks number their accounts: what stands beside the number tells whose it is. */
function ofBankOrBooks(column: ColumnView, table: TableView): readonly RuleEvidence[] {
  if (table.hasNeighbour(column, ...BANKS))
    return [{ signal: 'neighbour', weight: 2.5, detail: 'beside it stands the bank that keeps the account' }];
  return table.hasNeighbour(column, ...BOOKS) && !column.named('bank')
    ? [
        {
          signal: 'negative',
          weight: -5,
          detail: 'beside it stand columns of bookkeeping, where accounts are those of a ledger',
        },
      ]
    : [];
}

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
      { phrases: phraseList(ACCOUNT_NUMBER), weight: 7.2 },
      { phrases: ['account number'], weight: 5, whole: true },
      { phrases: ['account number'], weight: 6.2, whole: true, subjects: ['person'] },
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
          'a c',
          'acct',
          'kto',
          'tili',
          'ucet',
          'cont',
          'račun',
          'рахунок',
          'حساب',
          '账户',
          '帐号',
          '口座',
          'บัญชี',
          'to account',
          'from account',
        ],
        weight: 1,
        whole: true,
      },
      { phrases: phraseList(BANK_CODE), weight: 5.6 },
    ],
    neutral: ['number', 'code'],
    unlike: ['type', 'name', 'customer', 'user', 'gl', 'ledger', 'holder', 'twitter'],
    needsName: true,
    values: [
      {
        // Days are written so, too, but under other names.
        signal: 'pattern',
        says: 'are three pairs of digits, as British sort codes are',
        alphabet: 'digit -',
        requires: '-',
        minLength: 8,
        maxLength: 8,
        matches: /^\d{2}-\d{2}-\d{2}$/,
        present: 0.95,
        chance: 0.02,
        strongest: 3,
      },
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
    inspect: ofBankOrBooks,
  },
];
