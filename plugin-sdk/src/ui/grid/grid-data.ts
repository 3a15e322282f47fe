import type { ProblemError } from '../client/problem.ts';
import { language } from '../i18n/language.ts';
import { arrangeRows, type GridState } from './filter.ts';
import type { GridOptions } from './options.ts';
import { SourceRows } from './source-rows.ts';

/** Rows drawn as grey lines while nothing is there, and below what is there while more is on its way. */
const FIRST_SKELETONS = 8;
const NEXT_SKELETONS = 3;
/** Rows before the end at which the next page is asked for. */
const AHEAD = 30;

const NO_ROWS: readonly unknown[] = [];

/** The rows of a grid as they are shown: narrowed and ordered here when all of them are, else as their source gives them. */
export class GridData {
  readonly #source: SourceRows;
  #asked: string | null = null;
  #given: readonly unknown[] | null | undefined;
  #arrangedBy: unknown[] = [];
  #arranged: readonly unknown[] = NO_ROWS;
  #isArray = true;

  constructor(changed: () => void) {
    this.#source = new SourceRows(changed);
  }

  /** Takes what the page gives. */
  update(options: GridOptions<never>, state: GridState): void {
    this.#isArray = options.source === undefined;
    const { source } = options;
    if (source !== undefined) {
      const { sort, filters } = state;
      const asked = JSON.stringify([source.key, sort, filters]);
      if (asked === this.#asked) return;
      this.#asked = asked;
      void this.#source.begin((request, signal) => source.load(request, signal), { sort, filters });
      return;
    }
    this.#given = options.rows;
    const by = [options.rows, JSON.stringify([state.sort, state.filters]), language()];
    if (by.every((part, index) => part === this.#arrangedBy[index])) return;
    this.#arrangedBy = by;
    this.#arranged = arrangeRows<unknown>(options.rows ?? NO_ROWS, options.columns, state, language());
  }

  /** Loads what the source gave once more, while it stays. */
  async reload(options: GridOptions<never>): Promise<void> {
    const { source } = options;
    if (source !== undefined) await this.#source.again((request, signal) => source.load(request, signal));
  }

  get rows(): readonly unknown[] {
    return this.#isArray ? this.#arranged : this.#source.rows;
  }

  /** Rows and what stands for those on their way. */
  get length(): number {
    if (this.isBlank) return FIRST_SKELETONS;
    return (
      this.rows.length +
      (!this.#isArray && this.#source.hasMore && this.problem === null ? NEXT_SKELETONS : 0)
    );
  }

  /** Whether nothing has come yet. */
  get isBlank(): boolean {
    if (this.#isArray) return this.#given === null || this.#given === undefined;
    return this.#source.isBlank && this.#source.problem === null;
  }

  get isBusy(): boolean {
    return this.isBlank || (!this.#isArray && this.#source.isLoading);
  }

  /** Rows that match; null when nobody knows. */
  get total(): number | null {
    return this.#isArray ? this.#arranged.length : this.#source.total;
  }

  /** Rows before they were narrowed; null when nobody knows. */
  get unfiltered(): number | null {
    return this.#isArray ? (this.#given?.length ?? 0) : null;
  }

  /** Whether every row that matches has been loaded. */
  get isComplete(): boolean {
    return this.#isArray || (!this.#source.hasMore && this.#source.problem === null);
  }

  get problem(): ProblemError | null {
    return this.#isArray ? null : this.#source.problem;
  }

  /** Says how far somebody has scrolled. */
  reached(index: number): void {
    if (!this.#isArray && index >= this.rows.length - AHEAD) void this.#source.more();
  }

  retry(): void {
    void this.#source.retry();
  }

  /** The server was away and answers again. */
  serverReached(): void {
    if (!this.#isArray) void this.#source.reached();
  }

  stop(): void {
    this.#source.stop();
    this.#asked = null;
  }
}
