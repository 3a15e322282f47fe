import type { Logger } from '@datawave/plugin-sdk';
import { sqlStateOf } from '../storage/driver-errors.ts';

interface Keyed {
  readonly id: string;
}

interface Pending<Item> {
  readonly item: Item;
  resolve(isWritten: boolean): void;
  reject(error: unknown): void;
}

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2_000;

/**
 * Writes many small things in one statement. One write is on its way at a time; what arrives meanwhile goes with the
 * next, so that the batch grows with the load and an idle system does not wait. A submission resolves only once its
 * statement has committed.
 */
export class GroupCommit<Item extends Keyed> {
  readonly #write: (items: readonly Item[]) => Promise<ReadonlySet<string>>;
  readonly #maxBatch: number;
  readonly #log: Logger;
  #pending: Pending<Item>[] = [];
  #flushing: Promise<void> | null = null;

  /** @param write answers the ids that were written; the others resolve with false */
  constructor(options: {
    readonly write: (items: readonly Item[]) => Promise<ReadonlySet<string>>;
    readonly maxBatch: number;
    readonly log: Logger;
  }) {
    this.#write = options.write;
    this.#maxBatch = options.maxBatch;
    this.#log = options.log;
  }

  /** Resolves after commit: true when it was written, false when its row had gone to someone else. */
  submit(item: Item): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#pending.push({ item, resolve, reject });
      this.#flushing ??= new Promise<void>((done) => setImmediate(done)).then(() => this.#flush());
    });
  }

  /** Resolves when nothing is left to write. */
  async drain(): Promise<void> {
    while (this.#flushing !== null) await this.#flushing;
  }

  async #flush(): Promise<void> {
    while (this.#pending.length > 0) {
      const batch = this.#pending.splice(0, this.#maxBatch);
      await this.#writeBatch(batch);
    }
    this.#flushing = null;
  }

  async #writeBatch(batch: readonly Pending<Item>[]): Promise<void> {
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 2, LAST_RETRY_MS)) {
      try {
        const written = await this.#write(batch.map((one) => one.item));
        for (const one of batch) one.resolve(written.has(one.item.id));
        return;
      } catch (error) {
        if (/^2[23]/.test(sqlStateOf(error) ?? '')) {
          // The data itself was refused, so trying again cannot help.
          await this.#isolateFault(batch, error);
          return;
        }
        // The rows stay leased; should the database be away for longer, the fencing token sorts out who was first.
        this.#log.warn('Job results could not be written; trying again', {
          error,
          jobs: batch.length,
          waitMs,
        });
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    }
  }

  async #isolateFault(batch: readonly Pending<Item>[], error: unknown): Promise<void> {
    if (batch.length === 1) {
      batch[0]?.reject(error);
      return;
    }
    const middle = batch.length >> 1;
    await this.#writeBatch(batch.slice(0, middle));
    await this.#writeBatch(batch.slice(middle));
  }
}
