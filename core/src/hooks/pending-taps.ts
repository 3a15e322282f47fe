/** An asynchronous tap that has not answered yet; a link of the list below. */
export interface PendingTap {
  /** Called instead of the tap's own answer when that has not come in time. */
  expire(): void;
  tick: number;
  previous: PendingTap | null;
  next: PendingTap | null;
}

const TICK_MS = 250;

/**
 * Watches for taps that never answer. A timer for each tap would cost more than the tap, so pending taps hang in a
 * list in the order of their start and one coarse timer looks at its head; it runs only while something is pending.
 */
export class PendingTaps {
  readonly #budgetTicks: number;
  #head: PendingTap | null = null;
  #tail: PendingTap | null = null;
  #tick = 0;
  #timer: NodeJS.Timeout | null = null;

  /** @param budgetMs milliseconds after which a tap is given up; kept to within a quarter of a second */
  constructor(budgetMs: number) {
    this.#budgetTicks = Math.max(1, Math.ceil(budgetMs / TICK_MS));
  }

  add(pending: PendingTap): void {
    pending.tick = this.#tick;
    pending.previous = this.#tail;
    if (this.#tail === null) this.#head = pending;
    else this.#tail.next = pending;
    this.#tail = pending;
    if (this.#timer === null) this.#run();
  }

  remove(pending: PendingTap): void {
    if (pending.previous === null) this.#head = pending.next;
    else pending.previous.next = pending.next;
    if (pending.next === null) this.#tail = pending.previous;
    else pending.next.previous = pending.previous;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    this.#timer = setInterval(() => {
      this.#tick += 1;
      for (
        let first = this.#head;
        first !== null && this.#tick - first.tick > this.#budgetTicks;
        first = this.#head
      ) {
        this.remove(first);
        first.expire();
      }
      if (this.#head === null) this.stop();
    }, TICK_MS);
    this.#timer.unref();
  }
}
