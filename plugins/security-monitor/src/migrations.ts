import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_incidents',
    up: [
      `create table cursors (
        workspace_id uuid primary key,
        position bigint not null,
        since timestamptz not null
      )`,
      ...workspaceTable('cursors'),
      `create table marks (
        workspace_id uuid not null,
        day date not null,
        position bigint not null,
        primary key (workspace_id, day)
      )`,
      ...workspaceTable('marks'),
      `create table incidents (
        id uuid primary key,
        workspace_id uuid not null,
        detection text not null,
        key text not null,
        reach text not null check (reach in ('platform', 'workspace')),
        subject_kind text not null,
        subject_id text not null,
        subject_name text,
        severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
        status text not null default 'open' check (status in ('open', 'acknowledged', 'resolved', 'dismissed')),
        reason text,
        assignee text,
        summary text not null,
        accounts text[] not null,
        is_compromised boolean not null,
        observation_count integer not null,
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        opened_at timestamptz not null,
        closed_at timestamptz,
        closed_by text,
        version integer not null default 1
      )`,
      // Of each thing there is one incident at a time, whichever process saw it first.
      `create unique index incidents_open on incidents (workspace_id, detection, key) where status in ('open', 'acknowledged')`,
      'create index incidents_by_opening on incidents (workspace_id, opened_at desc, id desc)',
      'create index incidents_closed on incidents (workspace_id, closed_at) where closed_at is not null',
      ...workspaceTable('incidents'),
      `create table observations (
        workspace_id uuid not null,
        detection text not null,
        key text not null,
        position bigint not null,
        at timestamptz not null,
        facts jsonb not null,
        incident_id uuid,
        primary key (workspace_id, detection, key, position)
      )`,
      'create index observations_by_time on observations (workspace_id, detection, at)',
      'create index observations_of_key on observations (workspace_id, detection, key, at desc)',
      ...workspaceTable('observations'),
      `create table timeline (
        id bigint generated always as identity primary key,
        workspace_id uuid not null,
        incident_id uuid not null references incidents on delete cascade,
        position bigint,
        at timestamptz not null,
        kind text not null check (kind in ('observed', 'opened', 'raised', 'changed', 'responded')),
        actor text,
        facts jsonb not null,
        unique (incident_id, position)
      )`,
      'create index timeline_of_incident on timeline (incident_id, at desc, id desc)',
      ...workspaceTable('timeline'),
      `create table responses (
        id uuid primary key,
        workspace_id uuid not null,
        incident_id uuid not null references incidents on delete cascade,
        kind text not null check (kind in ('lock', 'revoke', 'notify')),
        account text,
        occasion text not null,
        is_automatic boolean not null,
        state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')),
        detail text,
        asked_by text not null,
        asked_at timestamptz not null,
        ended_at timestamptz
      )`,
      `create unique index responses_once on responses (incident_id, kind, coalesce(account, ''), occasion) where is_automatic`,
      'create index responses_of_incident on responses (incident_id, asked_at desc, id desc)',
      ...workspaceTable('responses'),
    ],
  },
  {
    name: '0002_steps',
    up: [`alter table incidents add column steps text[] not null default '{}'`],
  },
];
