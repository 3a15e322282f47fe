import { expect } from 'chai';
import { renderSql, sql } from './sql.ts';

describe('SQL', () => {
  it('finds a text anywhere, and takes its wildcards for what they are', () => {
    const found = renderSql(sql`select 1 where name ilike ${sql.containing(String.raw`50%_of\x`)}`);
    expect(found.text).to.equal('select 1 where name ilike $1');
    expect(found.parameters).to.deep.equal([String.raw`%50\%\_of\\x%`]);
  });
});
