import { createDice } from './dice.ts';
import type { Table } from './table.ts';
import { customers } from './tables/customers.ts';
import { pageViews, releases, trainings, warehouses } from './tables/operations.ts';
import { payments } from './tables/payments.ts';
import { categories, ORDERS, orderItems, orders, products } from './tables/shop.ts';
import { departments, staff } from './tables/staff.ts';
import { accounts, tickets } from './tables/support.ts';

const SEED = 20_260;

/** All tables of the company. Every table has dice of its own, so that a change of one leaves the others alone. */
export function company(): readonly Table[] {
  let seed = SEED;
  const dice = () => createDice(seed++);
  const { table: customerTable, people } = customers(dice());
  return [
    departments(dice()),
    staff(dice()),
    customerTable,
    accounts(dice(), people),
    categories(),
    products(dice()),
    orders(dice(), people.length),
    orderItems(dice()),
    payments(dice(), ORDERS, people),
    tickets(dice(), people),
    releases(dice()),
    trainings(dice()),
    warehouses(dice()),
    pageViews(dice()),
  ];
}
