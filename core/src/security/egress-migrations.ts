import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

/** Where a workspace lets its own sources and webhooks connect to. */
export const egressMigrations: readonly Migration[] = [
  {
    name: 'egress_0001_rules',
    up: [
      `create table core.egress_rules (
         workspace_id uuid not null,
         id uuid not null,
         destination text not null,
         reason text not null,
         created_by text not null,
         created_at timestamptz not null default now(),
         primary key (workspace_id, id)
       )`,
      'create unique index egress_rules_destination on core.egress_rules (workspace_id, destination)',
      ...workspaceTable('egress_rules'),
    ],
  },
];
