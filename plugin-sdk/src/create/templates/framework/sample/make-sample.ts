import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Numbers that card networks give out for tests. */
const CARDS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117'];

const file = join(import.meta.dirname, 'sample.sqlite');
rmSync(file, { force: true });
const database = new DatabaseSync(file);
database.exec(`
  create table payments (id integer primary key, card text, amount real);
  create table integrations (id integer primary key, title text, password text);
`);
const payment = database.prepare('insert into payments (card, amount) values (?, ?)');
for (const [at, card] of CARDS.entries()) payment.run(card, 10 + at);
const integration = database.prepare('insert into integrations (title, password) values (?, ?)');
integration.run('Shop', 'correct horse battery staple');
integration.run('Mail', 'Tr0ub4dor&3');
integration.run('Chat', 'hunter2-hunter2');
database.close();
console.log(`made ${file}`);
