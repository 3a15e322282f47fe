import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_violations',
    up: [
      `create table violations (
        id uuid primary key,
        workspace_id uuid not null,
        framework text not null,
        control text not null,
        severity text not null,
        severity_rank smallint not null,
        state text not null check (state in ('open', 'resolved')),
        asset text not null,
        asset_name text not null,
        column_name text,
        source_id uuid not null,
        scan_id uuid not null,
        message text not null,
        remediation text not null,
        opened_at timestamptz not null,
        last_seen_at timestamptz not null,
        resolved_at timestamptz
      )`,
      `create unique index violations_identity on violations
        (workspace_id, framework, control, asset, column_name) nulls not distinct`,
      'create index violations_by_severity on violations (workspace_id, state, severity_rank desc, opened_at desc, id)',
      'create index violations_by_asset on violations (workspace_id, asset)',
      ...workspaceTable('violations'),
    ],
  },
  {
    name: '0002_resolution',
    up: [
      'alter table violations add column resolution text',
      'create index violations_by_source on violations (source_id, state)',
    ],
  },
  {
    name: '0003_long_names',
    up: [
      // An index takes no more than 2.7 kB, and the header of a file makes columns whose names are longer. The database takes a
      // conversion to UTF-8 for something that depends on its settings, which it does not, so a function says that it is immutable.
      `create function name_hash(name text) returns bytea language sql immutable strict parallel safe
        return sha256(convert_to(name, 'UTF8'))`,
      'alter table violations add column column_hash bytea generated always as (name_hash(column_name)) stored',
      'drop index violations_identity',
      `create unique index violations_identity on violations
        (workspace_id, framework, control, asset, column_hash) nulls not distinct`,
    ],
  },
  {
    name: '0004_lifecycle',
    up: [
      'alter table violations drop constraint violations_state_check',
      `alter table violations
        add constraint violations_state_check check (state in ('open', 'in-progress', 'waived', 'resolved')),
        add column owner text, add column due_on date, add column waiver_reason text, add column waived_until date,
        add column version integer not null default 1,
        add constraint violations_waiver_check check ((state = 'waived') = (waived_until is not null))`,
      // As lists and boards are read: one state after the other, or those that stand.
      `create index violations_standing on violations (workspace_id, severity_rank desc, opened_at desc, id)
        where state in ('open', 'in-progress')`,
      `create index violations_waived on violations (workspace_id, waived_until) where state = 'waived'`,
      `create table violation_changes (
        id uuid primary key,
        workspace_id uuid not null,
        violation_id uuid not null references violations on delete cascade,
        at timestamptz not null,
        kind text not null,
        actor text,
        scan_id uuid,
        from_state text,
        to_state text not null,
        comment text,
        details jsonb not null default '{}'
      )`,
      'create index violation_changes_in_order on violation_changes (violation_id, at desc, id)',
      'create index violation_changes_by_time on violation_changes (workspace_id, at)',
      'alter table violations no force row level security',
      `insert into violation_changes (id, workspace_id, violation_id, at, kind, scan_id, from_state, to_state)
        select gen_random_uuid(), workspace_id, id, opened_at, 'opened', scan_id, null, 'open' from violations
        union all select gen_random_uuid(), workspace_id, id, resolved_at, 'resolved', scan_id, 'open', 'resolved' from violations where resolved_at is not null`,
      'alter table violations force row level security',
      ...workspaceTable('violation_changes'),
    ],
  },
  {
    name: '0005_assessments',
    up: [
      // What stands of each asset under each framework, and the links of its chain of evidence.
      `create table assessed (
        workspace_id uuid not null,
        asset text not null,
        asset_hash bytea not null generated always as (name_hash(asset)) stored,
        asset_name text not null,
        source_id uuid not null,
        framework text not null,
        framework_version text not null,
        number integer not null,
        at timestamptz not null,
        violations integer not null,
        hash bytea not null,
        primary key (workspace_id, asset_hash, framework)
      )`,
      'create index assessed_by_framework on assessed (workspace_id, framework, asset_name, asset_hash)',
      'create index assessed_by_source on assessed (workspace_id, source_id)',
      ...workspaceTable('assessed'),
      `create table assessments (
        id uuid primary key,
        workspace_id uuid not null,
        asset text not null,
        asset_hash bytea not null generated always as (name_hash(asset)) stored,
        source_id uuid not null,
        framework text not null,
        number integer not null,
        at timestamptz not null,
        violations integer not null,
        content text not null,
        previous_hash bytea,
        hash bytea not null
      )`,
      'create unique index assessments_chain on assessments (workspace_id, asset_hash, framework, number)',
      'create index assessments_in_order on assessments (workspace_id, at desc, id)',
      ...workspaceTable('assessments'),
    ],
  },
  {
    name: '0006_message_text',
    up: ['alter table violations add column message_text jsonb'],
  },
  {
    name: '0007_bounded_changes',
    up: [
      // The newest 500 of each violation: one that comes and goes with every scan must not fill the database. By the database, so that
      // whoever writes one cannot forget it.
      `create function keep_newest_changes() returns trigger language plpgsql set search_path from current as $$
         begin
           delete from violation_changes where id in (
             select id from (
               select c.id, row_number() over (partition by c.violation_id order by c.at desc, c.id) as place
               from violation_changes c where c.violation_id in (select violation_id from added)
             ) placed where place > 500);
           return null;
         end
       $$`,
      `create trigger keep_newest_changes after insert on violation_changes referencing new table as added
        for each statement execute function keep_newest_changes()`,
    ],
  },
];
