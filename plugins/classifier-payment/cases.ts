import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

// Published test numbers of the card networks and examples of the IBAN registry.
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '3530111333300000', '30569309025904'];
const IBANS = ['GB82 WEST 1234 5698 7654 32', 'DE89370400440532013000', 'FR1420041010050500013M02606', 'NL91ABNA0417164300'];

export const cases: readonly ClassifierCase[] = [
  { title: 'payment cards', column: 'card_number', values: CARDS, expect: 'CREDIT_CARD_NUMBER' },
  { title: 'payment cards without a telling name', column: 'f9', values: CARDS, expect: 'CREDIT_CARD_NUMBER' },
  { title: 'payment cards in groups', column: 'cc', values: ['4111 1111 1111 1111', '5555-5555-5555-4444'], expect: 'CREDIT_CARD_NUMBER' },
  { title: 'masked payment cards', column: 'credit_card', values: ['****-****-****-1111', '4111 11** **** 1111', 'XXXX-XXXX-XXXX-4444'], expect: 'CREDIT_CARD_NUMBER' },
  { title: 'order numbers that pass Luhn', table: 'orders', column: 'order_number', values: CARDS.slice(0, 2), expect: null },
  { title: 'numbers of 16 digits that do not pass Luhn', column: 'reference', values: ['4111111111111112', '5555555555554445', '4242424242424241'], expect: null },
  { title: 'kinds of cards', column: 'card_type', values: ['visa', 'mastercard'], expect: null },
  { title: 'months of expiry', column: 'card_expiry', values: ['12/27', '01/28'], expect: null },
  { title: 'timestamps in microseconds', column: 'event_time', kind: 'integer', values: ['1700000000000000', '1700000000000001', '1700000000000018'], expect: null },
  { title: 'security codes beside a card', column: 'cvv', neighbours: ['card_number'], values: ['123', '456', '7890'], expect: 'CREDIT_CARD_CVV' },
  { title: 'academic years under "code"', column: 'code', kind: 'integer', values: ['2019', '2020', '2021'], expect: null },
  { title: 'three-digit numbers', column: 'quantity', kind: 'integer', values: ['123', '456', '789'], expect: null },
  { title: 'codes of scenarios', column: 'scenario_code', kind: 'integer', values: ['101', '102', '103'], expect: null },
  { title: 'security codes of doors without a card nearby', column: 'security_code', values: ['1234', '9876'], expect: null },
  { title: 'IBANs', column: 'iban', values: IBANS, expect: 'IBAN' },
  { title: 'IBANs without a telling name', column: 'x', values: IBANS, expect: 'IBAN' },
  { title: 'what looks like an IBAN with a wrong check', column: 'reference', values: ['GB82WEST12345698765433', 'DE89370400440532013001'], expect: null },
  { title: 'BICs', column: 'bic', values: ['DEUTDEFF', 'NEDSZAJJXXX', 'BNPAFRPP'], expect: 'SWIFT_CODE' },
  { title: 'words in capitals', column: 'keyword', values: ['PERSONAL', 'BUSINESS', 'DELIVERY', 'STANDARD'], expect: null },
  { title: 'numbers of bank accounts', column: 'bank_account_number', values: ['000123456789', '110002233'], expect: 'BANK_ACCOUNT_NUMBER' },
  { title: 'kinds of accounts', column: 'account_type', values: ['savings', 'checking'], expect: null },
  { title: 'salaries', table: 'employees', column: 'annual_salary', kind: 'decimal', values: ['54000.00', '61000.50'], expect: 'SALARY' },
  { title: 'salaries in German', table: 'mitarbeiter', column: 'gehalt', kind: 'decimal', values: ['54000.00', '61000.50'], expect: 'SALARY' },
  { title: 'salary grades', column: 'salary_grade', kind: 'integer', values: ['1', '2'], expect: null },
  { title: 'the income of firms', table: 'companies', column: 'operating_income', kind: 'decimal', values: ['54000.00', '61000.50'], expect: null },
  { title: 'prices', table: 'products', column: 'price', kind: 'decimal', values: ['9.99', '19.99'], expect: null },
];
