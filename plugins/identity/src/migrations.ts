import type { Migration } from '@datawave/plugin-sdk';

/** Accounts are the platform's: no table here belongs to a workspace. */
export const migrations: readonly Migration[] = [
  {
    name: '0001_accounts',
    up: [
      `create table users (
        id text primary key,
        username text not null,
        folded text not null unique,
        display_name text not null,
        email text,
        state text not null default 'active' check (state in ('active', 'locked', 'deactivated')),
        state_reason text,
        roles text[] not null default '{}',
        password_hash text,
        password_changed_at timestamptz,
        kernel_changed_at bigint,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        version integer not null default 1
      )`,
      'create index users_by_email on users (lower(email)) where email is not null',
      `create table external_identities (
        provider text not null,
        subject text not null,
        user_id text not null references users on delete cascade,
        username text not null,
        created_at timestamptz not null default now(),
        primary key (provider, subject)
      )`,
      'create index external_identities_by_user on external_identities (user_id)',
      `create table groups (
        id text primary key,
        name text not null,
        folded text not null,
        provider text,
        subject text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        version integer not null default 1,
        unique (provider, subject)
      )`,
      'create unique index groups_by_name on groups (folded) where provider is null',
      `create table memberships (
        group_id text not null references groups on delete cascade,
        user_id text not null references users on delete cascade,
        primary key (group_id, user_id)
      )`,
      'create index memberships_by_user on memberships (user_id)',
    ],
  },
  {
    name: '0002_sessions',
    up: [
      `create table sessions (
        id uuid primary key,
        user_id text not null references users on delete cascade,
        kind text not null check (kind in ('browser', 'script')),
        token_hash text unique,
        provider text not null,
        methods text[] not null,
        address text not null,
        user_agent text,
        created_at timestamptz not null default now(),
        authenticated_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz,
        revoked_reason text
      )`,
      'create index sessions_by_user on sessions (user_id, created_at)',
      'create index sessions_by_end on sessions (expires_at)',
      // Used ones stay until their session is over, to tell a reuse.
      `create table refresh_tokens (
        hash text primary key,
        session_id uuid not null references sessions on delete cascade,
        expires_at timestamptz not null,
        used_at timestamptz
      )`,
      'create index refresh_tokens_by_session on refresh_tokens (session_id)',
      `create table signing_keys (
        kid text primary key,
        public_key jsonb not null,
        created_at timestamptz not null default now(),
        retired_at timestamptz
      )`,
      // Which keys the vault has been given, so that of several replicas one makes them.
      'create table own_keys (name text primary key, created_at timestamptz not null default now())',
      `create table known_browsers (
        hash text not null,
        user_id text not null references users on delete cascade,
        last_at timestamptz not null default now(),
        primary key (hash, user_id)
      )`,
      'create index known_browsers_by_user on known_browsers (user_id, last_at)',
      `create table attempts (
        key text primary key,
        failures integer not null,
        blocked_until timestamptz not null,
        last_at timestamptz not null
      )`,
      'create index attempts_by_time on attempts (last_at)',
    ],
  },
  {
    name: '0003_proofs',
    up: [
      `create table api_tokens (
        id uuid primary key,
        hash text not null unique,
        kind text not null check (kind in ('personal', 'service')),
        name text not null,
        user_id text references users on delete cascade,
        roles text[] not null default '{}',
        permissions text[] not null,
        workspace uuid not null,
        created_by text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        last_used_at timestamptz,
        revoked_at timestamptz,
        check ((kind = 'personal') = (user_id is not null))
      )`,
      'create index api_tokens_by_user on api_tokens (user_id, created_at)',
      // The secret itself is in the vault.
      `create table totp (
        user_id text primary key references users on delete cascade,
        secret_name text not null,
        last_step bigint not null default 0,
        created_at timestamptz not null default now(),
        confirmed_at timestamptz
      )`,
      `create table recovery_codes (
        user_id text not null references users on delete cascade,
        hash text not null,
        used_at timestamptz,
        primary key (user_id, hash)
      )`,
      `create table passkeys (
        id text primary key,
        user_id text not null references users on delete cascade,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null,
        name text not null,
        relying_party text not null,
        is_backed_up boolean not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz
      )`,
      'create index passkeys_by_user on passkeys (user_id)',
      // Challenges that were answered, and sign-ins elsewhere that came back: each counts once.
      'create table ceremonies (id text primary key, expires_at timestamptz not null)',
      'create index ceremonies_by_end on ceremonies (expires_at)',
      `create table password_resets (
        hash text primary key,
        user_id text not null references users on delete cascade,
        created_by text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        used_at timestamptz
      )`,
      'create index password_resets_by_user on password_resets (user_id)',
    ],
  },
  {
    name: '0004_quick_attempts',
    // Who guesses may begin anew after a crash of the database; who signs in need not wait for the disk each time for that.
    up: ['alter table attempts set unlogged'],
  },
  {
    name: '0005_posted_answers',
    up: [
      // Each is fetched at once by the browser that posted it; after a crash it begins anew.
      `create unlogged table posted_answers (
        state_hash text primary key,
        handle_hash text not null unique,
        sealed text not null,
        expires_at timestamptz not null
      )`,
      'create index posted_answers_by_end on posted_answers (expires_at)',
    ],
  },
  {
    name: '0006_last_seen',
    up: ['alter table sessions add column last_seen_at timestamptz not null default now()'],
  },
];
