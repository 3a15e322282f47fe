import type { Migration } from '@datawave/plugin-sdk';

/** Of the schema `core`: who may sign in until the identity plugin says so, and what was handed out to them. */
export const securityMigrations: readonly Migration[] = [
  {
    name: 'security_0001_sign_in',
    up: [
      `create table core.sign_in_users (
        id text primary key,
        username text not null unique,
        display_name text not null,
        roles text[] not null,
        password_hash text not null,
        updated_at timestamptz not null default now()
      )`,
      `create table core.sign_in_sessions (
        id uuid primary key,
        user_id text not null references core.sign_in_users (id) on delete cascade,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz
      )`,
      'create index sign_in_sessions_user_id on core.sign_in_sessions (user_id)',
      `create table core.sign_in_tokens (
        hash text primary key,
        session_id uuid not null references core.sign_in_sessions (id) on delete cascade,
        purpose text not null check (purpose in ('access', 'refresh', 'browser')),
        expires_at timestamptz not null,
        used_at timestamptz
      )`,
      'create index sign_in_tokens_session_id on core.sign_in_tokens (session_id)',
      `create table core.sign_in_attempts (
        key text primary key,
        failures integer not null,
        blocked_until timestamptz not null,
        last_at timestamptz not null
      )`,
    ],
  },
];
