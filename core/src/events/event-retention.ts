import type { Logger } from '@datawave/plugin-sdk';
import type { Storage } from '../storage/storage.ts';

const BATCH = 1_000;
const EVERY_MS = 10 * 60_000;

/** Deletes events older than the retention, from the oldest on, in batches that hold no lock for long. */
export class EventRetention {
  readonly #storage: Storage;
  readonly #log: Logger;
  readonly #retentionMs: number;
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;

  constructor(storage: Storage, log: Logger, retentionMs: number) {
    this.#storage = storage;
    this.#log = log;
    this.#retentionMs = retentionMs;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      this.#running ??= this.purge()
        .then(
          () => undefined,
          (error: unknown) => this.#log.warn('old events could not be deleted', { error }),
        )
        .finally(() => {
          this.#running = null;
        });
    }, EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    await this.#running;
  }

  /** Answers how many were deleted. */
  async purge(): Promise<number> {
    let total = 0;
    for (;;) {
      const rows = await this.#storage.execute<{ count: string }>({
        text: `with oldest as (select sequence, time from core.events order by sequence limit ${BATCH}),
                    gone as (delete from core.events where sequence in (select sequence from oldest where time < now() - $1 * interval '1 millisecond') returning sequence),
                    noted as (update core.event_relay set purged_sequence = greatest(purged_sequence, (select max(sequence) from gone)) where exists (select from gone))
               select count(*) as count from gone`,
        parameters: [this.#retentionMs],
      });
      const count = Number(rows[0]?.count ?? 0);
      total += count;
      if (count < BATCH) return total;
    }
  }
}
