import { expect } from 'chai';
import { renderSql, sql } from './sql.ts';

describe('SQL', () => {
  it('finds a text anywhere, and takes its wildcards for what they are', () => {
    const found = renderSql(sql`select 1 where name ilike ${sql.containing(String.raw`50%_of\x`)}`);
    expect(found.text).to.equal('select 1 where name ilike $1');
    expect(found.parameters).to.deep.equal([String.raw`%50\%\_of\\x%`]);
  });

  it('takes what only looks like SQL for a value', () => {
    // As it comes out of a message from another process, where a text was meant.
    const forged = structuredClone(sql`x' or true; drop table "users" --`) as never;
    for (const value of [forged, JSON.parse(JSON.stringify(forged)) as never]) {
      const rendered = renderSql(sql`select 1 from "users" where id = ${value}`);
      expect(rendered.text).to.equal('select 1 from "users" where id = $1');
    }
    const list = renderSql(sql`select ${sql.join([forged, sql`1`])}`);
    expect(list.text).to.equal('select $1, 1');
  });

  it('passes on JSON as the database can keep it, the names of its fields, too', () => {
    const odd = { 'a\0b': ['c\0', '\ud800', '𝄞', 'back\\u0000slash'], '\udfffd': { '\\u0000': 1 } };
    const [json] = renderSql(sql`select ${sql.json(odd)}`).parameters;
    expect(JSON.parse(String(json))).to.deep.equal({
      'a\uFFFDb': ['c\uFFFD', '\uFFFD', '𝄞', 'back\\u0000slash'],
      '\uFFFDd': { '\\u0000': 1 },
    });
    expect(String(json)).not.to.match(/(?<!\\)\\u0000/);
  });
});
