import type { Migration } from '@datawave/plugin-sdk';

/** Nothing here belongs to a workspace. */
export const migrations: readonly Migration[] = [
  {
    name: '0001_used_assertions',
    up: [
      'create table used_assertions (hash text primary key, expires_at timestamptz not null)',
      'create index used_assertions_by_end on used_assertions (expires_at)',
    ],
  },
];
