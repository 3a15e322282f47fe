/** How long selecting goes on before others have their turn. */
const STRETCH_MS = 15;

/** Counts the time that is spent on a page, so that no rule holds up a process. */
export class WorkBudget {
  readonly #mostMs: number;
  #spent = 0;
  #begun = performance.now();

  constructor(mostMs: number) {
    this.#mostMs = mostMs;
  }

  /** Whether no more time is left. */
  get isSpent(): boolean {
    return this.#spent + performance.now() - this.#begun > this.#mostMs;
  }

  /** Whether others should have their turn. */
  get isDue(): boolean {
    return performance.now() - this.#begun >= STRETCH_MS;
  }

  /** Lets others have their turn when it is time; their time does not count. */
  async pause(): Promise<void> {
    if (!this.isDue) return;
    this.#spent += performance.now() - this.#begun;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#begun = performance.now();
  }
}
