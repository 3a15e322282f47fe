import { randomBytes } from 'node:crypto';
import { type ExecutionScope, type StorageService, sql, type VaultService } from '@datawave/plugin-sdk';

const NAME = 'sketch-key';

/**
 * The key of a workspace under which distinct values are hashed to be compared across slices. Made when it is first needed, kept in
 * the vault, the same for every process.
 */
export async function sketchKey(
  { storage, vault }: { readonly storage: StorageService; readonly vault: VaultService },
  scope: ExecutionScope,
): Promise<Uint8Array> {
  if (!(await vault.has(scope, NAME))) {
    await storage.transaction(scope, async (tx) => {
      await storage.query(
        tx,
        sql`select pg_advisory_xact_lock(hashtextextended(${`scans.sketch-key:${scope.workspace}`}, 0))`,
      );
      // Another process may have made it while this one waited for the lock.
      if (!(await vault.has(scope, NAME)))
        await vault.put(tx, scope, NAME, randomBytes(32).toString('base64'));
    });
  }
  return Buffer.from(await vault.reveal(scope, NAME), 'base64');
}
