/** Which patterns and dictionaries a value fits: by slot, and as a list, so that neither reading nor clearing costs a pass over all. */
export class Hits {
  readonly slots: Uint8Array;
  /** Slots that are set, each once. */
  readonly found: number[] = [];

  constructor(count: number) {
    this.slots = new Uint8Array(Math.max(1, count));
  }

  add(slot: number): void {
    if (this.slots[slot] === 1) return;
    this.slots[slot] = 1;
    this.found.push(slot);
  }

  clear(): void {
    for (const slot of this.found) this.slots[slot] = 0;
    this.found.length = 0;
  }
}
