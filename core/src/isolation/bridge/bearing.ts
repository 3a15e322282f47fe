import type { Frame } from '../channel/transport.ts';
import type { ChannelLimits } from '../limits.ts';

/** What an untrusted process asks of this one: counts what nobody has asked for; what is asked for is bounded by who asks. */
export class Bearing {
  readonly #limits: ChannelLimits;
  #second = 0;
  #framesThisSecond = 0;

  constructor(limits: ChannelLimits) {
    this.#limits = limits;
  }

  /**
   * What is too much; null where it is not.
   * @param isAwaited - whether a call with this number waits for its answer
   * @param held - functions, objects and signals: taken from the other side, and given to it
   */
  fault(
    batch: readonly Frame[],
    isAwaited: (id: number) => boolean,
    held: { readonly taken: number; readonly given: number },
  ): string | null {
    const second = Math.floor(performance.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#framesThisSecond = 0;
    }
    for (const [kind, id] of batch)
      if ((kind !== 'result' && kind !== 'error') || typeof id !== 'number' || !isAwaited(id))
        this.#framesThisSecond++;
    const { framesPerSecond, handles } = this.#limits;
    if (this.#framesThisSecond > framesPerSecond)
      return `it sent more than ${framesPerSecond} messages within a second`;
    if (held.taken > handles) return `it handed over more than ${handles} functions, objects and signals`;
    if (held.given > handles) return `it keeps more than ${handles} functions and objects that it was handed`;
    return null;
  }
}
