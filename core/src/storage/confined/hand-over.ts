import type pg from 'pg';
import { quote } from '../statement.ts';

/**
 * Makes a role the owner of all that a schema holds but its record of migrations: of a plugin that has been moved behind a wall, or back.
 * @returns whether anything was another's
 */
export async function handOver(owner: pg.ClientBase, schema: string, role: string): Promise<boolean> {
  const { rows } = await owner.query<{ statement: string }>(
    `select format('alter %s %s owner to ${quote(role).replaceAll("'", "''")}', case c.relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end, c.oid::regclass) as statement
     from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'S') and c.relname <> 'migrations'
       and pg_get_userbyid(c.relowner) <> $2
       and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i') and c.relkind = 'S')
     union all
     select format('alter type %s owner to ${quote(role).replaceAll("'", "''")}', t.oid::regtype) from pg_type t
     where t.typnamespace = $1::regnamespace and t.typtype in ('e', 'd') and pg_get_userbyid(t.typowner) <> $2`,
    [quote(schema), role],
  );
  for (const { statement } of rows) await owner.query(statement);
  return rows.length > 0;
}
