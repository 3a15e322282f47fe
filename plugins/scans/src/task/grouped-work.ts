import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

interface Line<Item, Answer> {
  readonly waiting: Waiting<Item, Answer>[];
  /** On their way. */
  goes: number;
  /** Whether the last of them has yet to begin. */
  isGathering: boolean;
}

/**
 * Does what comes at the same time in one go. A few goes of a key are on their way at a time; what comes meanwhile goes with the next,
 * so that goes grow with the load, and who comes alone does not wait. Where several cannot be done together each is done by
 * itself: the fault of one is not that of the others.
 */
export class GroupedWork<Item, Answer> {
  readonly #work: (items: readonly Item[]) => Promise<(item: Item) => Answer>;
  readonly #most: number;
  readonly #atOnce: number;
  readonly #lines = new Map<string, Line<Item, Answer>>();
  /** A go is nobody's: not that of whoever happened to come first. */
  readonly #outside = AsyncLocalStorage.snapshot();

  /**
   * @param work - all or nothing; answers what became of each
   * @param bounds - items of one go, and goes of a key on their way; one unless given
   */
  constructor(
    work: (items: readonly Item[]) => Promise<(item: Item) => Answer>,
    bounds: { readonly most: number; readonly atOnce?: number },
  ) {
    this.#work = work;
    this.#most = bounds.most;
    this.#atOnce = bounds.atOnce ?? 1;
  }

  /** Resolves, or rejects, with what became of the item. Only items of the same key are done together. */
  submit(key: string, item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const line = this.#lines.get(key) ?? { waiting: [], goes: 0, isGathering: false };
      this.#lines.set(key, line);
      line.waiting.push({ item, resolve, reject });
      if (line.isGathering || line.goes >= this.#atOnce) return;
      line.goes += 1;
      line.isGathering = true;
      this.#outside(() => void this.#empty(key, line));
    });
  }

  /** Never rejects. */
  async #empty(key: string, line: Line<Item, Answer>): Promise<void> {
    // What comes in the same turn of the event loop is gathered first.
    await nextTurn();
    line.isGathering = false;
    for (;;) {
      const group = line.waiting.splice(0, this.#most);
      if (group.length === 0) break;
      if (group.length > 1 && (await this.#together(group))) continue;
      for (const one of group) await this.#alone(one);
    }
    line.goes -= 1;
    if (line.goes === 0) this.#lines.delete(key);
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
