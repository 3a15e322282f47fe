import { withLuhn } from '../check-digits.ts';
import type { Dice } from '../dice.ts';
import { rows, type Table } from '../table.ts';

// Furniture is often called by given names; a list of names is not a list of people.
// biome-ignore format: a list of words
const PRODUCTS = [
  'Billie', 'Nora', 'Oskar', 'Frida', 'Emil', 'Hilda', 'Anton', 'Selma', 'Bruno', 'Greta', 'Otto', 'Ida', 'Viggo', 'Alma', 'Karl', 'Tilda', 'Sixten',
  'Elsa', 'Ludvig', 'Astrid', 'Birger', 'Maja', 'Axel', 'Signe', 'Gustav', 'Linnea', 'Arvid', 'Ebba', 'Nils', 'Stella', 'Vera', 'Hugo', 'Ines', 'Leo',
] as const;
const CATEGORIES = ['Chairs', 'Tables', 'Lamps', 'Shelves', 'Sofas', 'Beds', 'Rugs', 'Storage'] as const;
const PRODUCT_COUNT = PRODUCTS.length * 2;

export function categories(): Table {
  return {
    name: 'categories',
    columns: {
      category_id: 'INTEGER PRIMARY KEY',
      category_name: 'TEXT NOT NULL',
      description: 'TEXT NOT NULL',
    },
    rows: CATEGORIES.map((name, index) => [index + 1, name, `${name} of solid wood and steel`]),
  };
}

export function products(dice: Dice): Table {
  return {
    name: 'products',
    columns: {
      product_id: 'INTEGER PRIMARY KEY',
      sku: 'TEXT NOT NULL UNIQUE',
      product_name: 'TEXT NOT NULL',
      category_id: 'INTEGER NOT NULL REFERENCES categories (category_id)',
      colour: 'TEXT NOT NULL',
      unit_price: 'DECIMAL(10,2) NOT NULL',
      weight_kg: 'REAL NOT NULL',
      rating: 'REAL',
      discontinued: 'INTEGER NOT NULL',
    },
    rows: rows(PRODUCT_COUNT, (id) => [
      id,
      `${dice.text('ABCDEFGHKLMNPRSTUVWXYZ', 3)}-${dice.digits(4)}-${String(id).padStart(3, '0')}`,
      PRODUCTS[(id - 1) % PRODUCTS.length] ?? 'Billie',
      dice.number(1, CATEGORIES.length),
      `#${dice.text('0123456789abcdef', 6)}`,
      dice.number(19, 1490) + 0.9,
      dice.number(5, 900) / 10,
      dice.chance(0.8) ? dice.number(20, 50) / 10 : null,
      dice.chance(0.1) ? 1 : 0,
    ]),
  };
}

export const ORDERS = 420;

/** Order numbers pass the Luhn check and times in seconds look like telephone numbers; neither is what it looks like. */
export function orders(dice: Dice, customerCount: number): Table {
  return {
    name: 'orders',
    columns: {
      order_id: 'INTEGER PRIMARY KEY',
      order_number: 'TEXT NOT NULL UNIQUE',
      customer_id: 'INTEGER NOT NULL REFERENCES customers (id)',
      status: 'TEXT NOT NULL',
      total: 'DECIMAL(10,2) NOT NULL',
      placed_epoch: 'INTEGER NOT NULL',
      tracking_uuid: 'TEXT NOT NULL',
      item_count: 'INTEGER NOT NULL',
    },
    rows: rows(ORDERS, (id) => [
      id,
      withLuhn(`9${String(id).padStart(6, '0')}${dice.digits(8)}`),
      dice.number(1, customerCount),
      dice.pick(['open', 'paid', 'shipped', 'returned']),
      dice.number(20, 4000) + 0.5,
      dice.number(1_577_836_800, 1_766_000_000),
      dice.uuid(),
      dice.number(1, 6),
    ]),
  };
}

export function orderItems(dice: Dice): Table {
  return {
    name: 'order_items',
    columns: {
      order_id: 'INTEGER NOT NULL REFERENCES orders (order_id)',
      line: 'INTEGER NOT NULL',
      product_id: 'INTEGER NOT NULL REFERENCES products (product_id)',
      quantity: 'INTEGER NOT NULL',
      unit_price: 'DECIMAL(10,2) NOT NULL',
    },
    constraints: ['PRIMARY KEY (order_id, line)'],
    rows: rows(ORDERS * 2, (number) => [
      Math.ceil(number / 2),
      (number % 2) + 1,
      dice.number(1, PRODUCT_COUNT),
      dice.number(1, 4),
      dice.number(19, 1490) + 0.9,
    ]),
  };
}
