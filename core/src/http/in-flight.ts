import type { Exchange } from './exchange.ts';

const SWEEP_MS = 50;

/** Requests in progress: bounds them, watches their deadlines and tells when the last one is over. */
export class InFlight {
  readonly #limit: number;
  readonly #onExpired: (exchange: Exchange) => void;
  readonly #running = new Set<Exchange>();
  #sweep: NodeJS.Timeout | undefined;
  #onEmpty: (() => void) | undefined;

  /** @param onExpired called once for an exchange whose deadline has passed */
  constructor(limit: number, onExpired: (exchange: Exchange) => void) {
    this.#limit = limit;
    this.#onExpired = onExpired;
  }

  get size(): number {
    return this.#running.size;
  }

  /** False when the bound is reached. */
  admit(exchange: Exchange): boolean {
    if (this.#running.size >= this.#limit) return false;
    this.#running.add(exchange);
    // One sweep for all: a timer for each request would cost as much as routing it.
    this.#sweep ??= setInterval(() => this.#expire(), SWEEP_MS).unref();
    return true;
  }

  release(exchange: Exchange): void {
    if (this.#running.delete(exchange) && this.#running.size === 0) this.#onEmpty?.();
  }

  /** Resolves when nothing is running, or after `deadlineMs` with what still is. */
  async settled(deadlineMs: number): Promise<readonly Exchange[]> {
    if (this.#running.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, deadlineMs);
      this.#onEmpty = resolve;
      await promise;
      clearTimeout(timer);
      this.#onEmpty = undefined;
    }
    return [...this.#running];
  }

  #expire(): void {
    if (this.#running.size === 0) {
      clearInterval(this.#sweep);
      this.#sweep = undefined;
      return;
    }
    const now = performance.now();
    for (const exchange of this.#running) {
      if (exchange.deadline > now) continue;
      exchange.deadline = Infinity;
      this.#onExpired(exchange);
    }
  }
}
