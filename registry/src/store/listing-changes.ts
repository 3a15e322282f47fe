import { type ExecutionScope, type StorageService, sql, type Transaction } from '@datawave/plugin-sdk';

/**
 * Leaves a trace of a change of listings, by which whoever has counted them finds that it must count again. A row of its own: writers of
 * different plugins do not wait for each other.
 */
export async function noteListingChange(storage: StorageService, tx: Transaction): Promise<void> {
  await storage.query(
    tx,
    sql`insert into ${sql.identifier(storage.schema, 'listing_changes')} default values`,
  );
}

/** Removes traces that everybody has seen. The newest stays: the rows that are left never tell the same twice. */
export const forgetListingChanges = (storage: StorageService, scope: ExecutionScope): Promise<void> =>
  storage.transaction(scope, async (tx) => {
    const changes = sql.identifier(storage.schema, 'listing_changes');
    await storage.query(
      tx,
      sql`delete from ${changes} where at < now() - interval '1 hour' and id < (select max(id) from ${changes})`,
    );
  });
