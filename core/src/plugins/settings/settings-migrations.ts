import type { Migration } from '@datawave/plugin-sdk';

/** What people have set of plugins on the running platform: it wins over the configuration file. */
export const settingsMigrations: readonly Migration[] = [
  {
    name: 'settings_0001_plugins',
    up: [
      // Text, because JSON's \u0000 has no place in jsonb. A row stays when everything is taken back: its revision goes on rising.
      `create table core.plugin_settings (
         plugin text primary key,
         settings text not null,
         revision bigint not null,
         updated_at timestamptz not null default now(),
         updated_by text not null
       )`,
      // Without a policy for them nobody but the kernel reads or writes it.
      'alter table core.plugin_settings enable row level security',
      'alter table core.plugin_settings force row level security',
    ],
  },
  {
    name: 'settings_0002_switches',
    up: [
      `create table core.plugin_switches (
         plugin text primary key,
         is_enabled boolean not null,
         updated_at timestamptz not null default now()
       )`,
      'alter table core.plugin_switches enable row level security',
      'alter table core.plugin_switches force row level security',
    ],
  },
];
