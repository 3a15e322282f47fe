import { keptTable, type Migration, workspaceTable } from '@datawave/plugin-sdk';

/**
 * ASCII punctuation parts words, whatever the database takes for a letter. Words of any script stay whole.
 */
const WORDS = `to_tsvector('simple'::regconfig, regexp_replace(
  coalesce(record #>> '{principal,displayName}', '') || ' ' || coalesce(record #>> '{principal,id}', '') || ' ' ||
  (record ->> 'action') || ' ' || (record #>> '{object,type}') || ' ' || (record #>> '{object,id}') || ' ' ||
  coalesce(record #>> '{object,name}', '') || ' ' || coalesce(record ->> 'reason', '') || ' ' ||
  coalesce(record ->> 'before', '') || ' ' || coalesce(record ->> 'after', ''),
  '[!-/:-@\\[-\`{-~]+', ' ', 'g'))`;

/** A column that repeats a part of the record, so that no part can be changed without the record. */
const part = (name: string, of: string, type = 'text'): string =>
  `${name} ${type} generated always as (${of}) stored`;

export const migrations: readonly Migration[] = [
  {
    name: '0001_seals',
    up: [
      `create table heads (
        workspace_id uuid primary key,
        sequence bigint not null,
        position bigint not null,
        entries bigint not null,
        head bytea not null,
        sealed_at text not null,
        mac bytea not null
      )`,
      ...workspaceTable('heads'),
      `create table seals (
        workspace_id uuid not null,
        sequence bigint not null,
        kind text not null check (kind in ('whole', 'kept')),
        after_position bigint not null,
        through_position bigint not null,
        previous bytea not null,
        head bytea not null,
        positions bigint[] not null,
        hashes bytea not null,
        sealed_at text not null,
        mac bytea not null,
        primary key (workspace_id, sequence)
      )`,
      ...workspaceTable('seals'),
      `create table checkpoints (
        workspace_id uuid primary key,
        sequence bigint not null,
        through_position bigint not null,
        head bytea not null,
        removed bigint not null,
        kept bytea not null,
        state text not null check (state in ('removing', 'removed')),
        sealed_at text not null,
        mac bytea not null
      )`,
      ...workspaceTable('checkpoints'),
    ],
  },
  {
    name: '0002_entries',
    up: [
      `create table entries (
        workspace_id uuid not null,
        position bigint not null,
        record jsonb not null,
        ${part('occurred_at', `record ->> 'occurredAt'`, 'text collate "C"')},
        ${part('principal_id', `record #>> '{principal,id}'`)},
        ${part('action', `record ->> 'action'`, 'text collate "C"')},
        ${part('object_type', `record #>> '{object,type}'`)},
        ${part('object_id', `record #>> '{object,id}'`)},
        ${part('outcome', `record ->> 'outcome'`)},
        ${part('request_id', `record ->> 'requestId'`)},
        ${part('words', WORDS, 'tsvector')},
        primary key (workspace_id, position)
      )`,
      'create index entries_by_time on entries (workspace_id, occurred_at)',
      'create index entries_by_principal on entries (workspace_id, principal_id, position desc)',
      'create index entries_by_action on entries (workspace_id, action, position desc)',
      // What people and sources have named may be longer than an index takes.
      'create index entries_by_object on entries (workspace_id, object_type, md5(object_id), position desc)',
      `create index entries_unsuccessful on entries (workspace_id, outcome, position desc) where outcome <> 'succeeded'`,
      'create index entries_by_request on entries (workspace_id, request_id)',
      'create index entries_words on entries using gin (words)',
      ...workspaceTable('entries'),
      `create table readings (
        workspace_id uuid not null,
        reader text not null,
        hour timestamptz not null,
        primary key (workspace_id, reader, hour)
      )`,
      ...workspaceTable('readings'),
    ],
  },
  {
    name: '0003_kept',
    // A workspace that is deleted leaves the proof of what was done in it, until retention removes it.
    up: ['heads', 'seals', 'checkpoints', 'entries', 'readings'].flatMap(keptTable),
  },
];
