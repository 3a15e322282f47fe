import type { Migration } from '@datawave/plugin-sdk';

const CURRENT_WORKSPACE = `nullif(current_setting('app.workspace', true), '')::uuid`;

/**
 * The outbox that transactions publish into, the numbered log that the relay moves it to, and the relay's one row,
 * which is also its lock: who holds it gives out the next numbers, and the next holder sees what he gave.
 */
export const eventsMigrations: readonly Migration[] = [
  {
    name: 'events_0001_outbox',
    up: [
      `create table core.event_outbox (
         entry bigint generated always as identity primary key,
         id uuid not null default gen_random_uuid(),
         workspace_id uuid not null,
         source text not null,
         type text not null,
         subject text,
         time timestamptz not null default clock_timestamp(),
         data jsonb not null
       )`,
      // A queue: rows live for milliseconds.
      `alter table core.event_outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)`,
      `create table core.events (
         sequence bigint primary key,
         id uuid not null,
         workspace_id uuid not null,
         source text not null,
         type text not null,
         subject text,
         time timestamptz not null,
         data jsonb not null
       )`,
      'create index events_workspace on core.events (workspace_id, sequence)',
      `create table core.event_relay (
         only_row boolean primary key default true check (only_row),
         last_sequence bigint not null default 0,
         purged_sequence bigint not null default 0
       )`,
      'insert into core.event_relay default values',
      `create function core.relay_events(most integer) returns bigint language plpgsql as $$
         declare
           first bigint;
           moved bigint;
         begin
           select last_sequence into first from core.event_relay for update;
           with batch as (
             delete from core.event_outbox
             where entry in (select entry from core.event_outbox order by entry limit most)
             returning *
           ), numbered as (
             insert into core.events (sequence, id, workspace_id, source, type, subject, time, data)
             select first + row_number() over (order by entry), id, workspace_id, source, type, subject, time, data from batch
             returning 1
           )
           select count(*) into moved from numbered;
           if moved > 0 then
             update core.event_relay set last_sequence = first + moved;
             perform pg_notify('datawave_events', (first + moved)::text);
           end if;
           return moved;
         end
       $$`,
      ...['event_outbox', 'events', 'event_relay'].flatMap((table) => [
        `alter table core.${table} enable row level security`,
        `alter table core.${table} force row level security`,
      ]),
      // Plugins publish and read; numbering and deleting is the kernel's.
      `create policy publish on core.event_outbox for insert with check (workspace_id = ${CURRENT_WORKSPACE})`,
      `create policy workspace on core.events for select using (workspace_id = ${CURRENT_WORKSPACE})`,
    ],
  },
];
