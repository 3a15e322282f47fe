/** Names rows by their index, and what stands for those on their way. */
export class RowKeys {
  #rows: readonly unknown[] = [];
  #keyOf = (index: number): string => `${index}`;

  /** The same function while the rows are the same. */
  of(rows: readonly unknown[], key: (row: never) => string): (index: number) => string {
    if (rows === this.#rows) return this.#keyOf;
    this.#rows = rows;
    // Asked for again and again, of all rows: made once.
    const names: string[] = [];
    this.#keyOf = (index) => {
      names[index] ??= index < rows.length ? `=${key(rows[index] as never)}` : `${index}`;
      return names[index];
    };
    return this.#keyOf;
  }
}
