import { type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';
import type { PluginRevocation } from '@datawave/plugin-sdk/packaging';
import semver from 'semver';

/** Revocations of a plugin, or of all, the oldest first. */
export function readRevocations(
  storage: StorageService,
  tx: Transaction,
  name: string | null,
): Promise<readonly PluginRevocation[]> {
  return storage.query<PluginRevocation>(
    tx,
    sql`select id, name, versions, reason, severity, action, ${sql.isoTime(sql`at`)} as at
        from ${sql.identifier(storage.schema, 'revocations')} where ${name === null ? sql`true` : sql`name = ${name}`} order by revocations.at, id`,
  );
}

/** The first that concerns a version. */
export const revocationOf = (
  revocations: readonly PluginRevocation[],
  version: string,
): PluginRevocation | null =>
  revocations.find(({ versions }) => semver.satisfies(version, versions, { includePrerelease: true })) ??
  null;
