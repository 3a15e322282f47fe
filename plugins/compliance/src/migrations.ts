import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_violations',
    up: [
      `create table violations (
        id uuid primary key,
        workspace_id uuid not null,
        framework text not null,
        control text not null,
        severity text not null,
        severity_rank smallint not null,
        state text not null check (state in ('open', 'resolved')),
        asset text not null,
        asset_name text not null,
        column_name text,
        source_id uuid not null,
        scan_id uuid not null,
        message text not null,
        remediation text not null,
        opened_at timestamptz not null,
        last_seen_at timestamptz not null,
        resolved_at timestamptz
      )`,
      `create unique index violations_identity on violations
        (workspace_id, framework, control, asset, column_name) nulls not distinct`,
      'create index violations_by_severity on violations (workspace_id, state, severity_rank desc, opened_at desc, id)',
      'create index violations_by_asset on violations (workspace_id, asset)',
      ...workspaceTable('violations'),
    ],
  },
  {
    name: '0002_resolution',
    up: [
      'alter table violations add column resolution text',
      'create index violations_by_source on violations (source_id, state)',
    ],
  },
  {
    name: '0003_long_names',
    up: [
      // An index takes no more than 2.7 kB, and the header of a file makes columns whose names are longer. The database takes a
      // conversion to UTF-8 for something that depends on its settings, which it does not, so a function says that it is immutable.
      `create function name_hash(name text) returns bytea language sql immutable strict parallel safe
        return sha256(convert_to(name, 'UTF8'))`,
      'alter table violations add column column_hash bytea generated always as (name_hash(column_name)) stored',
      'drop index violations_identity',
      `create unique index violations_identity on violations
        (workspace_id, framework, control, asset, column_hash) nulls not distinct`,
    ],
  },
];
