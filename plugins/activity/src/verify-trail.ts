import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditLogService, AuditRecord, ExecutionScope } from '@datawave/plugin-sdk';
import { unsettled } from './activity-errors.ts';
import { digestOf, genesis, isSame } from './chain.ts';
import { compareStretch, PAGE, type Stretch } from './compare-stretch.ts';
import { type Checkpoint, checkpointMac, type Head, headMac, type Seal, sealMac } from './seal.ts';
import type { SealKey } from './seal-key.ts';
import type { SealStore } from './seal-store.ts';
import { withoutMac } from './sealer.ts';
import { faultOf, type TrailFault } from './trail-fault.ts';

/** What became of looking through the trail. */
export interface Verification {
  readonly isIntact: boolean;
  readonly fault: TrailFault | null;
  /** Entries and seals that were looked at and found as they were sealed. */
  readonly entries: number;
  readonly seals: number;
  /** Entries after the last seal, to which nothing attests yet. */
  readonly unsealed: number;
  /** Of entries that were removed because they were too old. */
  readonly removed: string;
  readonly head: {
    readonly sequence: string;
    readonly position: string;
    readonly hash: string;
    readonly sealedAt: string;
  } | null;
}

/** What was written down elsewhere: a seal that must still be there, as it was. */
export interface Anchor {
  readonly sequence: string;
  readonly hash: string;
}

interface Parts {
  readonly log: AuditLogService;
  readonly store: SealStore;
  readonly key: SealKey;
}

const SEALS_AT_ONCE = 20;
const LOOK_EVERY_MS = 50;

/**
 * Looks through the whole trail of a workspace, in order, holding one page at a time.
 * @param patienceMs - how long to wait for transactions that are writing
 * @throws DataWaveError DW_ACTIVITY_UNSETTLED
 */
export async function verifyTrail(
  parts: Parts,
  scope: ExecutionScope,
  options: { readonly anchor?: Anchor | undefined; readonly patienceMs?: number } = {},
): Promise<Verification> {
  const { store } = parts;
  const checkpoint = (): Promise<Checkpoint | null> =>
    store.storage.transaction(scope, (tx) => store.checkpoint(tx));
  for (;;) {
    const before = await checkpoint();
    const found = await verifyOnce(parts, scope, options);
    if (found.isIntact) return found;
    // What is old may have been removed meanwhile, as policy says.
    const after = await checkpoint();
    if (before?.sequence === after?.sequence && before?.state === after?.state) return found;
  }
}

async function verifyOnce(
  parts: Parts,
  scope: ExecutionScope,
  { anchor, patienceMs = 20_000 }: { readonly anchor?: Anchor | undefined; readonly patienceMs?: number },
): Promise<Verification> {
  const { store, key: keys, log } = parts;
  const [head, checkpoint, first] = await store.storage.transaction(scope, async (tx) => [
    await store.head(tx),
    await store.checkpoint(tx),
    (await store.seals(tx, '0', 1))[0] ?? null,
  ]);
  const key = await keys.read(scope);
  await settle(log, scope, head?.position ?? '0', patienceMs);
  const look = new Look(parts, scope);
  const fault =
    (await look.opening(head, checkpoint, first, key)) ??
    (head === null || key === null ? null : await look.through(head, checkpoint, key, anchor));
  const missed = fault === null && head === null && anchor !== undefined ? anchorFault(anchor) : fault;
  return {
    isIntact: missed === null,
    fault: missed,
    entries: look.entries,
    seals: look.seals,
    unsealed: missed === null ? await look.unsealed(head?.position ?? '0') : 0,
    removed: checkpoint?.removed ?? '0',
    head:
      head === null
        ? null
        : {
            sequence: head.sequence,
            position: head.position,
            hash: head.head.toString('hex'),
            sealedAt: head.sealedAt,
          },
  };
}

async function settle(
  log: AuditLogService,
  scope: ExecutionScope,
  position: string,
  patienceMs: number,
): Promise<void> {
  const until = performance.now() + patienceMs;
  while (BigInt(await log.settled()) < BigInt(position)) {
    scope.signal.throwIfAborted();
    if (performance.now() >= until) {
      // What was never given out cannot be waited for: then the trail was shortened, which is what is looked for.
      const newest = (await log.newest()).find(({ workspace }) => workspace === scope.workspace);
      if (BigInt(newest?.position ?? 0) < BigInt(position)) return;
      throw unsettled();
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** One look through a trail. */
class Look {
  readonly #parts: Parts;
  readonly #scope: ExecutionScope;
  entries = 0;
  seals = 0;
  #wanted: Anchor | undefined;

  constructor(parts: Parts, scope: ExecutionScope) {
    this.#parts = parts;
    this.#scope = scope;
  }

  /** What is wrong before anything is read. */
  async opening(
    head: Head | null,
    checkpoint: Checkpoint | null,
    first: Seal | null,
    key: Buffer | null,
  ): Promise<TrailFault | null> {
    const { workspace } = this.#scope;
    if (key === null) {
      return head === null && first === null && checkpoint === null
        ? null
        : faultOf(
            'key',
            'seals',
            null,
            first?.sequence ?? null,
            'The key with which the trail was sealed is gone.',
          );
    }
    if (head === null) return faultOf('head', 'seals', null, null, 'The head of the seals is gone.');
    if (!isSame(head.mac, headMac(key, workspace, withoutMac(head))))
      return faultOf('head', 'seals', head.position, head.sequence, 'The head of the seals was altered.');
    if (checkpoint !== null && !isSame(checkpoint.mac, checkpointMac(key, workspace, withoutMac(checkpoint))))
      return faultOf(
        'checkpoint',
        'seals',
        checkpoint.through,
        checkpoint.sequence,
        'What stands for removed entries was altered.',
      );
    return null;
  }

  async through(
    head: Head,
    checkpoint: Checkpoint | null,
    key: Buffer,
    anchor: Anchor | undefined,
  ): Promise<TrailFault | null> {
    this.#wanted = anchor;
    const kept: Buffer[] = [];
    let link = checkpoint?.head ?? genesis(this.#scope.workspace);
    let sequence = BigInt(checkpoint?.sequence ?? 0);
    let position = checkpoint?.through ?? '0';
    let isKeptOver = false;
    const endKept = (): TrailFault | null => {
      isKeptOver = true;
      if (checkpoint === null || isSame(digestOf(kept), checkpoint.kept)) return null;
      return faultOf(
        'seal-removed',
        'seals',
        checkpoint.through,
        null,
        'A seal of what is kept of old entries was removed or replaced.',
      );
    };
    if (checkpoint?.state !== 'removing') {
      const early = await this.#trail({
        after: '0',
        through: position,
        positions: [],
        hashes: Buffer.alloc(0),
        previous: link,
        sequence: '0',
      });
      if (early !== null) return early;
    }
    let keptThrough = '0';
    for await (const seal of this.#sealsAfter('0')) {
      if (BigInt(seal.sequence) > BigInt(head.sequence)) {
        // More may have been sealed since the head was read.
        const now = await this.#now();
        if (now !== null && BigInt(now.sequence) >= BigInt(seal.sequence)) break;
        return faultOf(
          'seal-inserted',
          'seals',
          seal.positions[0] ?? null,
          seal.sequence,
          'A seal was added after the head.',
        );
      }
      if (!isSame(seal.mac, sealMac(key, this.#scope.workspace, withoutMac(seal))))
        return faultOf(
          'seal-altered',
          'seals',
          seal.positions[0] ?? null,
          seal.sequence,
          `Seal ${seal.sequence} was altered.`,
        );
      const isKept = BigInt(seal.sequence) <= BigInt(checkpoint?.sequence ?? 0);
      if (isKept) {
        kept.push(seal.mac);
        const fault =
          (await this.#copy({
            ...seal,
            after: keptThrough,
            through: seal.after,
            positions: [],
            hashes: Buffer.alloc(0),
          })) ?? (await this.#copy(seal));
        if (fault !== null) return fault;
        keptThrough = seal.through;
        this.entries += seal.positions.length;
        this.seals += 1;
        continue;
      }
      if (!isKeptOver) {
        const fault = endKept() ?? (await this.#gap(keptThrough, position));
        if (fault !== null) return fault;
      }
      sequence += 1n;
      if (
        BigInt(seal.sequence) !== sequence ||
        seal.kind !== 'whole' ||
        seal.after !== position ||
        !isSame(seal.previous, link)
      )
        return faultOf(
          'seal-removed',
          'seals',
          String(BigInt(position) + 1n),
          String(sequence),
          `Seal ${sequence} is gone.`,
        );
      const fault = (await this.#trail(seal)) ?? (await this.#copy(seal)) ?? this.#anchored(seal);
      if (fault !== null) return fault;
      link = seal.head;
      position = seal.through;
      this.entries += seal.positions.length;
      this.seals += 1;
    }
    const last = isKeptOver ? null : (endKept() ?? (await this.#gap(keptThrough, position)));
    if (last !== null) return last;
    if (sequence !== BigInt(head.sequence) || position !== head.position || !isSame(link, head.head))
      return faultOf(
        'seal-removed',
        'seals',
        String(BigInt(position) + 1n),
        String(sequence + 1n),
        `Seal ${sequence + 1n} is gone.`,
      );
    const beyond = await this.#beyond(head);
    if (beyond !== null) return beyond;
    return this.#wanted === undefined || BigInt(this.#wanted.sequence) <= BigInt(checkpoint?.sequence ?? 0)
      ? null
      : anchorFault(this.#wanted);
  }

  async unsealed(after: string): Promise<number> {
    let count = 0;
    for (let page: readonly AuditRecord[] = [], from = after; ; count += page.length) {
      page = await this.#parts.log.read(this.#scope, { after: from, limit: PAGE });
      if (page.length === 0) return count;
      from = page.at(-1)?.position ?? from;
    }
  }

  #anchored(seal: Seal): TrailFault | null {
    if (this.#wanted?.sequence !== seal.sequence) return null;
    const { hash } = this.#wanted;
    this.#wanted = undefined;
    return hash.toLowerCase() === seal.head.toString('hex')
      ? null
      : faultOf(
          'anchor',
          'seals',
          seal.through,
          seal.sequence,
          `Seal ${seal.sequence} is not the one that was written down.`,
        );
  }

  /** What is sealed against what was recorded. */
  #trail(seal: Stretch): Promise<TrailFault | null> {
    return compareStretch(this.#scope, seal, 'trail', async (after) => {
      const page = await this.#parts.log.read(this.#scope, { after, limit: PAGE });
      return page
        .filter(({ position }) => BigInt(position) <= BigInt(seal.through))
        .map((record) => ({ position: record.position, record }));
    });
  }

  /** What is sealed against its copy. */
  #copy(seal: Stretch): Promise<TrailFault | null> {
    const { store } = this.#parts;
    return compareStretch(this.#scope, seal, 'copy', (after) =>
      store.storage.transaction(this.#scope, (tx) =>
        store.entries(tx, { after, through: seal.through }, PAGE),
      ),
    );
  }

  /** Nothing may lie between what is kept and what is whole. */
  #gap(after: string, through: string): Promise<TrailFault | null> {
    return this.#copy({
      sequence: '0',
      after,
      through,
      positions: [],
      hashes: Buffer.alloc(0),
      previous: Buffer.alloc(0),
    });
  }

  /** Nothing may be shown that was not sealed. */
  async #beyond(head: Head): Promise<TrailFault | null> {
    const { store } = this.#parts;
    const [stray] = await store.storage.transaction(this.#scope, (tx) =>
      store.entries(tx, { after: head.position }, 1),
    );
    if (stray === undefined) return null;
    const now = await this.#now();
    if (now !== null && now.sequence !== head.sequence) return null;
    return faultOf(
      'inserted',
      'copy',
      stray.position,
      null,
      `The copy holds entry ${stray.position}, which was never sealed.`,
    );
  }

  #now(): Promise<Head | null> {
    return this.#parts.store.storage.transaction(this.#scope, (tx) => this.#parts.store.head(tx));
  }

  async *#sealsAfter(start: string): AsyncGenerator<Seal> {
    const { store } = this.#parts;
    for (let after = start; ; ) {
      this.#scope.signal.throwIfAborted();
      const page = await store.storage.transaction(this.#scope, (tx) =>
        store.seals(tx, after, SEALS_AT_ONCE),
      );
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < SEALS_AT_ONCE) return;
      after = last.sequence;
    }
  }
}

const anchorFault = ({ sequence }: Anchor): TrailFault =>
  faultOf(
    'anchor',
    'seals',
    null,
    sequence,
    `Seal ${sequence}, which was written down, is not there: the trail was cut off before it.`,
  );
