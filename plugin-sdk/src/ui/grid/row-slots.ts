/**
 * Which drawn row shows which row of the data. A row that stays in sight keeps its element, and with it the focus and what is
 * being pressed, also when others come before it; one that comes into sight takes the element of one that left, so that
 * scrolling makes no elements.
 */
export class RowSlots {
  #slotOf = new Map<string, number>();

  /** The slot of each row by its key, in the order given. Keys are distinct. */
  assign(keys: readonly string[]): readonly number[] {
    const next = new Map<string, number>();
    for (const key of keys) {
      const slot = this.#slotOf.get(key);
      if (slot !== undefined) next.set(key, slot);
    }
    const taken = new Set(next.values());
    let free = 0;
    for (const key of keys) {
      if (next.has(key)) continue;
      while (taken.has(free)) free += 1;
      next.set(key, free);
      taken.add(free);
    }
    this.#slotOf = next;
    return keys.map((key) => next.get(key) ?? 0);
  }
}
