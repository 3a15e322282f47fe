import type { Migration } from '@datawave/plugin-sdk';

/** Accounts are the platform's: no table here belongs to a workspace. */
export const migrations: readonly Migration[] = [
  {
    name: '0001_resources',
    up: [
      `create table users (
        id uuid primary key default gen_random_uuid(),
        client text not null,
        user_name text not null,
        folded text not null,
        external_id text,
        subject text not null,
        active boolean not null,
        account_id text,
        attributes jsonb not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        version integer not null default 1,
        unique (client, folded),
        unique (client, subject)
      )`,
      'create unique index users_by_external_id on users (client, external_id) where external_id is not null',
      'create index users_by_age on users (client, created_at, id)',
      'create index users_by_account on users (account_id)',
      `create table groups (
        id uuid primary key default gen_random_uuid(),
        client text not null,
        display_name text not null,
        folded text not null,
        external_id text,
        group_id text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        version integer not null default 1,
        unique (client, folded)
      )`,
      'create index groups_by_age on groups (client, created_at, id)',
      `create table members (
        group_id uuid not null references groups on delete cascade,
        user_id uuid not null references users on delete cascade,
        primary key (group_id, user_id)
      )`,
      'create index members_by_user on members (user_id)',
    ],
  },
];
