import type { Control } from '@datawave/plugin-sdk';

/** What the framework asks for, in our own words, with a link to its text. `check` says how the rules judge it; without it, people do. */
export const CONTROLS: readonly Control[] = [
  {
    id: 'SP-1',
    title: 'No card numbers at rest',
    summary: 'Payment card numbers are replaced by tokens when they arrive, and are stored nowhere.',
    check: 'A column that holds card numbers, or has some among its values, does not meet it.',
    url: 'https://example.com/sample-plugin/card-numbers',
  },
  {
    id: 'SP-2',
    title: 'Credentials are kept in the vault',
    summary: 'Passwords, keys and tokens are kept in the vault of the platform team, and in no table.',
    check: 'A column that holds passwords in clear, keys or tokens does not meet it.',
    url: 'https://example.com/sample-plugin/credentials',
  },
  {
    id: 'SP-3',
    title: 'Every table has an owner',
    summary: 'Somebody answers for each table, and is told when a rule finds something in it.',
    url: 'https://example.com/sample-plugin/owners',
  },
];
