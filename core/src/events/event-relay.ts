import { setImmediate as nextTurn, setTimeout as rest } from 'node:timers/promises';
import type { Logger } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';

const BATCH = 500;
/** Finds what a process committed and then died before relaying. */
const SWEEP_MS = 2_000;
/** From the beginning of a round to the next: where much is published, one moves all that has come together. */
const ROUND_MS = 25;

/**
 * Moves committed events from the outbox to the log and numbers them, without gaps, one relay at a time across all
 * processes. An event gets its number only after its commit, so a late commit comes later instead of being skipped.
 */
export class EventRelay {
  readonly #storage: Storage;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #lastRound = Number.NEGATIVE_INFINITY;

  constructor(storage: Storage, log: Logger) {
    this.#storage = storage;
    this.#log = log;
  }

  start(): void {
    this.#timer ??= setInterval(() => this.wake(), SWEEP_MS).unref();
    this.wake();
  }

  /** Called after a commit that published; many calls while it is at work are one more round. */
  wake(): void {
    if (!this.#timer) return;
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#again) this.wake();
    });
  }

  /** Waits for the round that is on its way, and begins none: whoever stops it closes the storage next. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#again) {
      // What else commits in this turn of the event loop, and the other events of the same transaction, go along.
      await nextTurn();
      const early = this.#lastRound + ROUND_MS - performance.now();
      if (early > 0) await rest(early);
      if (!this.#timer) return;
      this.#lastRound = performance.now();
      this.#again = false;
      try {
        const rows = await this.#storage.execute<{ moved: string }>({
          text: 'select core.relay_events($1) as moved',
          parameters: [BATCH],
          name: 'events_relay',
        });
        if (Number(rows[0]?.moved ?? 0) === BATCH) this.#again = true;
      } catch (error) {
        // The rows stay in the outbox; the next sweep takes them up.
        this.#log.warn('events could not be relayed', { error });
      }
    }
  }
}
