import type { ExecutionScope } from '@datawave/plugin-sdk';

/** What answers a call and is read later has to be begun within this; it may be begun later, but what was made for it ahead is over. */
const UNREAD_MS = 5_000;

/** A scope in another process's hands: good for as long as a call lasts in which it was handed out. */
export class ScopeLoan {
  readonly scope: ExecutionScope;
  #calls = 0;
  #given: { readonly scope: ExecutionScope; end(): void } | null = null;

  constructor(scope: ExecutionScope) {
    this.scope = scope;
  }

  /** Whether every call has ended in which it was handed out, or whatever it stands for has. */
  get isOver(): boolean {
    return this.#calls === 0 || this.scope.signal.aborted;
  }

  begin(): void {
    this.#calls++;
  }

  end(): void {
    this.#calls--;
    if (this.#calls > 0) return;
    this.#given?.end();
    this.#given = null;
  }

  /** What stands for the scope where it is used in the name of the other process: ended with the loan, wherever it was passed on to. */
  get given(): ExecutionScope {
    this.#given ??= endable(this.scope);
    return this.#given.scope;
  }
}

function endable(scope: ExecutionScope): { readonly scope: ExecutionScope; end(): void } {
  const controller = new AbortController();
  const follow = (): void => controller.abort(scope.signal.reason);
  if (scope.signal.aborted) follow();
  else scope.signal.addEventListener('abort', follow, { once: true });
  return {
    scope: { ...scope, signal: controller.signal },
    end() {
      scope.signal.removeEventListener('abort', follow);
      controller.abort(
        new DOMException('the call in which the scope was handed out has ended', 'AbortError'),
      );
    },
  };
}

/** One call, with the scopes that it hands out. They are good until it is answered and what it answered has been read. */
export class Lease {
  readonly #loans: readonly ScopeLoan[];
  #held = 1;

  constructor(loans: readonly ScopeLoan[]) {
    this.#loans = loans;
  }

  has(loan: ScopeLoan): boolean {
    return this.#loans.includes(loan);
  }

  end(): void {
    this.#held--;
    if (this.#held === 0) for (const loan of this.#loans) loan.end();
  }

  #hold(): () => void {
    if (this.#held === 0) for (const loan of this.#loans) loan.begin();
    this.#held++;
    let isHeld = true;
    return () => {
      if (isHeld) this.end();
      isHeld = false;
    };
  }

  /** An iterable of the answer: while it is being read, the scopes are good. */
  during(iterable: AsyncIterable<unknown>): AsyncIterable<unknown> {
    const dropped = this.#hold();
    setTimeout(dropped, UNREAD_MS).unref();
    const hold = (): (() => void) => this.#hold();
    return {
      async *[Symbol.asyncIterator]() {
        const over = hold();
        dropped();
        try {
          yield* iterable;
        } finally {
          over();
        }
      },
    };
  }
}

/** Notes which scopes are in what is being written. */
export class Lender {
  #lent: ScopeLoan[] = [];

  lend(loan: ScopeLoan): void {
    loan.begin();
    this.#lent.push(loan);
  }

  /** Writes something, and answers for how long the scopes in it are lent; null where there are none. */
  write<T>(write: () => T): { readonly written: T; readonly lease: Lease | null } {
    try {
      const written = write();
      return { written, lease: this.#lent.length === 0 ? null : new Lease(this.#lent) };
    } catch (error) {
      for (const loan of this.#lent) loan.end();
      throw error;
    } finally {
      if (this.#lent.length > 0) this.#lent = [];
    }
  }
}
