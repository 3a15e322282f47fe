import { type Migration, workspaceTable } from '@datawave/plugin-sdk';

export const migrations: readonly Migration[] = [
  {
    name: '0001_assets',
    up: [
      `create table assets (
        id uuid primary key,
        workspace_id uuid not null,
        urn text not null,
        name text not null,
        path text[] not null,
        type text not null,
        comment text,
        source_id uuid not null,
        scan_id uuid not null,
        fingerprint text not null,
        row_count bigint,
        sampled_rows bigint not null,
        sample_method text not null,
        primary_key text[] not null,
        foreign_keys jsonb not null,
        warnings text[] not null,
        column_count integer not null,
        sensitive_columns integer not null,
        sensitivity_rank smallint not null,
        search text not null,
        version integer not null,
        first_seen_at timestamptz not null,
        last_scanned_at timestamptz not null,
        retired_at timestamptz,
        unique (workspace_id, urn)
      )`,
      'create index assets_by_rank on assets (workspace_id, sensitivity_rank desc, name, id)',
      'create index assets_by_source on assets (workspace_id, source_id)',
      ...workspaceTable('assets'),
      `create table columns (
        asset_id uuid not null references assets on delete cascade,
        workspace_id uuid not null,
        ordinal integer not null,
        name text not null,
        data_type text not null,
        kind text not null,
        nullable boolean not null,
        comment text,
        profile jsonb not null,
        classifications jsonb not null,
        info_type text,
        sensitivity text,
        sensitivity_rank smallint not null,
        confidence real,
        primary key (asset_id, ordinal)
      )`,
      'create index columns_by_info_type on columns (workspace_id, info_type) where info_type is not null',
      ...workspaceTable('columns'),
      `create table asset_versions (
        asset_id uuid not null references assets on delete cascade,
        workspace_id uuid not null,
        version integer not null,
        scan_id uuid not null,
        recorded_at timestamptz not null,
        columns jsonb not null,
        primary key (asset_id, version)
      )`,
      ...workspaceTable('asset_versions'),
    ],
  },
  {
    name: '0002_pages',
    up: [
      // As pages are ordered, so that one of a hundred thousand assets is read and not sorted.
      'create index assets_in_order on assets (workspace_id, (-sensitivity_rank), name, id) where retired_at is null',
    ],
  },
  {
    name: '0003_of_source',
    up: [
      // A source's assets are looked through in the order of their URNs, a thousand at a time, and sorted each time without it.
      'create index assets_of_source on assets (workspace_id, source_id, urn) where retired_at is null',
    ],
  },
  {
    name: '0004_info_types',
    up: [
      // Each asset with the best verdicts of its columns, so that lists are narrowed and counted by them without opening those.
      `alter table assets add column info_types text[] not null default '{}'`,
      `update assets a set info_types = c.info_types from
        (select asset_id, array_agg(distinct info_type collate "C" order by info_type collate "C") as info_types from columns where info_type is not null group by 1) c
        where c.asset_id = a.id`,
      // Nothing is searched for by it any more, and every column of every scan was entered into it.
      'drop index columns_by_info_type',
    ],
  },
];
