import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
  /** The go that it is done with, while it is on its way. */
  go: Go | null;
  hasLeft: boolean;
}

/** A go on its way. It ends early with the last of those whom it is for, and with no one of them before. */
interface Go {
  readonly ending: AbortController;
  present: number;
}

interface Line<Item, Answer> {
  readonly waiting: Waiting<Item, Answer>[];
  /** On their way. */
  goes: number;
  /** Whether the last of them has yet to begin. */
  isGathering: boolean;
}

type Work<Item, Answer> = (items: readonly Item[], signal: AbortSignal) => Promise<(item: Item) => Answer>;

/**
 * Does what comes at the same time in one go. A few goes of a key are on their way at a time; what comes meanwhile goes with the next,
 * so that goes grow with the load, and who comes alone does not wait. Where several cannot be done together each is done by
 * itself: the fault of one is not that of the others. Nor is it theirs when one of them goes away.
 */
export class GroupedWork<Item, Answer> {
  readonly #work: Work<Item, Answer>;
  readonly #most: number;
  readonly #atOnce: number;
  readonly #lines = new Map<string, Line<Item, Answer>>();
  /** A go is nobody's: not that of whoever happened to come first. */
  readonly #outside = AsyncLocalStorage.snapshot();

  /**
   * @param work - all or nothing; answers what became of each. Its signal is aborted once all have gone whom it is for
   * @param bounds - items of one go, and goes of a key on their way; one unless given
   */
  constructor(work: Work<Item, Answer>, bounds: { readonly most: number; readonly atOnce?: number }) {
    this.#work = work;
    this.#most = bounds.most;
    this.#atOnce = bounds.atOnce ?? 1;
  }

  /**
   * Resolves, or rejects, with what became of the item. Only items of the same key are done together.
   * @param signal - whoever submits goes away with it: rejects with its reason at once, while the others are still waited for
   */
  async submit(key: string, item: Item, signal?: AbortSignal): Promise<Answer> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const one: Waiting<Item, Answer> = { item, resolve, reject, go: null, hasLeft: false };
    const leave = (): void => {
      one.hasLeft = true;
      reject(signal?.reason);
      if (one.go !== null && --one.go.present === 0) one.go.ending.abort(signal?.reason);
    };
    // Taken off again, and not `AbortSignal.any`: a signal may live as long as the process.
    signal?.addEventListener('abort', leave);
    this.#line(key, one);
    try {
      return await promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  /** Puts it into the line of its key, which begins to move if it stands. */
  #line(key: string, one: Waiting<Item, Answer>): void {
    const line = this.#lines.get(key) ?? { waiting: [], goes: 0, isGathering: false };
    this.#lines.set(key, line);
    line.waiting.push(one);
    if (line.isGathering || line.goes >= this.#atOnce) return;
    line.goes += 1;
    line.isGathering = true;
    this.#outside(() => void this.#empty(key, line));
  }

  /** Never rejects. */
  async #empty(key: string, line: Line<Item, Answer>): Promise<void> {
    // What comes in the same turn of the event loop is gathered first.
    await nextTurn();
    line.isGathering = false;
    while (line.waiting.length > 0) {
      const group = line.waiting.splice(0, this.#most);
      if (group.length > 1 && (await this.#together(group))) continue;
      for (const one of group) await this.#alone(one);
    }
    line.goes -= 1;
    if (line.goes === 0) this.#lines.delete(key);
  }

  async #together(group: readonly Waiting<Item, Answer>[]): Promise<boolean> {
    try {
      await this.#go(group);
      return true;
    } catch {
      // Whose fault it was is told by each alone.
      return false;
    }
  }

  async #alone(one: Waiting<Item, Answer>): Promise<void> {
    try {
      await this.#go([one]);
    } catch (error) {
      one.reject(error);
    }
  }

  /** Does what is wanted of some by those who are still there. */
  async #go(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    const present = group.filter(({ hasLeft }) => !hasLeft);
    if (present.length === 0) return;
    const go: Go = { ending: new AbortController(), present: present.length };
    for (const one of present) one.go = go;
    try {
      const answerOf = await this.#work(
        present.map(({ item }) => item),
        go.ending.signal,
      );
      for (const { item, resolve } of present) resolve(answerOf(item));
    } finally {
      for (const one of present) one.go = null;
    }
  }
}
