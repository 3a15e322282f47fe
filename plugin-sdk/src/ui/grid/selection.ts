/** Which rows are selected: some by key, or all that match but some. */
export class RowSelection {
  /** Whether `keys` are the exceptions. */
  readonly all: boolean;
  readonly keys: ReadonlySet<string>;
  static readonly none = new RowSelection(false, new Set());

  constructor(all: boolean, keys: ReadonlySet<string>) {
    this.all = all;
    this.keys = keys;
  }

  has(key: string): boolean {
    return this.all !== this.keys.has(key);
  }

  /** Selected or not, for each of these. */
  set(keys: readonly string[], isSelected: boolean): RowSelection {
    const next = new Set(this.keys);
    for (const key of keys) {
      if (isSelected === this.all) next.delete(key);
      else next.add(key);
    }
    return new RowSelection(this.all, next);
  }

  /** How many; null when all are selected and nobody knows how many there are. */
  count(total: number | null): number | null {
    if (!this.all) return this.keys.size;
    return total === null ? null : Math.max(0, total - this.keys.size);
  }

  get isEmpty(): boolean {
    return !this.all && this.keys.size === 0;
  }
}
