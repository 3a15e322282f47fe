const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

/** Whether the server answers. Once it does not it is asked again and again, ever more slowly, until it does. Fires `change`. */
export class Connection extends EventTarget {
  #isLost = false;
  #wait = FIRST_WAIT_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  get isLost(): boolean {
    return this.#isLost;
  }

  /** A request was answered, with whatever status, or not at all. */
  saw(isReached: boolean): void {
    if (isReached) this.#found();
    else if (!this.#isLost) this.#lose();
  }

  /** Asks at once. Resolves when it is known whether the server answers. */
  async retry(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
      this.#found();
    } catch {
      this.#askLater();
    }
  }

  #lose(): void {
    this.#isLost = true;
    this.#wait = FIRST_WAIT_MS;
    this.dispatchEvent(new Event('change'));
    this.#askLater();
  }

  #askLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.retry(), this.#wait);
    this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
  }

  #found(): void {
    clearTimeout(this.#timer);
    if (!this.#isLost) return;
    this.#isLost = false;
    this.dispatchEvent(new Event('change'));
    // What failed while the server was away is loaded again by whoever shows it.
    window.dispatchEvent(new Event('dw-reached'));
  }
}
