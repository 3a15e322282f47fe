import { type AuditService, type ExecutionScope, sql } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { lockBefore } from '../lock/adopt-lock.ts';
import { confirmLock, endLock, type LockRow, listLocks } from '../lock/lock-rows.ts';
import { schemaOf } from '../plan/applied-migrations.ts';
import { collectBlobs } from '../store/blob-rows.ts';
import type { PackageStore } from '../store/package-store.ts';
import { settleChange } from './change-rows.ts';

/** What ends a change for good. */
export interface ConfirmParts {
  readonly storage: Storage;
  readonly audit: AuditService | null;
  readonly scope: ExecutionScope;
  readonly store: PackageStore;
  /** Locks whose packages are kept. */
  readonly keep: number;
}

/** The platform has run with a lock for long enough: data that was to go goes, and packages that no recent lock names. */
export async function confirmChange(parts: ConfirmParts, row: LockRow): Promise<void> {
  const { storage, audit, scope } = parts;
  // Before it is confirmed: whoever is killed meanwhile begins again, and what is gone is no error.
  for (const id of row.lock.purges ?? []) await purge(parts, id);
  const { change } = row;
  const former = await lockBefore(storage, row.number);
  await storage.kernelTransaction(async (tx) => {
    if (!(await confirmLock(storage, tx, row.number))) return;
    // Whoever goes back once more goes further back.
    if (row.kind === 'rollback')
      await endLock(storage, tx, former.number, 'rolled-back', `State ${row.number} went back from it.`);
    if (change !== null)
      await settleChange(storage, tx, { id: change }, { state: 'applied', step: 'done', lock: row.number });
    await audit?.record(tx, scope, {
      action: 'core.plugin-lock.confirmed',
      object: { type: 'plugin-lock', id: String(row.number) },
    });
  });
  await collectPackages(parts);
}

/** Removes packages that none of the last locks names. */
export async function collectPackages({ storage, store, keep }: ConfirmParts): Promise<void> {
  const recent = await listLocks(storage, keep);
  const hashes = new Set(
    recent.flatMap(({ lock }) => Object.values(lock.plugins).map(({ sha256 }) => sha256)),
  );
  await collectBlobs(storage, hashes);
  await store.collect(hashes);
}

/** Everything that the database keeps for a plugin that is gone. */
async function purge({ storage, audit, scope }: ConfirmParts, id: string): Promise<void> {
  await storage.dropSchema(schemaOf(id));
  await storage.kernelTransaction(async (tx) => {
    await storage.executeIn(tx, sql`delete from core.plugin_settings where plugin = ${id}`);
    await storage.executeIn(tx, sql`delete from core.plugin_switches where plugin = ${id}`);
    await storage.executeIn(tx, sql`delete from core.secrets where plugin = ${id}`);
    await audit?.record(tx, scope, {
      action: 'core.plugin-data.purged',
      object: { type: 'plugin', id },
    });
  });
}
