import type { AuditLogService, AuditRecord, ExecutionScope, Transaction } from '@datawave/plugin-sdk';
import { keyMissing, trailBroken } from './activity-errors.ts';
import { genesis, isSame, linkOf } from './chain.ts';
import { type Head, headMac, sealMac } from './seal.ts';
import type { SealKey } from './seal-key.ts';
import type { SealStore } from './seal-store.ts';

/** Entries that one seal covers at most. */
const BATCH = 1_000;

/** Takes entries of the trail in order and seals them. Whoever writes to the trail waits for none of it. */
export class Sealer {
  readonly #log: AuditLogService;
  readonly #store: SealStore;
  readonly #key: SealKey;

  constructor(log: AuditLogService, store: SealStore, key: SealKey) {
    this.#log = log;
    this.#store = store;
    this.#key = key;
  }

  /**
   * Seals what is there and not sealed yet. Answers how many entries.
   * @param most - of entries, in whole batches
   * @throws DataWaveError DW_ACTIVITY_TRAIL_BROKEN, DW_ACTIVITY_KEY_MISSING: then nothing is sealed on top of it
   */
  async seal(scope: ExecutionScope, most = Number.POSITIVE_INFINITY): Promise<number> {
    let done = 0;
    while (done < most) {
      scope.signal.throwIfAborted();
      const sealed = await this.#batch(scope);
      if (sealed === 0) break;
      if (sealed !== 'again') done += sealed;
      if (sealed !== 'again' && sealed < BATCH) break;
    }
    return done;
  }

  async #batch(scope: ExecutionScope): Promise<number | 'again'> {
    const { storage } = this.#store;
    const seen = await storage.transaction(scope, (tx) => this.#store.head(tx));
    const records = await this.#log.read(scope, { after: seen?.position ?? '0', limit: BATCH });
    if (records.length === 0) return 0;
    const key = await this.#key.read(scope);
    return storage.transaction(scope, async (tx) => {
      await this.#store.lock(tx, scope);
      const head = await this.#store.head(tx);
      // Somebody else was faster.
      if (head?.sequence !== seen?.sequence) return 'again';
      if (head === null && key !== null) throw trailBroken('its head is gone, and its key is not.');
      if (head !== null && key === null) throw keyMissing();
      const sealKey = key ?? (await this.#key.create(tx, scope));
      if (head !== null && !isSame(head.mac, headMac(sealKey, scope.workspace, withoutMac(head))))
        throw trailBroken('its head is not the one that was sealed.');
      await this.#append(tx, scope, sealKey, head, records);
      return records.length;
    });
  }

  async #append(
    tx: Transaction,
    scope: ExecutionScope,
    key: Buffer,
    head: Head | null,
    records: readonly AuditRecord[],
  ): Promise<void> {
    const { workspace } = scope;
    const previous = head?.head ?? genesis(workspace);
    const links = chainOf(previous, records);
    const sealedAt = new Date().toISOString();
    const after = head?.position ?? '0';
    const seal = {
      sequence: String(BigInt(head?.sequence ?? 0) + 1n),
      kind: 'whole' as const,
      after,
      through: records.at(-1)?.position ?? after,
      previous,
      head: links.at(-1) ?? previous,
      positions: records.map(({ position }) => position),
      hashes: Buffer.concat(links),
      sealedAt,
    };
    const next = {
      sequence: seal.sequence,
      position: seal.through,
      entries: String(BigInt(head?.entries ?? 0) + BigInt(records.length)),
      head: seal.head,
      sealedAt,
    };
    await this.#store.putSeal(tx, scope, { ...seal, mac: sealMac(key, workspace, seal) });
    await this.#store.putHead(tx, scope, { ...next, mac: headMac(key, workspace, next) });
    await this.#store.putEntries(tx, scope, records);
  }
}

/** The links of entries, one after the other. */
export function chainOf(previous: Buffer, records: readonly AuditRecord[]): readonly Buffer[] {
  let link = previous;
  return records.map((record) => {
    link = linkOf(link, record);
    return link;
  });
}

/** What was stated, without what proves it. */
export function withoutMac<Statement extends { readonly mac: Buffer }>({
  mac: _mac,
  ...rest
}: Statement): Omit<Statement, 'mac'> {
  return rest;
}
