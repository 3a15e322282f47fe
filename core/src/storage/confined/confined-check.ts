import { DataWaveError, workspaceTable } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { literal, quote } from '../statement.ts';
import { reachOf } from './confined-guard.ts';

interface Found {
  readonly name: string;
  readonly fault: string;
}

/** What a schema of an isolated plugin may not hold: what runs by itself, and what is not its own. */
const FAULTS = (schema: string): string => `
  select p.proname as name, 'a function' as fault from pg_catalog.pg_proc p
    where p.pronamespace = ${schema} or p.proowner = me.oid
  union all
  select t.tgname || ' on ' || c.relname, 'a trigger' from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid
    where c.relnamespace = ${schema} and not t.tgisinternal
  union all
  select r.rulename || ' on ' || c.relname, 'a rule' from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
    where c.relnamespace = ${schema} and not (c.relkind = 'v' and r.rulename = '_RETURN')
  union all
  select c.relname, 'a relation of another kind than tables, indexes, views, types and sequences' from pg_catalog.pg_class c
    where c.relnamespace = ${schema} and c.relkind not in ('r', 'p', 'i', 'I', 'v', 'S', 'c', 't')
  union all
  select c.relname, 'a relation outside of its schema' from pg_catalog.pg_class c
    where c.relowner = me.oid and c.relnamespace <> ${schema} and c.relkind <> 't' and c.relnamespace <> 'pg_toast'::regnamespace
  union all
  select c.relname, 'a relation that it does not own' from pg_catalog.pg_class c
    where c.relnamespace = ${schema} and c.relowner <> me.oid and c.relkind in ('r', 'p', 'v', 'S')
      and c.relname <> 'migrations'
  union all
  select o.oprname, 'an operator' from pg_catalog.pg_operator o where o.oprnamespace = ${schema} or o.oprowner = me.oid
  union all
  select l.oid::text, 'a large object' from pg_catalog.pg_largeobject_metadata l where l.lomowner = me.oid
  union all
  select c.relname, 'rights that it gave to others' from pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl) a
    where c.relowner = me.oid and a.grantee = 0`;

/** The definitions in which a statement of somebody else's may run something. */
const DEFINITIONS = (schema: string): string => `
  select c.relname || '.' || a.attname as name, pg_catalog.pg_get_expr(d.adbin, d.adrelid) as text
    from pg_catalog.pg_attrdef d join pg_catalog.pg_class c on c.oid = d.adrelid
      join pg_catalog.pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum where c.relnamespace = ${schema}
  union all
  select conname, pg_catalog.pg_get_constraintdef(oid) from pg_catalog.pg_constraint where connamespace = ${schema}
  union all
  select c.relname, pg_catalog.pg_get_viewdef(c.oid) from pg_catalog.pg_class c where c.relnamespace = ${schema} and c.relkind = 'v'
  union all
  select c.relname, pg_catalog.pg_get_indexdef(c.oid) from pg_catalog.pg_class c where c.relnamespace = ${schema} and c.relkind in ('i', 'I')
  union all
  select t.typname, coalesce(t.typdefault, '') from pg_catalog.pg_type t where t.typnamespace = ${schema} and t.typtype = 'd'
  union all
  select p.polname, coalesce(pg_catalog.pg_get_expr(p.polqual, p.polrelid), '') || ' ' || coalesce(pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid), '')
    from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid where c.relnamespace = ${schema}`;

/**
 * Policies run in whoever reads the table, the platform too where it removes what a workspace has left. So they are those that the SDK makes,
 * to the letter; PostgreSQL writes them alike, whoever wrote them.
 */
const POLICIES = (schema: string): string => `
  select c.relname as name, p.polname as policy, p.polcmd as command, p.polpermissive as permissive, p.polroles = '{0}' as everybody,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) as reads, pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as writes
  from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid where c.relnamespace = ${schema}`;

const WORKSPACE_ONLY =
  "(workspace_id = (NULLIF(current_setting('app.workspace'::text, true), ''::text))::uuid)";

/**
 * Looks at what the migrations of an isolated plugin have made, before it is committed, in their own session.
 * @throws DataWaveError DW_STORAGE_ISOLATED_SCHEMA naming what may not be there
 */
export async function checkConfined(
  session: pg.ClientBase,
  plugin: { readonly id: string; readonly schema: string },
): Promise<void> {
  const schema = `${literal(quote(plugin.schema))}::regnamespace`;
  const faults: Found[] = [];
  const { rows: temporary } = await session.query<{ has: boolean }>(
    'select pg_catalog.pg_my_temp_schema() <> 0 as has',
  );
  if (temporary[0]?.has === true) faults.push({ name: 'pg_temp', fault: 'a temporary table' });
  const { rows } = await session.query<Found>(
    `select f.name, f.fault from (select oid from pg_catalog.pg_roles where rolname = current_user) me cross join lateral (${FAULTS(schema)}) f limit 20`,
  );
  faults.push(...rows);
  const { rows: definitions } = await session.query<{ name: string; text: string }>(DEFINITIONS(schema));
  for (const { name, text } of definitions) {
    const reach = reachOf(text);
    if (reach !== null) faults.push({ name, fault: `it calls ${reach}` });
  }
  const { rows: policies } = await session.query<{
    readonly name: string;
    readonly policy: string;
    readonly command: string;
    readonly permissive: boolean;
    readonly everybody: boolean;
    readonly reads: string | null;
    readonly writes: string | null;
  }>(POLICIES(schema));
  for (const { name, policy, command, permissive, everybody, reads, writes } of policies)
    if (
      command !== '*' ||
      !permissive ||
      !everybody ||
      reads !== WORKSPACE_ONLY ||
      (writes !== null && writes !== WORKSPACE_ONLY)
    )
      faults.push({
        name: `${policy} on ${name}`,
        fault: `a policy of another kind than ${workspaceTable.name} makes`,
      });
  if (faults.length === 0) return;
  throw new DataWaveError({
    code: 'DW_STORAGE_ISOLATED_SCHEMA',
    message: `The isolated plugin ${plugin.id} would keep what an isolated plugin may not: ${faults.map(({ name, fault }) => `${plugin.schema}.${name}: ${fault}`).join('; ')}.`,
    hint: 'Keep tables, indexes, views, types and sequences alone. Nothing of the migration was applied.',
    where: `plugin ${plugin.id}, migrations`,
  });
}
