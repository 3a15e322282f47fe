import type { Migration } from '@datawave/plugin-sdk';

/** The registry serves all workspaces alike: its tables have no workspace, and its permissions reach over the platform. */
export const migrations: readonly Migration[] = [
  {
    name: '0001_registry',
    up: [
      `create table publishers (
        id text primary key,
        title text not null,
        -- '@acme', or null for somebody who publishes under names without a scope
        scope text unique,
        domain text,
        -- What the DNS record must say; no secret, because everybody can look the record up.
        challenge text not null,
        trusted_ci jsonb,
        created_at timestamptz not null default now(),
        created_by text not null
      )`,
      `create table publisher_members (
        publisher_id text not null references publishers on delete cascade,
        principal text not null,
        added_at timestamptz not null default now(),
        added_by text not null,
        primary key (publisher_id, principal)
      )`,
      'create index publisher_members_by_principal on publisher_members (principal)',
      `create table proofs (
        publisher_id text not null references publishers on delete cascade,
        method text not null check (method in ('dns', 'oidc', 'administrator')),
        detail text not null,
        proved_at timestamptz not null default now(),
        expires_at timestamptz,
        checked_at timestamptz not null default now(),
        problem text,
        primary key (publisher_id, method)
      )`,
      `create table plugins (
        name text primary key,
        publisher_id text not null references publishers,
        origin text,
        revision bigint not null default 1,
        -- Of the newest version that is served; null once none is.
        version text,
        plugin_id text not null default '',
        title text not null default '',
        description text not null default '',
        kinds text[] not null default '{}',
        permissions text[] not null default '{}',
        sdk text not null default '',
        needs jsonb not null default '{}',
        verified boolean not null default false,
        revoked jsonb,
        downloads bigint not null default 0,
        rating_sum bigint not null default 0,
        rating_count bigint not null default 0,
        -- The name and the title as the eye takes them: what looks alike is equal.
        skeleton text not null,
        title_skeleton text not null default '',
        search tsvector not null default '',
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`,
      'create index plugins_by_search on plugins using gin (search)',
      'create index plugins_by_sdk on plugins (sdk)',
      // By which a name is found that is spelt a little otherwise. pg_trgm is not everywhere, and this needs no extension.
      `create table name_trigrams (
        trigram text not null,
        name text not null references plugins on delete cascade,
        primary key (trigram, name)
      )`,
      'create index name_trigrams_by_name on name_trigrams (name)',
      'create index plugins_by_popularity on plugins (downloads desc, name) where version is not null',
      'create index plugins_by_skeleton on plugins (skeleton)',
      'create index plugins_by_publisher on plugins (publisher_id)',
      `create table tarballs (
        sha256 text primary key,
        size integer not null,
        chunks integer not null
      )`,
      // A large object would be outside of the schema, and one row of 20 MB is read into memory at once.
      `create table tarball_chunks (
        sha256 text not null references tarballs on delete cascade,
        position integer not null,
        bytes bytea not null,
        primary key (sha256, position)
      )`,
      'alter table tarball_chunks alter column bytes set storage external',
      `create table versions (
        name text not null references plugins on delete cascade,
        version text not null,
        sha256 text not null,
        sha512 text not null,
        sha1 text not null,
        size integer not null,
        unpacked_size bigint not null,
        file_count integer not null,
        -- Where the bytes are, when they are not here.
        referred_to text,
        package jsonb not null,
        manifest jsonb not null,
        sdk text not null,
        manifest_sha256 text,
        keyids text[] not null default '{}',
        checks jsonb not null,
        readme text not null,
        changelog text not null,
        deprecated text,
        downloads bigint not null default 0,
        published_at timestamptz not null default now(),
        published_by text not null,
        publisher_name text not null,
        -- Its number is never given again.
        removed_at timestamptz,
        primary key (name, version)
      )`,
      'create index versions_by_tarball on versions (sha256)',
      `create table dist_tags (
        name text not null references plugins on delete cascade,
        tag text not null,
        version text not null,
        primary key (name, tag)
      )`,
      `create table downloads (
        name text not null references plugins on delete cascade,
        day date not null,
        count bigint not null,
        primary key (name, day)
      )`,
      `create table reviews (
        id uuid primary key,
        name text not null references plugins on delete cascade,
        principal text not null,
        author text not null,
        rating integer not null check (rating between 1 and 5),
        text text not null,
        version text not null,
        at timestamptz not null default now(),
        hidden_at timestamptz,
        hidden_by text,
        hidden_reason text,
        unique (name, principal)
      )`,
      'create index reviews_by_time on reviews (name, at desc, id)',
      `create table revocations (
        id uuid primary key,
        name text not null,
        versions text not null,
        reason text not null,
        severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
        action text not null check (action in ('refuse', 'disable')),
        at timestamptz not null default now(),
        by text not null
      )`,
      'create index revocations_by_name on revocations (name)',
    ],
  },
  {
    // Beside the migrations of the signed index, which are numbered from 0101.
    name: '0201_attestations',
    up: [
      `create table attestations (
        name text not null,
        version text not null,
        predicate_type text not null,
        bundle jsonb not null,
        primary key (name, version),
        foreign key (name, version) references versions on delete cascade
      )`,
    ],
  },
  {
    name: '0202_built_from',
    up: [
      // What is told of where a version was built; of what was kept before nobody has read it.
      'alter table attestations add column origin jsonb',
      'alter table attestations add column is_verified boolean not null default false',
    ],
  },
  {
    name: '0203_listing_changes',
    up: [
      // By which a process finds that what it has counted of the listings does not count any more.
      `create table listing_changes (
        id bigint generated always as identity primary key,
        at timestamptz not null default now()
      )`,
    ],
  },
];
