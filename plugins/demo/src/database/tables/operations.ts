import type { Dice } from '../dice.ts';
import { rows, type Table } from '../table.ts';

/** Versions of four parts look like network addresses. */
export function releases(dice: Dice): Table {
  return {
    name: 'releases',
    columns: {
      release_id: 'INTEGER PRIMARY KEY',
      component: 'TEXT NOT NULL',
      version: 'TEXT NOT NULL',
      build_uuid: 'TEXT NOT NULL',
      build_number: 'INTEGER NOT NULL',
      checksum: 'TEXT NOT NULL',
      released_on: 'DATE NOT NULL',
    },
    rows: rows(90, (id) => [
      id,
      dice.pick(['shop', 'warehouse', 'billing', 'search']),
      `${dice.number(1, 12)}.${dice.number(0, 30)}.${dice.number(0, 9)}.${dice.number(0, 250)}`,
      dice.uuid(),
      dice.number(100_000, 999_999),
      dice.text('0123456789abcdef', 40),
      dice.date(2021, 2025),
    ]),
  };
}

/** Codes of courses, of years and of scenarios: no postal codes. */
export function trainings(dice: Dice): Table {
  return {
    name: 'trainings',
    columns: {
      id: 'INTEGER PRIMARY KEY',
      code: 'INTEGER NOT NULL',
      academic_year: 'TEXT NOT NULL',
      title: 'TEXT NOT NULL',
      scenario_code: 'TEXT NOT NULL',
      seats: 'INTEGER NOT NULL',
      duration_minutes: 'INTEGER NOT NULL',
    },
    rows: rows(48, (id) => {
      const year = dice.number(2018, 2025);
      return [
        id,
        year,
        `${year}/${String((year + 1) % 100).padStart(2, '0')}`,
        dice.pick(['Forklift safety', 'First aid', 'Fire drill', 'Data protection', 'Customer talk']),
        `SC${dice.digits(5)}`,
        dice.number(6, 30),
        dice.number(2, 16) * 30,
      ];
    }),
  };
}

/** Places that are no person's, and shares of browsers that are no person's either. */
export function warehouses(dice: Dice): Table {
  return {
    name: 'warehouses',
    columns: {
      warehouse_id: 'INTEGER PRIMARY KEY',
      code: 'TEXT NOT NULL',
      dock_count: 'INTEGER NOT NULL',
      area_m2: 'INTEGER NOT NULL',
      opens: 'TEXT NOT NULL',
      temperature: 'REAL NOT NULL',
    },
    rows: rows(12, (id) => [
      id,
      `WH-${String(id).padStart(2, '0')}`,
      dice.number(2, 40),
      dice.number(900, 40_000),
      dice.pick(['06:00', '07:00', '08:30']),
      dice.number(-40, 240) / 10,
    ]),
  };
}

export function pageViews(dice: Dice): Table {
  return {
    name: 'page_views',
    columns: {
      day: 'DATE NOT NULL',
      page: 'TEXT NOT NULL',
      browser: 'TEXT NOT NULL',
      views: 'INTEGER NOT NULL',
      bounce_rate: 'REAL NOT NULL',
    },
    rows: rows(300, () => [
      dice.date(2025, 2025),
      dice.pick(['/', '/sofas', '/lamps', '/cart', '/help']),
      dice.pick(['Firefox', 'Chrome', 'Safari', 'Edge']),
      dice.number(10, 9000),
      dice.number(50, 900) / 1000,
    ]),
  };
}
