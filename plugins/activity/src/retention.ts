import type { AuditLogService, ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import { keyMissing, trailBroken } from './activity-errors.ts';
import { digestOf, genesis } from './chain.ts';
import type { KeepPolicy } from './keep-policy.ts';
import { type Checkpoint, checkpointMac, type Seal, sealMac } from './seal.ts';
import type { SealKey } from './seal-key.ts';
import type { PlacedEntry, SealStore } from './seal-store.ts';
import { chainOf, withoutMac } from './sealer.ts';
import { verifyTrail } from './verify-trail.ts';

/** Seals that are taken up in one transaction. */
const SEALS_AT_ONCE = 20;
const ENTRIES_OF_A_SEAL = 1_000;
const REASON = 'Older than the policy says.';

interface Parts {
  readonly log: AuditLogService;
  readonly store: SealStore;
  readonly key: SealKey;
  readonly policy: KeepPolicy;
}

/**
 * Removes what is older than the policy says from the beginning of the trail. Of a sealed stretch that has become old what must still
 * be kept stays in the copy under a seal of its own, and a checkpoint stands for the rest, so that the trail can still be verified.
 */
export class Retention {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Answers how many entries were removed. May be called again after it was interrupted.
   * @param now - milliseconds since 1970
   * @throws DataWaveError DW_ACTIVITY_TRAIL_BROKEN: what may be evidence is not removed
   */
  async run(scope: ExecutionScope, now = Date.now()): Promise<number> {
    const { store, policy, key: keys } = this.#parts;
    const { storage } = store;
    await this.#finish(scope, await storage.transaction(scope, (tx) => store.checkpoint(tx)));
    const oldest = policy.oldest(now);
    if (oldest === null) return 0;
    const due = await storage.transaction(scope, (tx) => this.#due(tx, '0', oldest));
    if (due.length === 0) return 0;
    const { fault } = await verifyTrail(this.#parts, scope);
    if (fault !== null) throw trailBroken(fault.message);
    let removed = 0;
    for (let after = '0', isOver = false; !isOver; ) {
      scope.signal.throwIfAborted();
      const key = await keys.read(scope);
      if (key === null) throw keyMissing();
      const step = await storage.transaction(scope, async (tx) => {
        await store.lock(tx, scope);
        const seals = await this.#due(tx, after, oldest);
        return seals.length === 0 ? null : this.#shorten(tx, scope, key, seals, now);
      });
      if (step === null) break;
      removed += step.removed;
      after = step.last;
      isOver = step.count < SEALS_AT_ONCE;
      await this.#finish(scope, step.checkpoint);
    }
    return removed;
  }

  /** Seals of which something may be too old: those of what was kept, then whole ones that are old altogether, without a gap. */
  async #due(tx: Transaction, after: string, oldest: number): Promise<readonly Seal[]> {
    const { store } = this.#parts;
    const due: Seal[] = [];
    for (const seal of await store.seals(tx, after, SEALS_AT_ONCE)) {
      if (seal.kind === 'whole' && (await store.newestUnder(tx, seal)) >= oldest) break;
      due.push(seal);
    }
    return due;
  }

  async #shorten(
    tx: Transaction,
    scope: ExecutionScope,
    key: Buffer,
    seals: readonly Seal[],
    now: number,
  ): Promise<{ removed: number; last: string; count: number; checkpoint: Checkpoint | null }> {
    const { store, policy } = this.#parts;
    const { workspace } = scope;
    let removed = 0;
    for (const seal of seals) {
      const entries = await store.entries(tx, seal, ENTRIES_OF_A_SEAL);
      const isGone = ({ record }: PlacedEntry): boolean => policy.isExpired(record, now);
      const left = entries.filter((entry) => !isGone(entry));
      const gone = entries.filter(isGone).map(({ position }) => position);
      if (gone.length === 0 && seal.kind === 'kept') continue;
      await store.removeEntries(tx, gone);
      removed += gone.length;
      if (left.length === 0) {
        await store.removeSeal(tx, seal.sequence);
        continue;
      }
      const links = chainOf(
        seal.previous,
        left.map(({ record }) => record),
      );
      const kept = {
        ...withoutMac(seal),
        kind: 'kept' as const,
        head: links.at(-1) ?? seal.previous,
        positions: left.map(({ position }) => position),
        hashes: Buffer.concat(links),
      };
      await store.putSeal(tx, scope, { ...kept, mac: sealMac(key, workspace, kept) });
    }
    const present = await store.checkpoint(tx);
    const whole = seals.filter(({ kind }) => kind === 'whole').at(-1);
    const last = seals.at(-1)?.sequence ?? '0';
    const at = { last, count: seals.length, removed };
    if (whole === undefined && removed === 0) return { ...at, checkpoint: null };
    const checkpoint = {
      sequence: whole?.sequence ?? present?.sequence ?? '0',
      through: whole?.through ?? present?.through ?? '0',
      head: whole?.head ?? present?.head ?? genesis(workspace),
      removed: String(BigInt(present?.removed ?? 0) + BigInt(removed)),
      kept: await this.#keptDigest(tx, whole?.sequence ?? present?.sequence ?? '0'),
      state: 'removing' as const,
      sealedAt: new Date().toISOString(),
    };
    const proven = { ...checkpoint, mac: checkpointMac(key, workspace, checkpoint) };
    await store.putCheckpoint(tx, scope, proven);
    return { ...at, checkpoint: proven };
  }

  async #keptDigest(tx: Transaction, through: string): Promise<Buffer> {
    const macs: Buffer[] = [];
    for (let after = '0'; ; ) {
      const page = (await this.#parts.store.seals(tx, after, SEALS_AT_ONCE)).filter(
        ({ sequence }) => BigInt(sequence) <= BigInt(through),
      );
      macs.push(...page.map(({ mac }) => mac));
      const last = page.at(-1);
      if (last === undefined) return digestOf(macs);
      after = last.sequence;
    }
  }

  /** Shortens the trail itself as far as the checkpoint says, and states that it was. */
  async #finish(scope: ExecutionScope, checkpoint: Checkpoint | null): Promise<void> {
    if (checkpoint?.state !== 'removing') return;
    const { store, log, key: keys } = this.#parts;
    const key = await keys.read(scope);
    if (key === null) throw keyMissing();
    const mac = checkpointMac(key, scope.workspace, withoutMac(checkpoint));
    if (!mac.equals(checkpoint.mac)) throw trailBroken('what stands for removed entries was altered.');
    await log.purge(scope, { through: checkpoint.through, reason: REASON });
    const done = { ...withoutMac(checkpoint), state: 'removed' as const };
    await store.storage.transaction(scope, async (tx) => {
      await store.lock(tx, scope);
      const now = await store.checkpoint(tx);
      if (now?.sequence !== checkpoint.sequence || now.state !== 'removing') return;
      await store.putCheckpoint(tx, scope, { ...done, mac: checkpointMac(key, scope.workspace, done) });
    });
  }
}
