/** Follows how high the rows on screen are: what stands in them may arrive after them. */
export class RowHeights {
  readonly #sizes: ResizeObserver;
  #rows: ReadonlySet<HTMLElement> = new Set();

  /** @param changed - told when a row has become another height, before that is painted */
  constructor(changed: () => void) {
    this.#sizes = new ResizeObserver(changed);
  }

  /** Follows these rows and no others any more. */
  follow(rows: Iterable<HTMLElement>): void {
    const now = new Set(rows);
    for (const row of this.#rows) if (!now.has(row)) this.#sizes.unobserve(row);
    for (const row of now) if (!this.#rows.has(row)) this.#sizes.observe(row, { box: 'border-box' });
    this.#rows = now;
  }
}
