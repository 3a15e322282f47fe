import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_sources',
    up: [
      `create table sources (
        id uuid primary key,
        workspace_id uuid not null,
        key text not null,
        title text not null,
        connector text not null,
        state text not null check (state in ('registered', 'active', 'maintenance', 'retired')),
        config jsonb not null,
        secrets text[] not null,
        include text[] not null,
        exclude text[] not null,
        version integer not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (workspace_id, key)
      )`,
      ...workspaceTable('sources'),
    ],
  },
  {
    name: '0002_care',
    up: [
      `alter table sources drop constraint sources_state_check, add check (state in ('discovered', 'validated', 'registered', 'active', 'maintenance', 'retired'))`,
      `alter table sources add column load jsonb, add column maintenance jsonb not null default '[]'`,
      // Apart from the sources: it changes with every scan, which is no change of the source.
      `create table health (
        source_id uuid primary key references sources on delete cascade,
        workspace_id uuid not null,
        failures integer not null default 0,
        checked_at timestamptz,
        latency_ms double precision,
        open_until timestamptz,
        error jsonb
      )`,
      ...workspaceTable('health'),
    ],
  },
  {
    name: '0003_health',
    up: [
      `alter table sources add column scanned_at timestamptz`,
      `alter table health
        add column state text not null default 'unknown' check (state in ('unknown', 'healthy', 'degraded', 'unreachable')),
        add column is_refused boolean not null default false,
        add column try_until timestamptz,
        add column try_token uuid,
        add column next_check_at timestamptz`,
      `create table checks (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        source_id uuid not null references sources on delete cascade,
        at timestamptz not null default now(),
        latency_ms double precision,
        error_code text
      )`,
      'create index checks_by_source on checks (source_id, at)',
      ...workspaceTable('checks'),
      // Without a reference: who deleted a source, when and why is worth knowing after it is gone.
      `create table transitions (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        source_id uuid not null,
        source_title text not null,
        from_state text,
        to_state text not null,
        at timestamptz not null default now(),
        actor text not null,
        reason text not null
      )`,
      'create index transitions_by_source on transitions (source_id, id)',
      ...workspaceTable('transitions'),
    ],
  },
  {
    name: '0004_alerts',
    up: [
      `create table alerts (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        source_id uuid not null references sources on delete cascade,
        at timestamptz not null default now(),
        from_state text not null,
        to_state text not null,
        error_code text
      )`,
      'create index alerts_by_source on alerts (source_id, id)',
      ...workspaceTable('alerts'),
    ],
  },
  {
    name: '0005_departures',
    up: [
      // Sources that were deleted, and which plugins have been told: one that is not there is told when it is back.
      `create table departures (
        source_id uuid primary key,
        workspace_id uuid not null,
        source jsonb not null,
        told text[] not null default '{}',
        taken bigint not null default 0,
        left_at timestamptz not null default now(),
        finished_at timestamptz
      )`,
      'create index departures_by_time on departures (workspace_id, left_at)',
      ...workspaceTable('departures'),
    ],
  },
  {
    name: '0006_retention',
    up: ['create index transitions_by_time on transitions (workspace_id, at)'],
  },
  {
    name: '0007_owners',
    up: ['alter table sources add column owner text'],
  },
];
