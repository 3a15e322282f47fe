import { tookTooLong } from '../isolation-errors.ts';

interface Pending {
  readonly what: string;
  readonly milliseconds: number;
  /** Of the monotonic clock. */
  readonly deadline: number;
  settle(answer: () => unknown): void;
}

const SWEEP_MS = 100;

/** Calls that wait for their answers, each until its deadline. */
export class PendingCalls {
  readonly #byId = new Map<number, Pending>();
  #last = 0;
  #sweep: NodeJS.Timeout | null = null;

  get size(): number {
    return this.#byId.size;
  }

  /** @param settle - is given what answers, or throws the error */
  add(what: string, milliseconds: number, settle: Pending['settle']): number {
    const id = ++this.#last;
    this.#byId.set(id, { what, milliseconds, deadline: performance.now() + milliseconds, settle });
    this.#sweep ??= setInterval(() => this.#expire(), SWEEP_MS).unref();
    return id;
  }

  /** Of a call that is not waited for any longer, nothing happens. */
  settle(id: number, answer: () => unknown): void {
    const pending = this.#byId.get(id);
    if (pending === undefined) return;
    this.#byId.delete(id);
    pending.settle(answer);
  }

  what(id: number): string | null {
    return this.#byId.get(id)?.what ?? null;
  }

  /** Fails all that wait. */
  close(error: Error): void {
    if (this.#sweep !== null) clearInterval(this.#sweep);
    this.#sweep = null;
    const left = [...this.#byId.values()];
    this.#byId.clear();
    for (const { settle } of left)
      settle(() => {
        throw error;
      });
  }

  #expire(): void {
    const now = performance.now();
    for (const [id, { deadline, what, milliseconds }] of this.#byId)
      if (deadline <= now)
        this.settle(id, () => {
          throw tookTooLong(what, milliseconds);
        });
    if (this.#byId.size > 0 || this.#sweep === null) return;
    clearInterval(this.#sweep);
    this.#sweep = null;
  }
}
