import type { AuditService, ExecutionScope } from '@datawave/plugin-sdk';
import type { Storage } from '../../storage/storage.ts';
import { settleChange } from '../apply/change-rows.ts';
import { findMovedOn } from '../plan/applied-migrations.ts';
import { provenBefore } from './adopt-lock.ts';
import { endLock, insertLock, readLock } from './lock-rows.ts';
import type { LockSeal } from './lock-seal.ts';

/**
 * Takes a lock that has failed out of those that count, and brings the one before back as a new one. A plugin whose schema has moved on
 * beyond its former version is left out of it: its data stays, and the reason says so.
 * @param ids - plugin ids by npm name
 * @returns what was done, as sentences; null when somebody else has done it
 */
export async function returnToFormer(
  {
    storage,
    audit,
    seal,
    scope,
  }: { storage: Storage; audit: AuditService | null; seal: LockSeal; scope: ExecutionScope },
  number: number,
  reason: string,
  ids: ReadonlyMap<string, string>,
): Promise<string | null> {
  const failed = await readLock(storage, number);
  if (failed === null) return null;
  const former = await provenBefore(storage, seal, number);
  const signer = await seal.signer();
  const moved = await findMovedOn(storage, former.plugins, ids);
  const left = new Set(moved.map(({ name }) => name));
  const plugins = Object.fromEntries(Object.entries(former.plugins).filter(([name]) => !left.has(name)));
  const sentences = [
    reason,
    ...(former.number > 0 && former.seal === undefined
      ? [`State ${former.number} cannot be believed, and none of its plugins comes back.`]
      : []),
    ...moved.map(
      ({ name, version, migrations }) =>
        `"${name}" ${version} could not come back, because its schema has the migrations ${migrations.join(', ')}; its data is kept: install a version that knows them.`,
    ),
  ].join(' ');
  return storage.kernelTransaction(async (tx) => {
    if (!(await endLock(storage, tx, number, 'failed', reason))) return null;
    const made = {
      ...{ plugins, base: former.number, change: failed.change, kind: 'return' as const, by: 'DataWave' },
      ...{ reason: sentences, expects: [], purges: [] },
    };
    const lock = await insertLock(storage, tx, made, signer);
    if (failed.change !== null)
      await settleChange(
        storage,
        tx,
        { id: failed.change },
        { state: 'rolled-back', step: 'gone back', reason: sentences, code: 'DW_PACKAGES_UNHEALTHY' },
      );
    await audit?.record(tx, scope, {
      action: 'core.plugin-lock.returned',
      object: { type: 'plugin-lock', id: String(number) },
      reason: sentences,
      before: { lock: number },
      after: { lock: lock.number },
    });
    return sentences;
  });
}
