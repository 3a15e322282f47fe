import { type SqlFragment, sql, type TagRows } from '@datawave/plugin-sdk';
import type { AttributeTest } from './attribute-test.ts';

/** What a test of tags demands of a row, as SQL. */
export function tagCondition(
  { demand, tags }: Extract<AttributeTest, { readonly kind: 'tags' }>,
  where: SqlFragment | TagRows,
): SqlFragment {
  if ('strings' in where) {
    if (demand === 'all') return sql`${where} @> ${tags}::text[]`;
    if (demand === 'any') return sql`${where} && ${tags}::text[]`;
    return sql`(${where} && ${tags}::text[]) is not true`;
  }
  if (demand === 'any') return sql`exists (${having(where, sql`= any(${tags}::text[])`)})`;
  if (demand === 'none') return sql`not exists (${having(where, sql`= any(${tags}::text[])`)})`;
  const each = tags.map((tag) => sql`exists (${having(where, sql`= ${tag}`)})`);
  return each.length === 0 ? sql`true` : sql`(${sql.join(each, ' and ')})`;
}

/** The rows with which a thing has a tag: joined by equality alone, so that row-level security leaves the planner its indexes. */
const having = ({ table, tag, thing, of }: TagRows, isWanted: SqlFragment): SqlFragment =>
  sql`select from ${table} tagged where ${sql.identifier('tagged', thing)} = ${of} and ${sql.identifier('tagged', tag)} ${isWanted}`;
