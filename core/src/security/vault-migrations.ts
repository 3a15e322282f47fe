import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

/** Secrets, each under a data key of its own that is wrapped by the key named in `provider`, `key_id` and `key_version`. */
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
  {
    name: 'vault_0002_versions',
    up: [
      // What is there was sealed in the first format, by the only provider that there was.
      `alter table core.secrets
         add column id bigint generated always as identity,
         add column version integer not null default 1,
         add column superseded_at timestamptz,
         add column format smallint not null default 1,
         add column provider text not null default 'local',
         add column key_version text not null default '1'`,
      `alter table core.secrets
         alter column version drop default,
         alter column format drop default,
         alter column provider drop default,
         alter column key_version drop default,
         drop constraint secrets_pkey,
         add primary key (workspace_id, plugin, name, version)`,
      'create unique index secrets_current on core.secrets (workspace_id, plugin, name) where superseded_at is null',
      'create unique index secrets_id on core.secrets (id)',
      'create index secrets_superseded on core.secrets (superseded_at) where superseded_at is not null',
      `create table core.secret_rotations (
         id bigint primary key generated always as identity,
         targets jsonb not null,
         cursor bigint not null default 0,
         done integer not null default 0,
         total integer not null,
         started_at timestamptz not null default now(),
         finished_at timestamptz
       )`,
      // Without a policy for them nobody but the kernel reads or writes it.
      'alter table core.secret_rotations enable row level security',
      'alter table core.secret_rotations force row level security',
    ],
  },
];
