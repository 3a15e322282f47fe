import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

/** Letters that are genders in some language, and letters that are something else. */
export const genderCases: readonly ClassifierCase[] = [
  {
    title: 'shifts as letters beside people',
    table: 'employees',
    column: 'shift_code',
    neighbours: ['first_name', 'hire_date', 'ni_number'],
    values: ['E', 'L', 'N', 'D'],
    expect: null,
  },
  ...[
    ['K', 'M'],
    ['H', 'F'],
    ['V', 'M'],
    ['Ж', 'М'],
    ['L', 'P'],
    ['M', 'W', 'X'],
    ['M', 'U'],
  ].map(
    (values): ClassifierCase => ({
      title: `genders as the letters ${values.join(' and ')}`,
      table: 'persons',
      column: 'sex',
      values,
      expect: 'GENDER',
    }),
  ),
];
