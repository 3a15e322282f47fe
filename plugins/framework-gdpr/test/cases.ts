import type { FrameworkCase } from '@datawave/plugin-sdk/testing';

export const cases: readonly FrameworkCase[] = [
  {
    title: 'a table of customers with encryption and a record of processing',
    table: 'customers',
    columns: { id: 'RECORD_ID', name: 'PERSON_NAME', email: 'EMAIL_ADDRESS', city: 'CITY', note: null },
    expect: ['Art. 32(1)(a) name', 'Art. 32(1)(a) email', 'Art. 30(1)'],
  },
  {
    title: 'a diagnosis beside a name with the ban on special categories',
    columns: { name: 'PERSON_NAME', diagnosis: 'DIAGNOSIS_CODE' },
    expect: ['Art. 32(1)(a) name', 'Art. 9(1) diagnosis', 'Art. 30(1)'],
  },
  {
    title: 'special categories on a large scale with an impact assessment',
    columns: { person: 'PERSON_ID', religion: 'RELIGION' },
    rowCount: 50_000,
    expect: ['Art. 32(1)(a) person', 'Art. 9(1) religion', 'Art. 30(1)', 'Art. 35(1)'],
  },
  {
    title: 'passwords in clear with confidentiality, and hashes with nothing',
    columns: { login: 'USERNAME', password: 'PASSWORD', hash: 'PASSWORD_HASH' },
    expect: ['Art. 5(1)(f) password', 'Art. 32(1)(a) login', 'Art. 30(1)'],
  },
  {
    title: 'payment cards with encryption alone',
    table: 'payments',
    columns: { card: 'CREDIT_CARD_NUMBER', cvv: 'CREDIT_CARD_CVV', amount: null },
    expect: ['Art. 32(1)(a) card', 'Art. 32(1)(a) cvv'],
  },
  {
    title: 'national identification numbers with their own article',
    columns: { ssn: 'US_SSN' },
    expect: ['Art. 87 ssn', 'Art. 30(1)'],
  },
  {
    title: 'birth dates of people who can be reached online with the consent of children',
    table: 'members',
    columns: { email: 'EMAIL_ADDRESS', birth: 'DATE_OF_BIRTH' },
    expect: ['Art. 32(1)(a) email', 'Art. 32(1)(a) birth', 'Art. 30(1)', 'Art. 8(1)'],
  },
  {
    title: 'birth dates of staff without it',
    table: 'employees',
    columns: { email: 'EMAIL_ADDRESS', birth: 'DATE_OF_BIRTH', hire_date: null },
    expect: ['Art. 32(1)(a) email', 'Art. 32(1)(a) birth', 'Art. 30(1)'],
  },
  {
    title: 'cities and firms with nothing',
    columns: { company: 'ORGANIZATION_NAME', city: 'CITY', country: 'COUNTRY', site: 'URL' },
    expect: [],
  },
  {
    title: 'many kinds of personal data with minimisation',
    columns: {
      a: 'FIRST_NAME',
      b: 'LAST_NAME',
      c: 'EMAIL_ADDRESS',
      d: 'PHONE_NUMBER',
      e: 'STREET_ADDRESS',
      f: 'GENDER',
    },
    expect: [
      'Art. 32(1)(a) a',
      'Art. 32(1)(a) b',
      'Art. 32(1)(a) c',
      'Art. 32(1)(a) d',
      'Art. 32(1)(a) e',
      'Art. 32(1)(a) f',
      'Art. 30(1)',
      'Art. 5(1)(c)',
    ],
  },
];
