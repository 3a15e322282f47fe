import type { Migration } from '@datawave/plugin-sdk';

/** What is signed, and by whom. */
export const trustMigrations: readonly Migration[] = [
  {
    name: '0101_trust',
    up: [
      // One row: whoever holds its lock changes the signed index.
      `create table trust_state (
        id integer primary key check (id = 1),
        -- There are two to this power of bins, for good: clients refuse an index that has lost one.
        bits integer not null
      )`,
      'insert into trust_state (id, bits) values (1, 8)',
      `create table trust_keys (
        keyid text primary key,
        role text not null check (role in ('timestamp', 'snapshot', 'targets', 'bins')),
        public_key text not null,
        -- 'pending': no root names it yet
        state text not null check (state in ('pending', 'active', 'retired')),
        created_at timestamptz not null default now()
      )`,
      `create table trust_files (
        name text primary key,
        bytes bytea not null,
        created_at timestamptz not null default now(),
        -- Clients that were reading when it was replaced still get it for a while.
        replaced_at timestamptz
      )`,
      'create index trust_files_by_replacement on trust_files (replaced_at) where replaced_at is not null',
      `create table trust_roles (
        role text primary key,
        version integer not null,
        length integer not null,
        sha256 text not null,
        expires_at timestamptz not null
      )`,
      `create table trust_targets (
        path text primary key,
        bin text not null,
        -- As it is signed, in canonical form.
        entry text not null
      )`,
      'create index trust_targets_by_bin on trust_targets (bin)',
    ],
  },
  {
    name: '0102_publisher_keys',
    up: [
      `create table publisher_keys (
        keyid text primary key,
        publisher_id text not null,
        title text not null,
        public_key text not null,
        added_at timestamptz not null default now(),
        added_by text not null,
        -- What was signed with it before stays as it is; it may sign nothing new.
        retired_at timestamptz
      )`,
      'create index publisher_keys_by_publisher on publisher_keys (publisher_id)',
    ],
  },
];
