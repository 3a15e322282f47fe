import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_inbox',
    up: [
      'create sequence positions',
      `create table notices (
         id uuid primary key,
         workspace_id uuid not null,
         person text,
         permission text,
         except_person text,
         topic text not null,
         title text not null,
         title_values jsonb not null,
         href text,
         tone text not null,
         dedupe_key text,
         times integer not null default 1,
         about_permission text,
         owner text,
         domain text,
         sensitivity text,
         tags text[] not null,
         source text,
         position bigint not null default nextval('positions'),
         at timestamptz not null default now(),
         check ((person is null) <> (permission is null))
       )`,
      'create index notices_of_person on notices (workspace_id, person, position) where person is not null',
      'create index notices_of_permission on notices (workspace_id, permission, position) where permission is not null',
      'create index notices_by_age on notices (workspace_id, at)',
      `create unique index notices_once_a_person on notices (workspace_id, person, topic, dedupe_key) where person is not null and dedupe_key is not null`,
      `create unique index notices_once_a_permission on notices (workspace_id, permission, topic, dedupe_key) where permission is not null and dedupe_key is not null`,
      ...workspaceTable('notices'),
      `create table marks (
         workspace_id uuid not null,
         person text not null,
         notice_id uuid not null references notices (id) on delete cascade,
         read_to bigint not null default 0,
         dismissed_to bigint not null default 0,
         primary key (notice_id, person)
       )`,
      'create index marks_of_person on marks (workspace_id, person)',
      ...workspaceTable('marks'),
      `create table people (
         workspace_id uuid not null,
         person text not null,
         since timestamptz not null default now(),
         read_to bigint not null default 0,
         primary key (workspace_id, person)
       )`,
      ...workspaceTable('people'),
      `create table preferences (
         workspace_id uuid not null,
         person text not null,
         topic text not null,
         in_app boolean not null,
         primary key (workspace_id, person, topic)
       )`,
      ...workspaceTable('preferences'),
      `create table followed (
         workspace_id uuid primary key,
         sequence bigint not null
       )`,
      ...workspaceTable('followed'),
    ],
  },
];
