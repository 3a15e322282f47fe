import type { Dice } from '../dice.ts';
import { germanIban, germanTaxId, person, socialSecurityNumber } from '../people.ts';
import { rows, type Table } from '../table.ts';

const STAFF = 60;
const JOBS = [
  'Accountant',
  'Buyer',
  'Warehouse clerk',
  'Software developer',
  'Customer adviser',
  'Team leader',
  'Designer',
  'Driver',
  'Sales manager',
] as const;

/** People who work there: pay, bank details and national numbers, of which each country has its own. */
export function staff(dice: Dice): Table {
  return {
    name: 'staff',
    columns: {
      staff_id: 'INTEGER PRIMARY KEY',
      full_name: 'TEXT NOT NULL',
      work_email: 'TEXT NOT NULL',
      home_address: 'TEXT NOT NULL',
      date_of_birth: 'DATE NOT NULL',
      gender: 'TEXT',
      job_title: 'TEXT NOT NULL',
      department_id: 'INTEGER NOT NULL REFERENCES departments (id)',
      salary: 'DECIMAL(10,2) NOT NULL',
      tax_id: 'TEXT',
      ssn: 'TEXT',
      bank_account: 'TEXT NOT NULL',
      hired_on: 'DATE NOT NULL',
    },
    rows: rows(STAFF, (id) => {
      const one = person(dice, id);
      const isAmerican = dice.chance(0.4);
      return [
        id,
        `${one.firstName} ${one.lastName}`,
        `${one.firstName}.${one.lastName}${id}@alpenglow.example`.toLowerCase(),
        `${one.street}, ${one.postalCode} ${one.city}`,
        dice.date(1958, 2003),
        dice.pick(['female', 'male', 'female', 'male', 'diverse']),
        dice.pick(JOBS),
        dice.number(1, 8),
        dice.number(280, 980) * 100,
        isAmerican ? null : germanTaxId(dice),
        isAmerican ? socialSecurityNumber(dice) : null,
        germanIban(dice),
        dice.date(2008, 2025),
      ];
    }),
  };
}

const DEPARTMENTS = [
  'Purchasing',
  'Warehouse',
  'Sales',
  'Customer care',
  'Finance',
  'Design',
  'Technology',
  'People',
] as const;

/** Nothing of a person here: codes, colours and head counts. */
export function departments(dice: Dice): Table {
  return {
    name: 'departments',
    columns: {
      id: 'INTEGER PRIMARY KEY',
      name: 'TEXT NOT NULL',
      cost_center: 'TEXT NOT NULL',
      colour: 'TEXT NOT NULL',
      head_count: 'INTEGER NOT NULL',
      zip_count: 'INTEGER NOT NULL',
    },
    rows: DEPARTMENTS.map((name, index) => [
      index + 1,
      name,
      `CC-${4000 + index * 10}`,
      `#${dice.text('0123456789abcdef', 6)}`,
      dice.number(3, 14),
      dice.number(0, 90),
    ]),
  };
}
