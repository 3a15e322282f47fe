import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

const counted = (count: number, value: (index: number) => string): readonly string[] =>
  Array.from({ length: count }, (_, index) => value(index));

export const cases: readonly ClassifierCase[] = [
  {
    title: 'e-mail addresses under their name',
    column: 'email',
    values: ['ada@example.com', 'grace.hopper@navy.example', 'alan+t@bletchley.example.co.uk'],
    expect: 'EMAIL_ADDRESS',
  },
  {
    title: 'e-mail addresses under a name that says nothing',
    column: 'col7',
    values: ['ada@example.com', 'grace@navy.example', 'x@y.org'],
    expect: 'EMAIL_ADDRESS',
  },
  {
    title: 'e-mail addresses in French',
    column: 'courriel_client',
    values: ['jean.dupont@exemple.fr', 'marie@exemple.fr'],
    expect: 'EMAIL_ADDRESS',
  },
  {
    title: 'addresses in a camel-case name with an abbreviation',
    column: 'custEMailAddr',
    values: ['a.b@example.com'],
    expect: 'EMAIL_ADDRESS',
  },
  {
    title: 'e-mail addresses among other contacts',
    column: 'contact',
    values: ['ada@example.com', 'n/a', 'grace@navy.example', 'by phone', 'x@y.org', 'none'],
    expect: 'EMAIL_ADDRESS',
  },
  {
    title: 'email_verified',
    column: 'email_verified',
    kind: 'boolean',
    values: ['true', 'false'],
    expect: null,
  },
  { title: 'email_verified as text', column: 'email_verified', values: ['yes', 'no'], expect: null },
  { title: 'email_count', column: 'email_count', kind: 'integer', values: ['1', '2', '37'], expect: null },
  {
    title: 'email_sent_at',
    column: 'email_sent_at',
    kind: 'timestamp',
    values: ['2024-01-01T00:00:00Z'],
    expect: null,
  },
  { title: 'subjects of e-mails', column: 'email_subject', values: ['Your order', 'Welcome'], expect: null },
  {
    title: 'names of packages with a scope',
    column: 'package',
    values: ['@scope/name', '@other/thing', 'left-pad'],
    expect: null,
  },
  {
    title: 'names of chemicals that hold "mail"',
    column: 'mailbox_size',
    kind: 'integer',
    values: ['100', '200'],
    expect: null,
  },

  {
    title: 'phone numbers in international notation',
    column: 'phone',
    values: ['+49 30 123456', '+1 (555) 010-9999', '+33 1 23 45 67 89'],
    expect: 'PHONE_NUMBER',
  },
  {
    title: 'phone numbers without a telling name',
    column: 'f3',
    values: ['+49 30 1234567', '+1 555 010 9999', '+33 1 23 45 67 89', '+44 20 7946 0018'],
    expect: 'PHONE_NUMBER',
  },
  {
    title: 'fax numbers',
    column: 'Fax',
    values: ['030-0076545', '(5) 555-3745', '(171) 555-6750'],
    expect: 'PHONE_NUMBER',
  },
  {
    title: 'phone numbers of digits alone',
    column: 'telefon',
    values: ['14033335568', '6172235589', '448477190408'],
    expect: 'PHONE_NUMBER',
  },
  {
    title: 'mobile numbers in Spanish',
    column: 'numero_movil',
    values: ['612 345 678', '698 765 432'],
    expect: 'PHONE_NUMBER',
  },
  { title: 'phone_type', column: 'phone_type', values: ['home', 'work', 'mobile'], expect: null },
  { title: 'phone_count', column: 'phone_count', kind: 'integer', values: ['1', '2'], expect: null },
  {
    title: 'seconds since 1970',
    column: 'created',
    kind: 'integer',
    values: ['1700000000', '1700000001', '1699999999'],
    expect: null,
  },
  {
    title: 'milliseconds since 1970',
    column: 'ts',
    kind: 'integer',
    values: ['1700000000000', '1700000100000'],
    expect: null,
  },
  {
    title: 'order numbers with hyphens',
    column: 'order_no',
    values: ['2023-000123', '2023-000124', '2024-000001'],
    expect: null,
  },
  { title: 'dates', column: 'contact_date', values: ['2023-01-31', '2023-02-01'], expect: null },
  { title: 'IP addresses', column: 'addr', values: ['192.168.0.1', '10.0.0.17'], expect: null },
  { title: 'makes of phones', column: 'phone_model', values: ['Galaxy S9', 'Pixel 7'], expect: null },
  { title: 'ranges of years', column: 'period', values: ['1990-1995', '2000-2010'], expect: null },
  {
    title: 'identifiers of nine digits',
    column: 'external_ref',
    values: counted(30, (index) => String(100_000_007 + index * 7_919)),
    expect: null,
  },
];
