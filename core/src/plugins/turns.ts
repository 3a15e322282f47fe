/** Work that happens one after the other, in the order in which it was asked for. */
export class Turns {
  #queue: Promise<unknown> = Promise.resolve();

  /** Runs work when all before it has ended, however that did. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when everything that has been asked for so far has ended. */
  async ended(): Promise<void> {
    await this.#queue;
  }
}
