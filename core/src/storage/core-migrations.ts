import { DEFAULT_WORKSPACE, type Migration } from '@datawave/plugin-sdk';
import { pendingCommitsMigration } from './confined/pending-commits.ts';

/** The first thing in every database: workspaces, and the one that always exists. Put before all others of core by migrate. */
export const storageMigrations: readonly Migration[] = [
  {
    name: 'storage_0001_workspaces',
    up: [
      `create table workspaces (
         id uuid primary key,
         key text not null unique check (key ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
         title text not null,
         created_at timestamptz not null default now()
       )`,
      'alter table workspaces enable row level security',
      'alter table workspaces force row level security',
      `create policy workspace on workspaces for select using (id = nullif(current_setting('app.workspace', true), '')::uuid)`,
      // As the kernel's role, whose policy the migrator adds; the owner is bound by the forced policies too.
      `create policy seed on workspaces for insert to current_user with check (id = '${DEFAULT_WORKSPACE}')`,
      `insert into workspaces (id, key, title) values ('${DEFAULT_WORKSPACE}', 'default', 'Default')`,
      'drop policy seed on workspaces',
    ],
  },
  pendingCommitsMigration,
];
