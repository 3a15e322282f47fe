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
  {
    name: '0005_access',
    up: [
      // What policies look at, as columns of their own: row-level security keeps an index on an expression from being used.
      `alter table assets add column source_key text generated always as (split_part(urn, ':', 4)) stored,
        add column sensitivity text generated always as ((array['public', 'internal', 'confidential', 'restricted'])[sensitivity_rank + 1]) stored`,
      'create index assets_by_sensitivity on assets (workspace_id, sensitivity, (-sensitivity_rank), name, id) where retired_at is null',
      'create index assets_by_source_key on assets (workspace_id, source_key, (-sensitivity_rank), name, id) where retired_at is null',
    ],
  },
  {
    name: '0006_stewardship',
    up: [
      `alter table assets add column owner text, add column domain text, add column tags text[] not null default '{}',
        add column stewardship_version integer not null default 0`,
      'create index assets_by_owner on assets (workspace_id, owner, (-sensitivity_rank), name, id) where retired_at is null',
      'create index assets_by_domain on assets (workspace_id, domain, (-sensitivity_rank), name, id) where retired_at is null',
    ],
  },
  {
    name: '0007_tags_as_rows',
    up: [
      // What policies ask of tags is looked up here: row-level security keeps an index on an array from being used.
      `create table asset_tags (
        workspace_id uuid not null,
        tag text not null,
        asset_id uuid not null references assets (id) on delete cascade,
        primary key (workspace_id, tag, asset_id)
      )`,
      'create index asset_tags_by_asset on asset_tags (asset_id, tag)',
      'alter table assets no force row level security',
      'insert into asset_tags select distinct a.workspace_id, t.tag, a.id from assets a cross join unnest(a.tags) as t (tag)',
      'alter table assets force row level security',
      ...workspaceTable('asset_tags'),
      // By the database, so that whoever writes an asset's tags cannot forget it.
      `create function keep_asset_tags() returns trigger language plpgsql set search_path from current as $$
         begin
           delete from asset_tags where asset_id = new.id and tag <> all (new.tags);
           insert into asset_tags (workspace_id, tag, asset_id) select new.workspace_id, t.tag, new.id from unnest(new.tags) as t (tag) on conflict do nothing;
           return null;
         end
       $$`,
      `create trigger keep_asset_tags_of_new after insert on assets for each row when (new.tags <> '{}') execute function keep_asset_tags()`,
      `create trigger keep_asset_tags_of_changed after update of tags on assets for each row when (new.tags is distinct from old.tags) execute function keep_asset_tags()`,
    ],
  },
  {
    name: '0008_history',
    up: [
      // Who or what brought a version about; versions written before say nothing.
      'alter table asset_versions add column cause text, add column actor text, add column row_count bigint',
      // What each scan saw, also where nothing changed: the curve of the row counts.
      `create table asset_observations (
        asset_id uuid not null references assets on delete cascade,
        workspace_id uuid not null,
        scan_id uuid not null,
        at timestamptz not null,
        row_count bigint,
        column_count integer not null,
        sensitive_columns integer not null,
        version integer not null,
        primary key (asset_id, scan_id)
      )`,
      'create index asset_observations_in_order on asset_observations (asset_id, at desc)',
      ...workspaceTable('asset_observations'),
    ],
  },
  {
    name: '0009_facets',
    up: [
      // Where an asset stands in its source, short enough for an address. The database takes joining an array for something that depends
      // on its settings, which for texts it does not, so a function says that it is immutable.
      `create function folder_of(path text[]) returns text language sql immutable parallel safe
        return left(array_to_string(path[1:cardinality(path) - 1], '/'), 300)`,
      `alter table assets add column folder text generated always as (folder_of(path)) stored,
        add column standing_violations integer not null default 0, add column violation_rank smallint not null default -1`,
      // Lists in other orders than the usual one.
      'create index assets_by_name on assets (workspace_id, name, id) where retired_at is null',
      'create index assets_by_rows on assets (workspace_id, (-coalesce(row_count, -1)), name, id) where retired_at is null',
    ],
  },
  {
    name: '0010_trend',
    up: [
      // Counted once when a version is written, so that the trend does not open the columns of all of them.
      `create function sensitive_in(columns jsonb) returns integer language sql immutable parallel safe
        return (select count(*)::integer from jsonb_array_elements(columns) c where c ->> 'sensitivity' in ('confidential', 'restricted'))`,
      'alter table asset_versions add column sensitive_columns integer generated always as (sensitive_in(columns)) stored',
      'create index asset_versions_by_time on asset_versions (workspace_id, recorded_at)',
    ],
  },
  {
    name: '0011_alike',
    up: [
      // Counting by seven columns took most of the time of a page. Assets that are alike in all of them share a number, and its index alone
      // tells how many there are of each kind; that two kinds share one is as likely as a broken disk.
      `alter table assets add column alike bigint generated always as
        (hash_record_extended(row(sensitivity_rank, source_id, type, info_types, owner, domain, violation_rank), 0)) stored`,
      'create index assets_alike on assets (workspace_id, alike) where retired_at is null',
      'create index assets_by_folder on assets (workspace_id, folder) where retired_at is null',
      'create index assets_retired on assets (workspace_id, id) where retired_at is not null',
    ],
  },
];
