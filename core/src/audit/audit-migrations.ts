import { type Migration, workspaceTable } from '@datawave/plugin-sdk';
import { APPEND_ONLY_TRIGGER } from '../storage/append-only.ts';
import { APP_ROLE, KERNEL_ROLE } from '../storage/roles.ts';

/**
 * The audit trail. Plugins' transactions add to it as the application's role, which may do nothing else with it, not even read.
 * What has become too old goes by one function, which belongs to the owner of the table and which only the kernel may call.
 */
export const auditMigrations: readonly Migration[] = [
  {
    name: 'audit_0001_entries',
    up: [
      `create table core.audit_entries (
         workspace_id uuid not null,
         position bigint generated always as identity,
         occurred_at timestamptz not null default clock_timestamp(),
         plugin text not null,
         request_id text not null,
         address text,
         principal_id text not null,
         principal_kind text not null,
         principal_name text not null,
         session_id text,
         action text not null,
         object_type text not null,
         object_id text not null,
         object_name text,
         outcome text not null check (outcome in ('succeeded', 'denied', 'failed')),
         reason text,
         before jsonb,
         after jsonb,
         primary key (workspace_id, position)
       )`,
      ...workspaceTable('audit_entries'),
      `create function core.refuse_audit_change() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
         begin
           if tg_op = 'DELETE' and current_setting('app.audit_retention', true) = 'on' then return old; end if;
           raise exception 'Entries of the audit trail are neither changed nor removed.' using errcode = 'insufficient_privilege';
         end
       $$`,
      `create trigger ${APPEND_ONLY_TRIGGER} before update or delete on core.audit_entries for each row execute function core.refuse_audit_change()`,
      `create trigger ${APPEND_ONLY_TRIGGER}_whole before truncate on core.audit_entries for each statement execute function core.refuse_audit_change()`,
      // The settings are made inside: only a superuser may write those of an application into the definition of a function.
      `create function core.purge_audit_entries(workspace uuid, up_to bigint, most integer) returns bigint language plpgsql security definer
         set search_path = pg_catalog, pg_temp as $$
         declare
           former text := coalesce(current_setting('app.workspace', true), '');
           gone bigint;
         begin
           perform set_config('app.workspace', workspace::text, true), set_config('app.audit_retention', 'on', true);
           delete from core.audit_entries e
           where e.workspace_id = workspace and e.position in (
             select o.position from core.audit_entries o
             where o.workspace_id = workspace and o.position <= up_to order by o.position limit most
           );
           get diagnostics gone = row_count;
           perform set_config('app.workspace', former, true), set_config('app.audit_retention', 'off', true);
           return gone;
         end
       $$`,
      `revoke all on function core.purge_audit_entries(uuid, bigint, integer) from public, ${APP_ROLE}`,
      `grant execute on function core.purge_audit_entries(uuid, bigint, integer) to ${KERNEL_ROLE}`,
    ],
  },
];
