import { auditMigrations } from '../audit/audit-migrations.ts';
import { eventsMigrations } from '../events/events-migrations.ts';
import { httpMigrations } from '../http/idempotency-store.ts';
import { jobsMigrations } from '../jobs/jobs-migrations.ts';
import { packageMigrations } from '../packages/package-migrations.ts';
import { settingsMigrations } from '../plugins/settings/settings-migrations.ts';
import { egressMigrations } from '../security/egress-migrations.ts';
import { securityMigrations } from '../security/sign-in-migrations.ts';
import { vaultMigrations } from '../security/vault-migrations.ts';
import type { StoragePlugin } from '../storage/storage-plugin.ts';

/**
 * The kernel's own tables, in schema `core`. All of them wherever there is a database: a plugin enabled later may
 * need any, and the database refuses migrations that the code no longer names.
 */
export const coreStorage: StoragePlugin = {
  id: 'core',
  schema: 'core',
  entities: [],
  migrations: [
    ...jobsMigrations,
    ...eventsMigrations,
    ...vaultMigrations,
    ...httpMigrations,
    ...securityMigrations,
    ...auditMigrations,
    ...egressMigrations,
    ...settingsMigrations,
    ...packageMigrations,
  ],
};
