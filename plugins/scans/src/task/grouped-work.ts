import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does what comes at the same time in one go. One go of a key is on its way at a time; what comes meanwhile goes with the next, so
 * that goes grow with the load, and who comes alone does not wait. Where several cannot be done together each is done by itself:
 * the fault of one is not that of the others.
 */
export class GroupedWork<Item, Answer> {
  readonly #work: (items: readonly Item[]) => Promise<(item: Item) => Answer>;
  readonly #most: number;
  readonly #lines = new Map<string, Waiting<Item, Answer>[]>();
  /** A go is nobody's: not that of whoever happened to come first. */
  readonly #outside = AsyncLocalStorage.snapshot();

  /**
   * @param work - all or nothing; answers what became of each
   * @param most - items of one go
   */
  constructor(work: (items: readonly Item[]) => Promise<(item: Item) => Answer>, most: number) {
    this.#work = work;
    this.#most = most;
  }

  /** Resolves, or rejects, with what became of the item. Only items of the same key are done together. */
  submit(key: string, item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const line = this.#lines.get(key);
      if (line !== undefined) {
        line.push(waiting);
        return;
      }
      this.#lines.set(key, [waiting]);
      this.#outside(() => void this.#empty(key));
    });
  }

  /** Never rejects. */
  async #empty(key: string): Promise<void> {
    // What comes in the same turn of the event loop is gathered first.
    await nextTurn();
    for (;;) {
      const group = this.#lines.get(key)?.splice(0, this.#most) ?? [];
      if (group.length === 0) break;
      if (group.length > 1 && (await this.#together(group))) continue;
      for (const one of group) await this.#alone(one);
    }
    this.#lines.delete(key);
  }

  async #together(group: readonly Waiting<Item, Answer>[]): Promise<boolean> {
    try {
      const answerOf = await this.#work(group.map(({ item }) => item));
      for (const { item, resolve } of group) resolve(answerOf(item));
      return true;
    } catch {
      // Whose fault it was is told by each alone.
      return false;
    }
  }

  async #alone({ item, resolve, reject }: Waiting<Item, Answer>): Promise<void> {
    try {
      resolve((await this.#work([item]))(item));
    } catch (error) {
      reject(error);
    }
  }
}
