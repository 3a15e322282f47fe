import { type Migration, workspaceTable } from '@datawave/plugin-sdk';
import { BUILT_IN_ROLES } from '../model/built-in-roles.ts';

const CURRENT = `nullif(current_setting('app.workspace', true), '')::uuid`;

/**
 * Row-level security of a table whose rows are those of one workspace or, without one, of every workspace. Who may write the
 * latter is decided before.
 */
const sharedTable = (name: string): readonly string[] => [
  `alter table ${name} enable row level security`,
  `alter table ${name} force row level security`,
  `create policy workspace on ${name} using (workspace_id is null or workspace_id = ${CURRENT}) with check (workspace_id is null or workspace_id = ${CURRENT})`,
];

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export const migrations: readonly Migration[] = [
  {
    name: '0001_rules',
    up: [
      `create table revisions (
        place text primary key,
        workspace_id uuid,
        revision bigint not null
      )`,
      ...sharedTable('revisions'),
      `create table roles (
        id text primary key,
        workspace_id uuid,
        key text not null,
        title text not null,
        description text not null,
        permissions text[] not null,
        is_built_in boolean not null,
        version integer not null,
        created_at timestamptz not null,
        created_by text not null,
        updated_at timestamptz not null,
        updated_by text not null
      )`,
      `create unique index roles_by_key on roles (coalesce(workspace_id::text, ''), key)`,
      ...sharedTable('roles'),
      // Rows, so that whatever refers to a role is a foreign key. What they permit stands in the code, which later releases may extend.
      `insert into roles (id, key, title, description, permissions, is_built_in, version, created_at, created_by, updated_at, updated_by) values ${BUILT_IN_ROLES.map(
        ({ id, title, description }) =>
          `(${quoted(id)}, ${quoted(id)}, ${quoted(title)}, ${quoted(description)}, '{}', true, 1, now(), 'system', now(), 'system')`,
      ).join(', ')}`,
      `create table role_parents (
        role_id text not null references roles on delete cascade,
        parent_id text not null references roles,
        workspace_id uuid,
        primary key (role_id, parent_id)
      )`,
      'create index role_parents_by_parent on role_parents (parent_id)',
      ...sharedTable('role_parents'),
      `create table assignments (
        id uuid primary key,
        workspace_id uuid,
        role_id text not null references roles,
        holder_kind text not null,
        holder_id text not null,
        holder_name text,
        expires_at timestamptz,
        version integer not null,
        created_at timestamptz not null,
        created_by text not null,
        updated_at timestamptz not null,
        updated_by text not null
      )`,
      `create unique index assignments_once on assignments (coalesce(workspace_id::text, ''), role_id, holder_kind, holder_id)`,
      'create index assignments_by_role on assignments (role_id)',
      ...sharedTable('assignments'),
      `create table policies (
        id uuid primary key,
        workspace_id uuid not null,
        title text not null,
        effect text not null,
        enabled boolean not null,
        document jsonb not null,
        version integer not null,
        created_at timestamptz not null,
        created_by text not null,
        updated_at timestamptz not null,
        updated_by text not null,
        unique (workspace_id, title)
      )`,
      ...workspaceTable('policies'),
      `create table policy_roles (
        policy_id uuid not null references policies on delete cascade,
        role_id text not null references roles,
        workspace_id uuid not null,
        primary key (policy_id, role_id)
      )`,
      'create index policy_roles_by_role on policy_roles (role_id)',
      ...workspaceTable('policy_roles'),
      `create table elevations (
        id uuid primary key,
        workspace_id uuid not null,
        role_id text not null references roles,
        principal_id text not null,
        principal_name text not null,
        reason text not null,
        minutes integer not null,
        state text not null,
        requested_at timestamptz not null,
        lapses_at timestamptz not null,
        decided_at timestamptz,
        decided_by text,
        note text,
        expires_at timestamptz,
        ended_at timestamptz,
        ended_by text,
        version integer not null
      )`,
      'create index elevations_by_time on elevations (workspace_id, requested_at desc, id desc)',
      `create index elevations_open on elevations (workspace_id, principal_id) where state in ('requested', 'approved')`,
      'create index elevations_by_role on elevations (role_id)',
      ...workspaceTable('elevations'),
    ],
  },
  { name: '0002_who_decided', up: ['alter table elevations add column decided_by_name text'] },
];
