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
];
