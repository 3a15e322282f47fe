import type { Dice } from '../dice.ts';
import { ipAddress, type Person } from '../people.ts';
import { rows, type Table } from '../table.ts';

// biome-ignore format: a list of words
const BODIES = [
  'The parcel came with a dent in one corner.', 'When will the sofa be in stock again?', 'Please send the invoice once more.', 'One screw is missing from the bag.',
  'I would like to change the delivery date.', 'The colour differs from the picture.', 'How do I return an item?', 'The discount code does not work.',
] as const;
const BROWSERS = ['Firefox', 'Chrome', 'Safari', 'Edge', 'Opera'] as const;

/** What people write to the shop, and from where. */
export function tickets(dice: Dice, people: readonly Person[]): Table {
  return {
    name: 'tickets',
    columns: {
      ticket_id: 'INTEGER PRIMARY KEY',
      customer_id: 'INTEGER NOT NULL REFERENCES customers (id)',
      subject: 'TEXT NOT NULL',
      body: 'TEXT NOT NULL',
      ip_address: 'TEXT NOT NULL',
      browser: 'TEXT NOT NULL',
      user_agent: 'TEXT NOT NULL',
      priority: 'TEXT NOT NULL',
      opened_at: 'TIMESTAMP NOT NULL',
    },
    rows: rows(180, (id) => {
      const customer = dice.number(1, people.length);
      const writer = people[customer - 1];
      const browser = dice.pick(BROWSERS);
      const signature =
        writer !== undefined && dice.chance(0.5)
          ? ` Call me at ${writer.phone} or write to ${writer.email}. ${writer.firstName} ${writer.lastName}`
          : '';
      return [
        id,
        customer,
        dice.pick(['Delivery', 'Invoice', 'Return', 'Product', 'Other']),
        `${dice.pick(BODIES)}${signature}`,
        ipAddress(dice),
        browser,
        `Mozilla/5.0 (${dice.pick(['Windows NT 10.0; Win64; x64', 'Macintosh; Intel Mac OS X 10_15_7', 'X11; Linux x86_64'])}) ${browser}/${dice.number(90, 140)}.0`,
        dice.pick(['low', 'normal', 'high']),
        dice.moment(2024, 2025),
      ];
    }),
  };
}

const HASH_ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const KEY_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** How people sign in. The hashes are random text in bcrypt's form: no password stands behind them. */
export function accounts(dice: Dice, people: readonly Person[]): Table {
  return {
    name: 'accounts',
    columns: {
      account_id: 'INTEGER PRIMARY KEY',
      customer_id: 'INTEGER NOT NULL REFERENCES customers (id)',
      username: 'TEXT NOT NULL UNIQUE',
      password_hash: 'TEXT NOT NULL',
      password_changed: 'INTEGER NOT NULL',
      api_key: 'TEXT',
      last_login_ip: 'TEXT',
      login_count: 'INTEGER NOT NULL',
      two_factor_enabled: 'INTEGER NOT NULL',
    },
    rows: people.map((one, index) => [
      index + 1,
      index + 1,
      `${one.firstName.charAt(0)}${one.lastName}${index + 1}`.toLowerCase(),
      `$2b$12$${dice.text(HASH_ALPHABET, 53)}`,
      dice.number(0, 1),
      dice.chance(0.3) ? `sk_live_${dice.text(KEY_ALPHABET, 32)}` : null,
      dice.chance(0.9) ? ipAddress(dice) : null,
      dice.number(0, 300),
      dice.number(0, 1),
    ]),
  };
}
