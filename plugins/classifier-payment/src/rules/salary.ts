import type { InfoTypeRule } from '@datawave/plugin-sdk';

const isAmount = (value: string): boolean => /^[$€£¥]?\s?-?\d{1,3}(?:[,.' ]?\d{3})*(?:[.,]\d{1,4})?\s?(?:[$€£¥k]|usd|eur|gbp|chf)?$/i.test(value);

export const salaryRule: InfoTypeRule = {
  infoType: 'SALARY',
  kinds: ['integer', 'decimal', 'text'],
  names: [
    { phrases: ['salary', 'annual salary', 'base salary', 'monthly salary', 'yearly salary', 'gross salary', 'net salary', 'base pay', 'gross pay', 'net pay', 'hourly rate', 'pay rate', 'hourly wage', 'gehalt', 'jahresgehalt', 'monatsgehalt', 'bruttogehalt', 'lohn', 'stundenlohn', 'salaire', 'salaire brut', 'sueldo', 'salario', 'stipendio', 'salaris', 'wynagrodzenie', 'remuneration', 'total compensation', 'annual compensation', 'earnings'], weight: 5 },
    { phrases: ['wage', 'income', 'household income', 'annual income', 'monthly income', 'compensation', 'einkommen', 'revenu', 'ingresos'], weight: 4, subjects: ['person', 'unknown'] },
  ],
  neutral: ['amount', 'usd', 'eur', 'gbp', 'annual', 'yearly', 'monthly', 'year', 'month', 'per', 'base', 'gross', 'net', 'max'],
  unlike: ['national', 'tax', 'operating', 'net income', 'interest', 'company', 'statement', 'cap', 'total', 'grade', 'band', 'per capita', 'capita', 'disposable', 'share', 'quarter', 'log', 'corporate', 'rate change', 'retained', 'growth'],
  values: [
    { signal: 'shape', says: 'are amounts', alphabet: 'digit letter . , space - unicode \' other', requires: 'digit', minLength: 1, maxLength: 20, matches: isAmount, present: 0.97, chance: 0.45, strongest: 0.6 },
  ],
  subjects: { person: 1, thing: -2, organisation: -2 },
  neighbours: 0.5,
};
