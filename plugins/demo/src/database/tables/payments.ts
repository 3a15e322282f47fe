import type { Dice } from '../dice.ts';
import { cardNumber, type Person } from '../people.ts';
import { rows, type Table } from '../table.ts';

/** Card payments; amounts and currencies beside the numbers are harmless. */
export function payments(dice: Dice, orderCount: number, people: readonly Person[]): Table {
  return {
    name: 'payments',
    columns: {
      payment_id: 'INTEGER PRIMARY KEY',
      order_id: 'INTEGER NOT NULL REFERENCES orders (order_id)',
      method: 'TEXT NOT NULL',
      card_holder: 'TEXT',
      card_number: 'TEXT',
      cvv: 'TEXT',
      amount: 'DECIMAL(10,2) NOT NULL',
      currency: 'TEXT NOT NULL',
      batch_id: 'TEXT NOT NULL',
      paid_at: 'TIMESTAMP NOT NULL',
    },
    rows: rows(380, (id) => {
      const isCard = dice.chance(0.8);
      const holder = people[dice.number(0, people.length - 1)];
      return [
        id,
        dice.number(1, orderCount),
        isCard ? 'card' : 'transfer',
        isCard && holder !== undefined ? `${holder.firstName} ${holder.lastName}` : null,
        isCard ? cardNumber(dice) : null,
        isCard ? dice.digits(3) : null,
        dice.number(20, 4000) + 0.5,
        dice.pick(['EUR', 'EUR', 'GBP', 'USD']),
        `B${dice.digits(6)}`,
        dice.moment(2023, 2025),
      ];
    }),
  };
}
