import type { InfoTypeRule, RuleEvidence } from '@datawave/plugin-sdk';
import { isCardNumber } from '../checks/card.ts';

const CARD_NAMES = ['credit card', 'credit card number', 'card number', 'cc number', 'debit card', 'debit card number', 'payment card', 'payment card number', 'primary account number', 'kreditkarte', 'kreditkartennummer', 'kreditkarten number', 'carte credit', 'carte bancaire', 'numero carte', 'number carte', 'tarjeta', 'tarjeta credito', 'number tarjeta', 'carta credito', 'creditcardnummer', 'cc'];
const OTHER_NUMBERS: ReadonlySet<string> = new Set(['order', 'invoice', 'tracking', 'serial', 'sku', 'product', 'item', 'isbn', 'ean', 'upc', 'gtin', 'barcode', 'imei', 'loyalty', 'library', 'member', 'membership', 'ticket', 'transaction', 'reference', 'shipment', 'timestamp', 'epoch', 'batch', 'phone', 'gift']);
const CARD_WORDS = ['credit card', 'card number', 'cc number', 'credit card number', 'card', 'debit card', 'payment card', 'expiry', 'card expiry', 'cardholder', 'cardholder name'];

export const cardRules: readonly InfoTypeRule[] = [
  {
    infoType: 'CREDIT_CARD_NUMBER',
    kinds: ['text', 'integer', 'decimal'],
    names: [
      { phrases: CARD_NAMES, weight: 5 },
      { phrases: ['pan', 'card'], weight: 2, whole: true },
    ],
    unlike: ['id', 'loyalty', 'library', 'gift', 'sim', 'graphics', 'business', 'red', 'yellow', 'expiry', 'month', 'year', 'holder', 'issuer', 'brand', 'report', 'green', 'last', 'token'],
    values: [
      { signal: 'checksum', says: 'pass the Luhn check and lie in a range that card networks issue', alphabet: 'digit space -', requires: 'digit', minLength: 13, maxLength: 23, matches: /^\d(?:[ -]?\d){12,18}$/, validate: isCardNumber, present: 0.93, chance: 0.03, strongest: 7.5 },
      { signal: 'pattern', says: 'are masked but for the last digits, as card numbers are shown', alphabet: 'digit letter space - other', minLength: 12, maxLength: 23, matches: /^(?:[*xX•]{4}[ -]?){3}\d{4}$|^\d{6}[*xX]{5,6}\d{4}$/, present: 0.95, chance: 0.005, strongest: 2, weakest: -4 },
    ],
    inspect(column): readonly RuleEvidence[] {
      const other = column.tokens.find((token) => OTHER_NUMBERS.has(token));
      return other === undefined ? [] : [{ signal: 'negative', weight: -6, detail: `"${other}" in the name says that the numbers count something else; a tenth of any numbers pass the Luhn check` }];
    },
    neighbours: 0.2,
  },
  {
    infoType: 'CREDIT_CARD_CVV',
    kinds: ['text', 'integer'],
    names: [
      { phrases: ['cvv', 'cvc', 'cvv 2', 'cvc 2', 'cvv code', 'cvc code', 'card verification', 'card verification value', 'card verification code', 'card security code', 'credit card cvv', 'kartenpruefnummer', 'pruefnummer karte'], weight: 7 },
      { phrases: ['security code', 'csc', 'cid', 'verification code'], weight: 3, whole: true },
    ],
    neutral: ['code', 'number', 'value'],
    unlike: ['result', 'match', 'check', 'response', 'required', 'status'],
    needsName: true,
    values: [{ signal: 'shape', says: 'have three or four digits', alphabet: 'digit', minLength: 3, maxLength: 4, matches: /^\d{3,4}$/, present: 0.97, chance: 0.3, strongest: 1 }],
    inspect: (column, table): readonly RuleEvidence[] =>
      table.hasNeighbour(column, ...CARD_WORDS) ? [{ signal: 'neighbour', weight: 1.5, detail: 'a column for payment cards stands beside it' }] : [{ signal: 'negative', weight: -1.5, detail: 'no column for payment cards stands beside it' }],
  },
];
