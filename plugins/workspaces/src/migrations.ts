import { DEFAULT_WORKSPACE, type Migration } from '@datawave/plugin-sdk';

/**
 * None of these belongs to a workspace: they are asked before there is one, to find the one that a request may enter. That is why they say
 * `workspace` and not `workspace_id`, which row-level security hangs on.
 */
export const migrations: readonly Migration[] = [
  {
    name: '0001_workspaces',
    up: [
      `create table workspaces (
        id uuid primary key,
        key text not null unique,
        title text not null,
        state text not null,
        state_reason text,
        limits jsonb not null default '{}',
        usage jsonb not null default '{}',
        version integer not null,
        created_at timestamptz not null default now(),
        created_by text not null,
        updated_at timestamptz not null default now(),
        updated_by text not null
      )`,
      `insert into workspaces (id, key, title, state, version, created_by, updated_by)
        values ('${DEFAULT_WORKSPACE}', 'default', 'Default', 'active', 1, 'system', 'system')`,
      `create table members (
        workspace uuid not null references workspaces on delete cascade,
        holder_kind text not null,
        holder_id text not null,
        holder_name text,
        roles text[] not null,
        version integer not null,
        created_at timestamptz not null default now(),
        created_by text not null,
        updated_at timestamptz not null default now(),
        updated_by text not null,
        primary key (workspace, holder_kind, holder_id)
      )`,
      'create index members_by_holder on members (holder_kind, holder_id)',
      // What a session chose; it goes with the workspace, and after a month by itself.
      `create table choices (
        session_id text primary key,
        workspace uuid not null references workspaces on delete cascade,
        chosen_at timestamptz not null default now()
      )`,
      'create index choices_by_time on choices (chosen_at)',
    ],
  },
];
