/** Kept alive by everything that stands for one thing of the other side; when it goes, the thing is released. */
export interface Loan {
  readonly id: number;
  /** How often it has been received. */
  received: number;
  /** What stands for it. */
  readonly standIn: WeakRef<object>;
}

/** What this side holds of the other: the same thing received twice is the same object, and what nobody holds any more is released. */
export class Borrowings {
  readonly #loans = new Map<number, WeakRef<Loan>>();
  readonly #byStandIn = new WeakMap<object, Loan>();
  readonly #onRelease: (id: number, times: number) => void;
  readonly #registry: FinalizationRegistry<{ readonly id: number; readonly counter: { received: number } }>;
  #size = 0;

  /** @param onRelease - tells the other side */
  constructor(onRelease: (id: number, times: number) => void) {
    this.#onRelease = onRelease;
    this.#registry = new FinalizationRegistry(({ id, counter }) => {
      this.#size--;
      if (this.#loans.get(id)?.deref() === undefined) this.#loans.delete(id);
      this.#onRelease(id, counter.received);
    });
  }

  get size(): number {
    return this.#size;
  }

  /** @param make - makes what stands for it; each of its functions must keep hold of the loan */
  borrow(id: number, make: (loan: { readonly id: number }) => object): object {
    const loan = this.#loans.get(id)?.deref();
    const known = loan?.standIn.deref();
    if (loan !== undefined && known !== undefined) {
      loan.received++;
      return known;
    }
    const counter = { received: 1 };
    const held = {
      id,
      counter,
      get received(): number {
        return counter.received;
      },
      set received(times: number) {
        counter.received = times;
      },
    };
    const standIn = make(held);
    const made: Loan = Object.assign(held, { standIn: new WeakRef(standIn) });
    this.#loans.set(id, new WeakRef(made));
    this.#byStandIn.set(standIn, made);
    this.#size++;
    this.#registry.register(made, { id, counter });
    return standIn;
  }

  /** The number of what stands for a thing of the other side; null for anything else. */
  idOf(value: object): number | null {
    return this.#byStandIn.get(value)?.id ?? null;
  }
}
