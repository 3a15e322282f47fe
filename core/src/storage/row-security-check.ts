import { DataWaveError } from '@datawave/plugin-sdk';
import type pg from 'pg';
import { KERNEL_ROLE } from './roles.ts';
import { literal, quote } from './statement.ts';

interface Fault {
  readonly name: string;
  readonly fault: string;
}

/** Every relation of a schema by which rows of one workspace could be seen from another. */
const FAULTS = `
  with relation as (
    select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
           exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as scoped
    from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  ), policy as (
    select p.polrelid, p.polcmd,
           coalesce(pg_get_expr(p.polqual, p.polrelid), '') as reads,
           coalesce(pg_get_expr(p.polwithcheck, p.polrelid), pg_get_expr(p.polqual, p.polrelid), '') as writes
    from pg_policy p
    where p.polpermissive and not (p.polroles = array[$2::regrole::oid])
  )
  select relname as name, fault from relation r cross join lateral (
    select case
      when relkind in ('r', 'p') and scoped and not relrowsecurity then 'row-level security is not enabled'
      when relkind in ('r', 'p') and scoped and not relforcerowsecurity then 'row-level security is not forced'
      when relkind in ('r', 'p') and scoped and not exists (select from policy p where p.polrelid = r.oid) then 'it has no policy'
      when relkind in ('r', 'p') and scoped and exists (
        select from policy p where p.polrelid = r.oid and (
          (p.polcmd <> 'a' and p.reads not like '%app.workspace%') or (p.polcmd not in ('r', 'd') and p.writes not like '%app.workspace%'))
      ) then 'a policy does not compare with app.workspace'
      when relkind = 'm' and scoped then 'a materialized view cannot have row-level security'
      when relkind = 'v' and not coalesce(reloptions::text ~ 'security_invoker=(true|on|1|yes)', false) then 'the view runs with its owner''s rights; create it with (security_invoker = true)'
    end as fault
  ) f where fault is not null order by relname limit 20`;

/**
 * Refuses a schema in which a table with workspace_id is not confined to its workspace, or a view that evades that.
 * @throws DataWaveError DW_STORAGE_ROW_SECURITY naming the tables
 */
export async function checkRowSecurity(
  owner: pg.ClientBase,
  plugin: { readonly id: string; readonly schema: string },
): Promise<void> {
  const { rows } = await owner.query<Fault>(FAULTS, [quote(plugin.schema), quote(KERNEL_ROLE)]);
  if (rows.length === 0) return;
  throw new DataWaveError({
    code: 'DW_STORAGE_ROW_SECURITY',
    message: `Plugin ${plugin.id} leaves data open to other workspaces: ${rows.map((row) => `${plugin.schema}.${row.name}: ${row.fault}`).join('; ')}.`,
    hint: 'Add ...workspaceTable(NAME) from @datawave/plugin-sdk to the migration that creates the table. Nothing of the migration was applied.',
    where: `plugin ${plugin.id}, migrations`,
  });
}

/**
 * Lets the owner of a schema's tables see all their rows until {@link forceAgain}, in the transaction of a migration that changes
 * rows: confined to a workspace as it is, with none set, it would change nothing and say nothing. A superuser sees them anyway.
 * @returns the tables
 */
export async function admitOwner(owner: pg.ClientBase, schema: string): Promise<readonly string[]> {
  const { rows } = await owner.query<{ oid: string; name: string }>(
    `select c.oid::text as oid, c.relname as name from pg_class c
     where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p') and c.relforcerowsecurity
       and not exists (select from pg_roles where rolname = current_user and (rolsuper or rolbypassrls))`,
    [quote(schema)],
  );
  for (const { name } of rows)
    await owner.query(`alter table ${quote(schema)}.${quote(name)} no force row level security`);
  return rows.map(({ oid }) => oid);
}

/** Confines the owner again, in the tables that there still are. */
export async function forceAgain(owner: pg.ClientBase, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  const { rows } = await owner.query<{ statement: string }>(
    `select format('alter table %s force row level security', c.oid::regclass) as statement from pg_class c where c.oid = any($1::oid[])`,
    [tables],
  );
  for (const { statement } of rows) await owner.query(statement);
}

/** Lets the kernel's role past the policies of core's own tables, which it serves for all workspaces. */
export async function admitKernel(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'core'::regnamespace and c.relkind in ('r', 'p') and c.relrowsecurity
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polroles = array[${literal(KERNEL_ROLE)}::regrole::oid])`,
  );
  for (const { name } of rows) {
    await owner.query(
      `create policy kernel on core.${quote(name)} to ${quote(KERNEL_ROLE)} using (true) with check (true)`,
    );
  }
}
