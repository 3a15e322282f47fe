import type { Migration } from '@datawave/plugin-sdk';

/** Accounts are the platform's: what is noted of them belongs to no workspace. */
export const migrations: readonly Migration[] = [
  {
    name: '0001_departures',
    up: [
      // Whom this plugin has deactivated, so that it brings back those whom nobody else has taken out.
      `create table departures (
        directory text not null,
        subject text not null,
        account_id text not null,
        noticed_at timestamptz not null default now(),
        primary key (directory, subject)
      )`,
    ],
  },
];
