import { setImmediate } from 'node:timers/promises';
import { LIMITS } from '../rules/rule-limits.ts';

/** Divides long work into slices, so that a process goes on answering while it is done. */
export class Pacer {
  #since = performance.now();

  /** Resolves at once within a slice; at its end others get their turn first. */
  async pause(): Promise<void> {
    if (!this.isDue) return;
    await setImmediate();
    this.#since = performance.now();
  }

  /** Whether the slice has ended. */
  get isDue(): boolean {
    return performance.now() - this.#since >= LIMITS.sliceMs;
  }
}
