import type { Frame, Transport } from './transport.ts';

/** Estimated bytes of one send: more would make small frames wait behind a large batch. */
const BATCH_BYTES = 1024 * 1024;
/** Batches handed to the operating system that have not been written yet. */
const UNWRITTEN = 16;

interface Queued {
  readonly frame: Frame;
  readonly weight: number;
  readonly onUnsendable: ((error: unknown) => void) | null;
}

/** Frames on their way out: one batch for each turn of the event loop, as fast as the other side takes them. */
export class Outbox {
  readonly #transport: Transport;
  #queue: Queued[] = [];
  #queuedBytes = 0;
  #unwritten = 0;
  #isScheduled = false;
  #isClosed = false;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Estimated bytes that wait to be sent. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** @param onUnsendable - told when the frame alone cannot be cloned; the others of its batch have gone */
  post(frame: Frame, weight: number, onUnsendable: ((error: unknown) => void) | null = null): void {
    if (this.#isClosed) return;
    this.#queue.push({ frame, weight, onUnsendable });
    this.#queuedBytes += weight;
    this.#schedule();
  }

  close(): void {
    this.#isClosed = true;
    this.#queue = [];
    this.#queuedBytes = 0;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#unwritten >= UNWRITTEN) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    while (this.#queue.length > 0 && this.#unwritten < UNWRITTEN && !this.#isClosed) {
      let weight = 0;
      let count = 0;
      for (const queued of this.#queue) {
        if (count > 0 && weight + queued.weight > BATCH_BYTES) break;
        weight += queued.weight;
        count++;
      }
      const batch = this.#queue.splice(0, count);
      this.#queuedBytes -= weight;
      this.#send(batch);
    }
  }

  #send(batch: readonly Queued[]): void {
    try {
      this.#write(batch.map(({ frame }) => frame));
    } catch (error) {
      const [only] = batch;
      if (batch.length === 1) only?.onUnsendable?.(error);
      // One value that cannot be cloned must not take the others with it.
      else for (const queued of batch) this.#send([queued]);
    }
  }

  #write(frames: readonly Frame[]): void {
    let isWritten = false;
    this.#transport.send(frames, () => {
      if (isWritten) return;
      isWritten = true;
      this.#unwritten--;
      if (this.#queue.length > 0) this.#schedule();
    });
    this.#unwritten++;
  }
}
