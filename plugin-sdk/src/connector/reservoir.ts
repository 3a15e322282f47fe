import { seededRandom } from './seeded-random.ts';

/**
 * Keeps `size` of the items offered to it, each with the same chance (algorithm L, Li 1994), in the order in which
 * they were offered.
 * @public
 */
export class Reservoir<T> {
  #kept: { readonly order: number; readonly item: T }[] = [];
  #offered = 0;
  #weight: number;
  #next: number;
  readonly #size: number;
  readonly #random: () => number;

  constructor(size: number, seed: number) {
    this.#size = size;
    this.#random = seededRandom(seed);
    this.#weight = 1;
    this.#next = size;
  }

  /** Items offered so far. */
  get offered(): number {
    return this.#offered;
  }

  /** Whether the next item will be kept; lets a reader skip the work of building one that will not. */
  get isWanted(): boolean {
    return this.#offered < this.#size || this.#offered === this.#next;
  }

  offer(item: T): void {
    const order = this.#offered;
    this.#offered += 1;
    if (order < this.#size) {
      this.#kept.push({ order, item });
      if (this.#kept.length === this.#size) this.#jump(order);
      return;
    }
    if (order !== this.#next) return;
    this.#kept[Math.floor(this.#random() * this.#size)] = { order, item };
    this.#jump(order);
  }

  /** Counts an item that {@link Reservoir.isWanted} said would not be kept. */
  skip(): void {
    this.#offered += 1;
  }

  items(): readonly T[] {
    return this.#kept.toSorted((a, b) => a.order - b.order).map((entry) => entry.item);
  }

  #jump(from: number): void {
    // 1 - random keeps the logarithm's argument above zero.
    this.#weight *= Math.exp(Math.log(1 - this.#random()) / this.#size);
    this.#next = from + 1 + Math.floor(Math.log(1 - this.#random()) / Math.log(1 - this.#weight));
  }
}
