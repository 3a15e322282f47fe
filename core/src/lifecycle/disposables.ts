import type { Disposer } from '@datawave/plugin-sdk';

/** What went wrong while things were being undone; the rest was undone all the same. */
export interface DisposalFault {
  readonly label: string;
  readonly error: unknown;
}

interface Entry {
  readonly label: string;
  readonly dispose: Disposer;
}

/**
 * Collects what must be undone and undoes it in reverse order, one after the other.
 * Adding to a store that is already disposed disposes at once: whoever registers late leaves nothing behind.
 */
export class DisposableStore {
  readonly #entries = new Set<Entry>();
  readonly #onLateFault: (fault: DisposalFault) => void;
  #isDisposed = false;

  /** @param onLateFault told of a failure while disposing something that was added after the end */
  constructor(onLateFault: (fault: DisposalFault) => void) {
    this.#onLateFault = onLateFault;
  }

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  /** Number of things that are still to be undone. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Registers what must be undone.
   * @returns undoes it now and forgets it; calling it twice is harmless
   */
  add(label: string, dispose: Disposer): Disposer {
    const entry: Entry = { label, dispose };
    if (this.#isDisposed) {
      void this.#run(entry).then((fault) => {
        if (fault !== null) this.#onLateFault(fault);
      });
      return () => undefined;
    }
    this.#entries.add(entry);
    return () => {
      if (!this.#entries.delete(entry)) return undefined;
      return entry.dispose();
    };
  }

  /**
   * Undoes everything, newest first. A disposer that throws or outlasts the budget is reported and passed over.
   * @param budgetMs milliseconds that a single disposer may take
   */
  async dispose(budgetMs: number): Promise<readonly DisposalFault[]> {
    this.#isDisposed = true;
    const faults: DisposalFault[] = [];
    // A disposer may undo others of this store on its way, so the set is read anew each time.
    for (let entry = this.#newest(); entry !== undefined; entry = this.#newest()) {
      this.#entries.delete(entry);
      const fault = await this.#run(entry, budgetMs);
      if (fault !== null) faults.push(fault);
    }
    return faults;
  }

  #newest(): Entry | undefined {
    return [...this.#entries].at(-1);
  }

  async #run(entry: Entry, budgetMs?: number): Promise<DisposalFault | null> {
    let timer: NodeJS.Timeout | undefined;
    try {
      const done = entry.dispose();
      if (done === undefined) return null;
      if (budgetMs === undefined) {
        await done;
        return null;
      }
      const late = new Promise<DisposalFault>((resolve) => {
        timer = setTimeout(() => {
          resolve({ label: entry.label, error: new Error(`was not undone within ${budgetMs} ms`) });
        }, budgetMs);
      });
      return await Promise.race([done.then(() => null), late]);
    } catch (error) {
      return { label: entry.label, error };
    } finally {
      clearTimeout(timer);
    }
  }
}
