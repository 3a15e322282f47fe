/** How long selecting may take for one page of assets in all, and at a stretch before others have their turn. */
const MOST_MS = 10_000;
const STRETCH_MS = 15;

/** Counts the time that is spent on a page, so that no rule holds up a process. */
export class WorkBudget {
  #spent = 0;
  #begun = performance.now();

  /** Whether no more time is left. */
  get isSpent(): boolean {
    return this.#spent + performance.now() - this.#begun > MOST_MS;
  }

  /** Lets others have their turn when it is time; their time does not count. */
  async pause(): Promise<void> {
    const stretch = performance.now() - this.#begun;
    if (stretch < STRETCH_MS) return;
    this.#spent += stretch;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#begun = performance.now();
  }
}
