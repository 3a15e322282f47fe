import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_rules',
    up: [
      `create table rules (
        id uuid primary key,
        workspace_id uuid not null,
        key text not null,
        title text not null,
        info_type text not null,
        document jsonb not null,
        blocks jsonb not null,
        enabled boolean not null,
        version integer not null,
        revision integer not null,
        chance jsonb not null,
        program_size integer not null,
        terms integer not null,
        created_at timestamptz not null,
        created_by text not null,
        updated_at timestamptz not null,
        updated_by text not null,
        unique (workspace_id, key)
      )`,
      'create index rules_by_title on rules (workspace_id, title, id)',
      ...workspaceTable('rules'),
      `create table rule_versions (
        rule_id uuid not null references rules on delete cascade,
        workspace_id uuid not null,
        version integer not null,
        document jsonb not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        primary key (rule_id, version)
      )`,
      ...workspaceTable('rule_versions'),
    ],
  },
];
