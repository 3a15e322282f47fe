import type { Migration } from '@datawave/plugin-sdk';

const kernelOnly = (table: string): readonly string[] => [
  // Without a policy for them nobody but the kernel reads or writes it.
  `alter table core.${table} enable row level security`,
  `alter table core.${table} force row level security`,
];

/** Installed plugins: their packages, which of them count, and what is being changed about them. */
export const packageMigrations: readonly Migration[] = [
  {
    name: 'packages_0001_locks',
    up: [
      // The tarballs, so that replicas, backups and going back need no registry.
      `create table core.package_blobs (
         sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
         name text not null,
         version text not null,
         size bigint not null,
         bytes bytea not null,
         -- Names of its schema's migrations, known once it was loaded on trial.
         migrations text,
         added_at timestamptz not null default now()
       )`,
      'alter table core.package_blobs alter column bytes set storage external',
      `create table core.plugin_changes (
         id uuid primary key,
         state text not null check (state in ('proposed', 'applying', 'watching', 'applied', 'failed', 'rolled-back')),
         -- What it is at, for people who wait.
         step text not null,
         plan text not null,
         hash text not null,
         base bigint not null,
         lock_number bigint,
         reason text,
         code text,
         proposed_by text not null,
         proposed_at timestamptz not null default now(),
         applied_by text,
         ended_at timestamptz,
         -- Whose work it is while it is being applied; past, and whoever had it is gone.
         lease uuid,
         lease_until timestamptz
       )`,
      'create index plugin_changes_proposed on core.plugin_changes (proposed_at desc)',
      `create table core.plugin_locks (
         number bigint primary key,
         state text not null check (state in ('applied', 'failed', 'rolled-back')),
         lock text not null,
         change uuid,
         kind text not null check (kind in ('change', 'rollback', 'return')),
         created_by text not null,
         created_at timestamptz not null default now(),
         -- When the platform had run with it for as long as a change is watched.
         confirmed_at timestamptz,
         ended_at timestamptz,
         reason text,
         -- Ids of plugins that have to run with it.
         expects text not null,
         -- Schemas to be dropped once it is confirmed.
         purges text not null
       )`,
      ...kernelOnly('package_blobs'),
      ...kernelOnly('plugin_changes'),
      ...kernelOnly('plugin_locks'),
    ],
  },
  {
    name: 'packages_0002_revocations',
    up: [
      // What registries say against versions that are or were installed here; it stays for as long as they say so.
      `create table core.plugin_revocations (
         name text not null,
         version text not null,
         registry text not null,
         reason text not null,
         severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
         action text not null check (action in ('refuse', 'disable')),
         revoked_at text not null,
         found_at timestamptz not null default now(),
         primary key (name, version)
       )`,
      // When somebody last began to look at what a registry has revoked, and how that ended.
      `create table core.revocation_looks (
         registry text primary key,
         begun_at timestamptz not null default now(),
         succeeded_at timestamptz,
         failure text
       )`,
      ...kernelOnly('plugin_revocations'),
      ...kernelOnly('revocation_looks'),
    ],
  },
  {
    name: 'packages_0003_followers',
    up: [
      // Replicas that are still to follow the lock, and whose turn it is to begin anew.
      `create table core.plugin_followers (
         holder text primary key,
         replicas text not null check (replicas in ('api', 'worker')),
         lock_number bigint not null,
         has_turn boolean not null,
         -- Past, and it is not waited for any more.
         until timestamptz not null
       )`,
      ...kernelOnly('plugin_followers'),
    ],
  },
];
