/**
 * Which drawn row shows which row of the data. A row that stays in sight keeps its element, and with it the focus and what is
 * being pressed, also when others come before it; one that comes into sight takes the element of one that left, so that
 * scrolling makes no elements.
 */
export class RowSlots {
  #slotOf = new Map<string, number>();

  /** The slot of each row by its key, in the order given; no two share one, also where a list that moved gave a row twice. */
  assign(keys: readonly string[]): readonly number[] {
    const next = new Map<string, number>();
    for (const key of keys) {
      const slot = this.#slotOf.get(key);
      if (slot !== undefined) next.set(key, slot);
    }
    const taken = new Set(next.values());
    const given = new Set<string>();
    let free = 0;
    const slots = keys.map((key) => {
      const kept = given.has(key) ? undefined : next.get(key);
      given.add(key);
      if (kept !== undefined) return kept;
      while (taken.has(free)) free += 1;
      taken.add(free);
      if (!next.has(key)) next.set(key, free);
      return free;
    });
    this.#slotOf = next;
    return slots;
  }
}
