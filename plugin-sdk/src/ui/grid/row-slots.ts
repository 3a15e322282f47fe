/**
 * Which drawn row shows which row of the data. A row that stays in sight keeps its element, and with it the focus; one that
 * comes into sight takes the element of one that left, so that scrolling makes no elements.
 */
export class RowSlots {
  #slotOf = new Map<number, number>();

  /** The slot of each row index, in the order given. Indexes are distinct. */
  assign(indexes: readonly number[]): readonly number[] {
    const next = new Map<number, number>();
    for (const index of indexes) {
      const slot = this.#slotOf.get(index);
      if (slot !== undefined) next.set(index, slot);
    }
    const taken = new Set(next.values());
    let free = 0;
    for (const index of indexes) {
      if (next.has(index)) continue;
      while (taken.has(free)) free += 1;
      next.set(index, free);
      taken.add(free);
    }
    this.#slotOf = next;
    return indexes.map((index) => next.get(index) ?? 0);
  }
}
