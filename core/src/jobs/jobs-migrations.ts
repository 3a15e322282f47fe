import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

/**
 * Tables of the jobs in schema `core`.
 *
 * `core.jobs` is the truth about every durable job; both transports only carry ids. The indexes are partial, so that
 * a finished row costs nothing but its place. `lost` counts the workers that died with the job in hand: such rows
 * stand in an index of their own because they are run one at a time, apart from the others.
 * `core.ephemeral_jobs` is the PostgreSQL transport's wire for work without a row: unlogged, gone with a crash.
 */
export const jobsMigrations: readonly Migration[] = [
  {
    name: 'jobs_0001_tables',
    up: [
      `create table core.jobs (
        id uuid primary key,
        workspace_id uuid not null,
        plugin text not null,
        name text not null,
        state text not null check (state in ('waiting', 'delayed', 'running', 'completed', 'failed', 'cancelled', 'dead')),
        priority smallint not null default 0 check (priority between -100 and 100),
        attempt integer not null default 0,
        attempts integer not null check (attempts > 0),
        token bigint not null default 0,
        lost integer not null default 0,
        worker uuid,
        lease_until timestamptz,
        cancel_requested boolean not null default false,
        run_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        fraction real not null default 0,
        detail text,
        deduplication_key text,
        payload jsonb not null,
        result jsonb,
        error_code text,
        error_message text,
        principal jsonb not null,
        request_id text not null,
        traceparent text
      ) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 1)`,
      `create index jobs_waiting on core.jobs (name, priority desc, id) where state = 'waiting' and lost = 0`,
      `create index jobs_suspect on core.jobs (name, priority desc, id) where state = 'waiting' and lost > 0`,
      `create index jobs_delayed on core.jobs (run_at) where state = 'delayed'`,
      `create index jobs_running on core.jobs (id) where state = 'running'`,
      `create index jobs_dead on core.jobs (workspace_id, id) where state in ('dead', 'failed')`,
      `create index jobs_by_workspace on core.jobs (workspace_id, id)`,
      `create unique index jobs_deduplication on core.jobs (workspace_id, name, deduplication_key)
        where deduplication_key is not null and state in ('waiting', 'delayed', 'running')`,
      `create table core.job_schedules (
        plugin text not null,
        name text not null,
        workspace_id uuid not null,
        job text not null,
        cron text not null,
        time_zone text not null,
        payload jsonb not null,
        attempts integer not null,
        next_at timestamptz not null,
        declared_at timestamptz not null default now(),
        primary key (plugin, name)
      )`,
      `create unlogged table core.ephemeral_jobs (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        plugin text not null,
        name text not null,
        message jsonb not null
      )`,
      `create index ephemeral_jobs_by_name on core.ephemeral_jobs (name, id)`,
      ...workspaceTable('jobs'),
      ...workspaceTable('job_schedules'),
      ...workspaceTable('ephemeral_jobs'),
    ],
  },
];
