import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_scan_rules',
    up: [
      `create table rules (
        id uuid primary key,
        workspace_id uuid not null,
        title text not null,
        is_enabled boolean not null,
        document jsonb not null,
        version integer not null,
        created_at timestamptz not null default now(),
        created_by text not null,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        removed_at timestamptz
      )`,
      'create index rules_by_title on rules (workspace_id, lower(title), id) where removed_at is null',
      ...workspaceTable('rules'),
      `create table rule_versions (
        rule_id uuid not null references rules on delete cascade,
        workspace_id uuid not null,
        version integer not null,
        document jsonb not null,
        change text not null,
        recorded_at timestamptz not null default now(),
        recorded_by text not null,
        primary key (rule_id, version)
      )`,
      ...workspaceTable('rule_versions'),
      // When a rule's sources are scanned next. A row is taken under its lock, so that each time is taken once.
      `create table schedules (
        rule_id uuid primary key references rules on delete cascade,
        workspace_id uuid not null,
        cron text not null,
        time_zone text not null,
        next_at timestamptz not null,
        last_at timestamptz
      )`,
      'create index schedules_due on schedules (workspace_id, next_at)',
      ...workspaceTable('schedules'),
      `create table outcomes (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        rule_id uuid not null references rules on delete cascade,
        due_at timestamptz not null,
        source_id uuid,
        outcome text not null check (outcome in ('started', 'skipped')),
        run_id uuid,
        code text,
        reason text not null,
        -- What the rule does, of those that started a scan: rules alike in it do not scan a source twice at one time.
        digest text,
        at timestamptz not null default now(),
        unique nulls not distinct (rule_id, due_at, source_id)
      )`,
      `create unique index outcomes_twins on outcomes (workspace_id, source_id, due_at, digest) where outcome = 'started'`,
      'create index outcomes_by_rule on outcomes (rule_id, id desc)',
      ...workspaceTable('outcomes'),
    ],
  },
];
