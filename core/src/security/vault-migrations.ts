import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

/** Secrets, each under a data key of its own that is wrapped by the master key named in `key_id`. */
export const vaultMigrations: readonly Migration[] = [
  {
    name: 'vault_0001_secrets',
    up: [
      `create table core.secrets (
         workspace_id uuid not null,
         plugin text not null,
         name text not null,
         key_id text not null,
         wrapped_key bytea not null,
         sealed bytea not null,
         created_at timestamptz not null default now(),
         updated_at timestamptz not null default now(),
         primary key (workspace_id, plugin, name)
       )`,
      'create index secrets_key on core.secrets (key_id)',
      ...workspaceTable('secrets'),
    ],
  },
];
