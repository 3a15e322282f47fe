import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { bankRules } from './rules/bank.ts';
import { cardRules } from './rules/card.ts';
import { salaryRule } from './rules/salary.ts';

/** Recognises payment cards, bank accounts and what people earn. */
export function createPaymentClassifier(): Classifier {
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createPaymentClassifier' },
    info: {
      id: 'payment',
      version: '2.1.0',
      title: 'Payment data',
      description: 'Payment card numbers and security codes, IBAN, BIC, bank account numbers and salaries.',
      infoTypes: [
        'CREDIT_CARD_NUMBER',
        'CREDIT_CARD_CVV',
        'IBAN',
        'SWIFT_CODE',
        'BANK_ACCOUNT_NUMBER',
        'SALARY',
      ],
      sources: [
        'ISO/IEC 7812-1: issuer identification numbers and the Luhn check digit',
        'Published issuer ranges of Visa, Mastercard, American Express, Discover, JCB, Diners Club, UnionPay and Maestro',
        'PCI DSS 4.0: card verification codes have three or four digits',
        'SWIFT IBAN Registry, release 99: lengths by country; ISO 13616-1: check by mod 97',
        'ISO 9362: structure of the BIC',
      ],
    },
    rules: [...cardRules, ...bankRules, salaryRule],
  });
}
