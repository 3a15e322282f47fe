import type { Dice } from '../dice.ts';
import { germanIban, type Person, person } from '../people.ts';
import { rows, type Table } from '../table.ts';

const CUSTOMERS = 240;

/** People who buy: nearly every column of theirs is personal data, the counts and flags beside it are not. */
export function customers(dice: Dice): { readonly table: Table; readonly people: readonly Person[] } {
  const people = Array.from({ length: CUSTOMERS }, (_, index) => person(dice, index + 1));
  return {
    people,
    table: {
      name: 'customers',
      columns: {
        id: 'INTEGER PRIMARY KEY',
        first_name: 'TEXT NOT NULL',
        last_name: 'TEXT NOT NULL',
        email: 'TEXT NOT NULL UNIQUE',
        email_verified: 'INTEGER NOT NULL',
        email_count: 'INTEGER NOT NULL',
        phone: 'TEXT',
        phone_type: 'TEXT',
        birth_date: 'DATE',
        street: 'TEXT',
        city: 'TEXT',
        postal_code: 'TEXT',
        country: 'TEXT',
        iban: 'TEXT',
        newsletter: 'INTEGER NOT NULL',
        created_at: 'TIMESTAMP NOT NULL',
      },
      rows: rows(CUSTOMERS, (id) => {
        const one = people[id - 1] ?? person(dice, id);
        const hasPhone = dice.chance(0.9);
        return [
          id,
          one.firstName,
          one.lastName,
          one.email,
          dice.number(0, 1),
          dice.number(0, 40),
          hasPhone ? one.phone : null,
          hasPhone ? dice.pick(['mobile', 'home', 'work']) : null,
          dice.chance(0.85) ? dice.date(1945, 2006) : null,
          one.street,
          one.city,
          one.postalCode,
          one.country,
          dice.chance(0.35) ? germanIban(dice) : null,
          dice.number(0, 1),
          dice.moment(2019, 2025),
        ];
      }),
    },
  };
}
