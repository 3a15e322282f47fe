/** What this side has handed over, by the number under which the other side may call it. */
export interface Holding {
  readonly value: object;
  readonly methods: ReadonlySet<string>;
  readonly kind: 'function' | 'object' | 'logger' | 'iterable' | 'scope';
}

interface Counted extends Holding {
  /** How often it was sent and has not been released. */
  sent: number;
}

/** Holds what the other side may call until that has let go of it. Numbers belong to one connection, and name nothing in another. */
export class Holdings {
  readonly #byId = new Map<number, Counted>();
  readonly #ids = new WeakMap<object, number>();
  #last = 0;

  get size(): number {
    return this.#byId.size;
  }

  hold(value: object, kind: Holding['kind'], methods: readonly string[]): number {
    const known = this.#ids.get(value);
    const held = known === undefined ? undefined : this.#byId.get(known);
    if (known !== undefined && held !== undefined) {
      held.sent++;
      return known;
    }
    const id = ++this.#last;
    this.#ids.set(value, id);
    this.#byId.set(id, { value, kind, methods: new Set(methods), sent: 1 });
    return id;
  }

  get(id: number): Holding | undefined {
    return this.#byId.get(id);
  }

  /** The other side has let go of what it was sent so many times. */
  release(id: number, times: number): void {
    const held = this.#byId.get(id);
    if (held === undefined) return;
    held.sent -= times;
    if (held.sent <= 0) this.#byId.delete(id);
  }

  clear(): void {
    this.#byId.clear();
  }
}
