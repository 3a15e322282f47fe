import type { SourceChange } from './source-tables.ts';

/** Rows that are inserted by one statement. */
const BATCH = 500;
/** Beyond every key that there is: the rows that a table grows by come after those that it has. */
const KEYS_APART = 1_000_000;

/** What an SQL database is told to change a table. Names and values are the suite's own and hold no quotes. */
export function statementsOf(change: SourceChange): readonly string[] {
  switch (change.kind) {
    case 'create': {
      const { name, columns, rows } = change.table;
      const [key = 'id', ...others] = columns;
      const defined = [`${key} integer primary key`, ...others.map((column) => `${column} varchar(1100)`)];
      const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, at) =>
        rows
          .slice(at * BATCH, (at + 1) * BATCH)
          .map(
            (row) => `(${row.map((value) => (typeof value === 'number' ? value : `'${value}'`)).join(', ')})`,
          ),
      );
      return [
        `create table ${name} (${defined.join(', ')})`,
        ...batches.map((values) => `insert into ${name} (${columns.join(', ')}) values ${values.join(', ')}`),
      ];
    }
    case 'drop':
      return [`drop table ${change.name}`];
    case 'widen':
      return [`alter table ${change.name} add column extra varchar(20)`];
    case 'rename':
      return [`alter table ${change.name} rename column note to remark`];
    case 'grow':
      return [
        `insert into ${change.name} (id, email) select id + ${KEYS_APART}, email from ${change.name} where id < ${KEYS_APART}`,
      ];
    case 'shrink':
      return [`delete from ${change.name} where id % 2 = 0`];
  }
}
