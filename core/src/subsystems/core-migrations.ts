import type { Migration } from '@datawave/plugin-sdk';
import { eventsMigrations } from '../events/events-migrations.ts';
import { httpMigrations } from '../http/idempotency-store.ts';
import { jobsMigrations } from '../jobs/jobs-migrations.ts';
import { vaultMigrations } from '../security/vault-migrations.ts';

/** The kernel's own tables, in schema `core`. All of them wherever there is a database: a plugin enabled later may need any. */
export const coreMigrations: readonly Migration[] = [
  ...jobsMigrations,
  ...eventsMigrations,
  ...vaultMigrations,
  ...httpMigrations,
];
