import { type Migration, workspaceTable } from '@datawave/plugin-sdk';
import { defineEntity, p } from '@datawave/plugin-sdk/storage';

export const Entry = defineEntity({
  name: 'keeper_Entry',
  tableName: 'entries',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    title: p.text(),
    tags: p.array().$type<string[]>(),
    details: p.json().nullable(),
    writtenAt: p.datetime(),
    revision: p.integer().version(),
  },
});

export const migrations: readonly Migration[] = [
  {
    name: '0001_entries',
    up: [
      `create table entries (
         id uuid primary key,
         workspace_id uuid not null,
         title text not null check (title <> ''),
         tags text[] not null,
         details jsonb,
         written_at timestamptz not null,
         revision int not null default 1
       )`,
      ...workspaceTable('entries'),
    ],
  },
];
