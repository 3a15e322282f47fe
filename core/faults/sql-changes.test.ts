import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { statementsOf } from './sql-changes.ts';

describe('changes of an SQL source', () => {
  it('lets a table grow as often as asked, with twice the rows each time', () => {
    const database = new DatabaseSync(':memory:');
    const rows = (): unknown => database.prepare('select count(*) as rows from people').get();
    const table = {
      name: 'people',
      columns: ['id', 'email'],
      rows: [
        [1, 'one@example.com'],
        [2, 'two@example.com'],
      ],
    };
    for (const statement of statementsOf({ kind: 'create', table })) database.exec(statement);
    for (const expected of [4, 8, 16]) {
      for (const statement of statementsOf({ kind: 'grow', name: 'people' })) database.exec(statement);
      expect(rows()).to.deep.equal({ rows: expected });
    }
    database.close();
  });
});
