import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const file = join(import.meta.dirname, 'sample.sqlite');
rmSync(file, { force: true });
const database = new DatabaseSync(file);
database.exec(`
  create table people (id integer primary key, name text, code text);
  insert into people (name, code) values ('Ada', 'BK-4821-1'), ('Grace', 'MT-1203-4'), ('Edith', 'QX-7754-3');
  create table orders (id integer primary key, order_number text);
  insert into orders (order_number) values ('BK-4821-4'), ('MT-1203-1'), ('AA-0001-9');
`);
database.close();
console.log(`made ${file}`);
