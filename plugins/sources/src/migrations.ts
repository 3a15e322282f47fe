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
];
