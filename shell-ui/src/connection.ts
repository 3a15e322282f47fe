import { isAnswered } from '@datawave/plugin-sdk/ui';

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

  /** Asks at once, and answers whether the server does. */
  async retry(): Promise<boolean> {
    clearTimeout(this.#timer);
    try {
      const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(10_000) });
      if (isAnswered(response)) {
        this.#found();
        return true;
      }
    } catch {
      // As said below.
    }
    if (this.#isLost) this.#askLater();
    else this.#lose();
    return false;
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
