import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_runs',
    up: [
      `create table runs (
        id uuid primary key,
        workspace_id uuid not null,
        source_id uuid not null,
        source jsonb not null,
        state text not null,
        discovered boolean not null default false,
        discovery_job uuid,
        total integer not null default 0,
        done integer not null default 0,
        failed integer not null default 0,
        assets integer not null default 0,
        columns integer not null default 0,
        sensitive_columns integer not null default 0,
        error jsonb,
        created_by text not null,
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz
      )`,
      // One run at a time for a source: the database decides a race between two requests.
      `create unique index runs_active on runs (workspace_id, source_id)
        where state not in ('completed', 'completed-with-errors', 'cancelled', 'failed')`,
      'create index runs_by_age on runs (workspace_id, created_at desc, id desc)',
      ...workspaceTable('runs'),
      `create table transitions (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        run_id uuid not null references runs on delete cascade,
        from_state text,
        to_state text not null,
        at timestamptz not null default now(),
        actor text not null,
        reason text not null
      )`,
      'create index transitions_by_run on transitions (run_id, id)',
      ...workspaceTable('transitions'),
      `create table tasks (
        id uuid primary key,
        workspace_id uuid not null,
        run_id uuid not null references runs on delete cascade,
        urn text,
        name text not null,
        asset jsonb,
        state text not null check (state in ('waiting', 'running', 'completed', 'failed', 'cancelled')),
        attempt integer not null default 0,
        job_id uuid,
        fencing_token bigint,
        row_count bigint,
        columns integer not null default 0,
        sensitive_columns integer not null default 0,
        duration_ms integer,
        warnings text[] not null default '{}',
        error jsonb,
        started_at timestamptz,
        finished_at timestamptz,
        unique (run_id, urn)
      )`,
      'create index tasks_by_state on tasks (run_id, state)',
      ...workspaceTable('tasks'),
    ],
  },
];
