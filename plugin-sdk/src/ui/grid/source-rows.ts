import { asProblem } from '../as-problem.ts';
import { isAborted, type ProblemError } from '../client/problem.ts';
import type { GridPage, GridRequest } from './options.ts';

const PAGE = 100;
/** Rows that are loaded again together; of a longer list the rest is asked for again. */
const MOST_RELOADED = 1000;

/** What rows of a source are wanted: changes begin anew. */
export type RowsRequest = Pick<GridRequest, 'sort' | 'filters'>;

type LoadRows = (request: GridRequest, signal: AbortSignal) => Promise<GridPage<unknown>>;

/** Rows of a source as far as they have been loaded, page after page. */
export class SourceRows {
  readonly #changed: () => void;
  #load: LoadRows = async () => ({
    items: [],
    nextCursor: null,
  });
  #request: RowsRequest = { sort: [], filters: {} };
  #running: AbortController | null = null;
  #next: string | null = null;
  /** Whether the first page of what is wanted now is there. */
  #isCurrent = false;
  /** The rows were to be loaded again, and the server did not answer: they stay, and are loaded once it does. */
  #isBehind = false;
  rows: readonly unknown[] = [];
  total: number | null = null;
  problem: ProblemError | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isLoading(): boolean {
    return this.#running !== null;
  }

  /** Whether nothing has come yet, not even of what was wanted before. */
  get isBlank(): boolean {
    return !this.#isCurrent && this.rows.length === 0;
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** Loads from the beginning; what is there stays until then. Resolves when that is done. */
  async begin(load: LoadRows, request: RowsRequest): Promise<void> {
    this.#load = load;
    this.#request = request;
    this.#isCurrent = false;
    await this.#page(null);
  }

  /** Loads what is there once more, so that nothing moves under whoever has scrolled. Resolves when that is done. */
  async again(load: LoadRows): Promise<void> {
    this.#load = load;
    await this.#page(null, Math.min(this.rows.length, MOST_RELOADED));
  }

  /** Loads the next page unless one is on its way, or the last one failed. */
  async more(): Promise<void> {
    if (this.#running === null && this.#next !== null && this.problem === null) await this.#page(this.#next);
  }

  /** Asks again for what failed. */
  retry(): Promise<void> {
    return this.#page(this.#isCurrent ? this.#next : null);
  }

  /** The server was away and answers again: what it did not answer is asked for anew. */
  async reached(): Promise<void> {
    if (this.#isBehind) await this.again(this.#load);
    else if (this.problem?.status === 0) await this.retry();
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** @param least - rows that are loaded before any of them takes the place of what is there */
  async #page(cursor: string | null, least = 0): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.problem = null;
    this.#changed();
    try {
      const ask = (at: string | null): Promise<GridPage<unknown>> =>
        this.#load({ ...this.#request, cursor: at, limit: PAGE }, running.signal);
      let page = await ask(cursor);
      const items = [...page.items];
      while (page.nextCursor !== null && items.length < least && !running.signal.aborted) {
        page = await ask(page.nextCursor);
        items.push(...page.items);
      }
      if (running.signal.aborted) return;
      this.rows = cursor === null ? items : [...this.rows, ...items];
      this.#next = page.nextCursor;
      if (page.total !== undefined || cursor === null) this.total = page.total ?? null;
      if (page.nextCursor === null) this.total = this.rows.length;
      this.#isCurrent = true;
      this.#isBehind = false;
    } catch (error) {
      if (running.signal.aborted || isAborted(error)) return;
      const problem = asProblem(error);
      if (cursor === null && this.#isCurrent && problem.code === 'DW_UI_OFFLINE') {
        // The frame says that the server is away.
        this.#isBehind = true;
        return;
      }
      if (!this.#isCurrent) {
        this.rows = [];
        this.#next = null;
      }
      this.problem = problem;
    } finally {
      if (this.#running === running) {
        this.#running = null;
        this.#changed();
      }
    }
  }
}
