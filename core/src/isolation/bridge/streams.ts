/** Items that are made before they are asked for. */
const AHEAD = 16;

/** What one pull answers. */
export interface Pulled {
  readonly items: readonly unknown[];
  readonly isOver: boolean;
}

/** One run through an iterable of this side: it goes on ahead of who reads it, but not far. */
class Run {
  readonly #iterator: AsyncIterator<unknown>;
  #ready: unknown[] = [];
  #isOver = false;
  #failure: { readonly error: unknown } | null = null;
  #isRunning = false;
  #wake: (() => void) | null = null;

  constructor(iterable: AsyncIterable<unknown>) {
    this.#iterator = iterable[Symbol.asyncIterator]();
  }

  /** What is ready, at least one item. @param take - takes as many of them as one message holds */
  async pull(take: (ready: readonly unknown[]) => readonly unknown[]): Promise<Pulled> {
    this.#goOn();
    while (this.#ready.length === 0 && !this.#isOver && this.#failure === null)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    if (this.#ready.length === 0 && this.#failure !== null) throw this.#failure.error;
    const items = take(this.#ready);
    this.#ready = this.#ready.slice(items.length);
    this.#goOn();
    return { items, isOver: this.#isOver && this.#ready.length === 0 };
  }

  async close(): Promise<void> {
    const isDone = this.#isOver;
    this.#isOver = true;
    this.#ready = [];
    this.#wake?.();
    if (!isDone) await this.#iterator.return?.();
  }

  #goOn(): void {
    if (this.#isRunning || this.#isOver || this.#failure !== null) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    try {
      while (this.#ready.length < AHEAD && !this.#isOver) {
        const { done, value } = await this.#iterator.next();
        if (done === true) this.#isOver = true;
        else if (!this.#isOver) this.#ready.push(value);
        this.#wake?.();
      }
    } catch (error) {
      this.#failure = { error };
      this.#wake?.();
    } finally {
      this.#isRunning = false;
    }
  }
}

/** An iterable of this side, read by the other in batches that it asks for. */
export class Source {
  readonly iterable: AsyncIterable<unknown>;
  readonly #runs = new Map<number, Run>();
  readonly #take: (ready: readonly unknown[]) => readonly unknown[];

  /** @param take - makes items ready to be sent, as many as fit into a message */
  constructor(iterable: AsyncIterable<unknown>, take: (ready: readonly unknown[]) => readonly unknown[]) {
    this.iterable = iterable;
    this.#take = take;
  }

  async pull(run: number): Promise<Pulled> {
    let found = this.#runs.get(run);
    if (found === undefined) {
      found = new Run(this.iterable);
      this.#runs.set(run, found);
    }
    try {
      const pulled = await found.pull(this.#take);
      if (pulled.isOver) this.#runs.delete(run);
      return pulled;
    } catch (error) {
      this.#runs.delete(run);
      // What could not be sent, or was not made: nobody will ask for the rest.
      await found.close().catch(() => undefined);
      throw error;
    }
  }

  async close(run: number): Promise<void> {
    const found = this.#runs.get(run);
    this.#runs.delete(run);
    await found?.close();
  }
}

/** An iterable of the other side. One batch is on its way while another is being used. */
export function readRemotely(
  pull: (run: number) => Promise<unknown>,
  close: (run: number) => void,
): AsyncIterable<unknown> {
  let runs = 0;
  return {
    async *[Symbol.asyncIterator]() {
      const run = ++runs;
      const next = (): Promise<unknown> => {
        const pulled = pull(run);
        // It may fail while the batch before is still being used; whoever comes for it hears of it.
        pulled.catch(() => undefined);
        return pulled;
      };
      let isOver = false;
      try {
        let pulled = next();
        while (!isOver) {
          const { items, isLast } = readPulled(
            await pulled.catch((error: unknown) => {
              isOver = true;
              throw error;
            }),
          );
          isOver = isLast;
          if (!isOver) pulled = next();
          yield* items;
        }
      } finally {
        if (!isOver) close(run);
      }
    },
  };
}

function readPulled(pulled: unknown): { readonly items: readonly unknown[]; readonly isLast: boolean } {
  if (typeof pulled !== 'object' || pulled === null) return { items: [], isLast: true };
  const items: unknown = Reflect.get(pulled, 'items');
  return { items: Array.isArray(items) ? items : [], isLast: Reflect.get(pulled, 'isOver') !== false };
}
