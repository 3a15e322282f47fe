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
  {
    name: '0002_scale',
    up: [
      `alter table runs
        add column mode text not null default 'full' check (mode in ('full', 'incremental')),
        add column rule jsonb,
        add column settings jsonb not null default '{}',
        add column priority smallint not null default 0 check (priority between -100 and 100),
        add column retry_of uuid,
        add column skipped integer not null default 0,
        add column row_count bigint not null default 0,
        add column byte_count bigint not null default 0,
        add column weight double precision not null default 0,
        add column weight_done double precision not null default 0,
        add column finish_job uuid,
        add column held_by text check (held_by in ('person', 'maintenance', 'source')),
        add column held_until timestamptz`,
      `create index runs_queued on runs (workspace_id, priority desc, created_at) where state = 'queued'`,
      `alter table tasks drop constraint tasks_state_check, drop constraint tasks_run_id_urn_key,
        add check (state in ('waiting', 'queued', 'running', 'completed', 'failed', 'cancelled', 'skipped')),
        add column ordinal bigint generated always as identity,
        add column slice jsonb,
        add column slice_index integer not null default 0,
        add column wanted text[],
        add column reason text,
        add column weight double precision not null default 1,
        add column byte_count bigint,
        add column result jsonb,
        add unique (run_id, urn, slice_index)`,
      // What was handed out before is handed out anew: the jobs of old find nothing to do.
      `create index tasks_waiting on tasks (run_id, ordinal) where state = 'waiting'`,
      'create index tasks_ended on tasks (run_id, finished_at)',
      `create index tasks_unmerged on tasks (run_id, urn) where result is not null`,
      // What is remembered of an asset between scans, by which the next one knows what changed.
      `create table asset_states (
        workspace_id uuid not null,
        source_id uuid not null,
        urn text not null,
        name text not null,
        fingerprint text not null,
        columns jsonb not null,
        row_estimate bigint,
        size_bytes bigint,
        marker text,
        settings_key text not null,
        run_id uuid not null,
        duration_ms integer not null,
        scanned_at timestamptz not null default now(),
        primary key (workspace_id, source_id, urn)
      )`,
      ...workspaceTable('asset_states'),
      `create table drifts (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        run_id uuid not null references runs on delete cascade,
        urn text not null,
        name text not null,
        drift jsonb not null,
        at timestamptz not null default now(),
        unique (run_id, urn)
      )`,
      ...workspaceTable('drifts'),
    ],
  },
  {
    name: '0003_history',
    up: [
      `alter table runs
        add column scanned integer not null default 0,
        add column pace_sum double precision not null default 0,
        add column pace_squares double precision not null default 0,
        add column working_since timestamptz`,
      // Runs from before settings were kept with them go on as they were meant; the owner of a table is no workspace, so it asks for all.
      'alter table runs no force row level security',
      `update runs set settings = '{"sample":{"rows":1000,"seed":1,"maxValueLength":4096,"maxDistinct":10000,"timeoutMs":60000},"minConfidence":0.5,"thresholds":{},"classifiers":[],"frameworks":[],"sliceBytes":268435456,"concurrency":4,"key":"before-0002"}'
        where settings = '{}'`,
      'update runs set weight = total, weight_done = done where weight = 0',
      'alter table runs force row level security',
      // A page of a run's tasks, however many there are: failed first, then running, then by name.
      `create index tasks_in_order on tasks
        (run_id, (case state when 'failed' then 0 when 'running' then 1 when 'skipped' then 3 else 2 end), name, id)`,
      'create index runs_ended on runs (workspace_id, source_id, finished_at desc) where finished_at is not null',
    ],
  },
  {
    name: '0004_pace',
    up: [
      // Sums over tasks by which the time that remains is told, without looking at the tasks.
      `alter table runs drop column pace_sum, drop column pace_squares,
        add column weight_squares double precision not null default 0,
        add column weight_squares_done double precision not null default 0,
        add column scanned_weight double precision not null default 0,
        add column scanned_weight_squares double precision not null default 0,
        add column took double precision not null default 0,
        add column took_squares double precision not null default 0,
        add column took_weights double precision not null default 0`,
    ],
  },
  {
    name: '0005_changes',
    up: [
      // What a run is compared with: the latest of its source that came to its end when it was requested.
      'alter table runs add column previous_id uuid',
      // Kinds of data that columns were found to hold; null: scanned before this was remembered.
      'alter table asset_states add column findings jsonb',
      `create table changes (
        workspace_id uuid not null,
        run_id uuid not null references runs on delete cascade,
        urn text not null,
        name text not null,
        kind text not null check (kind in ('appeared', 'changed', 'gone')),
        is_reshaped boolean not null,
        added jsonb not null,
        removed jsonb not null,
        added_count integer not null,
        removed_count integer not null,
        primary key (run_id, urn)
      )`,
      'create index changes_in_order on changes (run_id, kind, name, urn)',
      ...workspaceTable('changes'),
    ],
  },
  {
    name: '0006_log',
    up: [
      // Who has a task at this moment; null once it let go of it. One that has it still when another takes the task up is gone.
      'alter table tasks add column worker text',
      `create table run_log (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        run_id uuid not null references runs on delete cascade,
        at timestamptz not null default now(),
        level text not null check (level in ('info', 'warning', 'error')),
        kind text not null,
        urn text,
        name text,
        data jsonb not null default '{}'
      )`,
      'create index run_log_in_order on run_log (run_id, id desc)',
      // Each worker comes and goes once, and a log is full once.
      `create unique index run_log_once on run_log (run_id, kind, (data ->> 'worker')) nulls not distinct where kind in ('worker.joined', 'worker.lost', 'full')`,
      ...workspaceTable('run_log'),
    ],
  },
  {
    name: '0007_compare',
    up: [
      // Types of the columns that came and went, so that any two runs can be compared; null: not remembered then.
      'alter table drifts add column shapes jsonb',
    ],
  },
  {
    name: '0008_log_of_old_runs',
    up: [
      // Runs from before there was a log have their changes of state in it.
      'alter table run_log no force row level security',
      'alter table transitions no force row level security',
      `insert into run_log (workspace_id, run_id, at, level, kind, data)
        select t.workspace_id, t.run_id, t.at,
          case when t.to_state = 'failed' then 'error' when t.to_state = 'completed-with-errors' then 'warning' else 'info' end, 'state',
          jsonb_build_object('from', t.from_state, 'to', t.to_state, 'actor', t.actor, 'reason', t.reason)
        from transitions t where not exists (select from run_log l where l.run_id = t.run_id) order by t.id`,
      'alter table run_log force row level security',
      'alter table transitions force row level security',
    ],
  },
  {
    name: '0009_chosen',
    up: [
      // URNs of the assets that a retry was asked for; null: all that the run before it did not get done.
      'alter table runs add column chosen text[]',
    ],
  },
];
