import type { SourceChange } from './source-tables.ts';

/** Rows that are inserted by one statement. */
const BATCH = 500;

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
      // Beyond every key that there is, however often it grew before.
      return [
        `insert into ${change.name} (id, email) select id + apart, email from ${change.name}, (select max(id) + 1 as apart from ${change.name}) as keys_so_far`,
      ];
    case 'shrink':
      return [`delete from ${change.name} where id % 2 = 0`];
  }
}
