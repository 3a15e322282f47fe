import { MARK, type Mark } from './wire.ts';

export interface SignalWires {
  /** Tells the other side that one of this side's signals was aborted. */
  abort(id: number, reason: unknown): void;
  /** Tells the other side that nobody can abort these any more. */
  drop(id: number): void;
}

/** Signals of both sides. One that nobody here can abort any more is dropped there, too. */
export class Signals {
  readonly #wires: SignalWires;
  readonly #sent = new WeakMap<AbortSignal, number>();
  readonly #gone: FinalizationRegistry<number>;
  /** Held for as long as the other side may abort: a listener alone does not keep a signal. */
  readonly #received = new Map<number, AbortController>();
  #last = 0;

  constructor(wires: SignalWires) {
    this.#wires = wires;
    this.#gone = new FinalizationRegistry((id) => wires.drop(id));
  }

  get received(): number {
    return this.#received.size;
  }

  send(signal: AbortSignal): Mark {
    const known = this.#sent.get(signal);
    const mark = (id: number): Mark => ({
      [MARK]: 'signal',
      id,
      isAborted: signal.aborted,
      reason: signal.aborted ? describeReason(signal.reason) : null,
    });
    if (known !== undefined) return mark(known);
    const id = ++this.#last;
    this.#sent.set(signal, id);
    if (signal.aborted) return mark(id);
    this.#gone.register(signal, id, signal);
    const wires = this.#wires;
    const gone = this.#gone;
    // Must not hold the signal itself, which could never go then.
    const weak = new WeakRef(signal);
    signal.addEventListener(
      'abort',
      () => {
        const aborted = weak.deref();
        if (aborted !== undefined) gone.unregister(aborted);
        wires.abort(id, describeReason(aborted?.reason));
      },
      { once: true },
    );
    return mark(id);
  }

  receive(id: number, isAborted: boolean, reason: unknown): AbortSignal {
    const known = this.#received.get(id);
    if (known !== undefined) return known.signal;
    if (isAborted) return AbortSignal.abort(makeReason(reason));
    const controller = new AbortController();
    this.#received.set(id, controller);
    return controller.signal;
  }

  aborted(id: number, reason: unknown): void {
    const controller = this.#received.get(id);
    this.#received.delete(id);
    controller?.abort(makeReason(reason));
  }

  dropped(id: number): void {
    this.#received.delete(id);
  }

  /** The other side is gone: what waits for one of its signals would wait for ever. */
  close(reason: Error): void {
    const left = [...this.#received.values()];
    this.#received.clear();
    for (const controller of left) controller.abort(reason);
  }
}

interface Reason {
  readonly name: string;
  readonly message: string;
}

function describeReason(reason: unknown): Reason {
  if (reason instanceof Error) return { name: reason.name, message: reason.message };
  return { name: 'AbortError', message: typeof reason === 'string' ? reason : 'This operation was aborted' };
}

function makeReason(sent: unknown): DOMException {
  const { name, message }: Partial<Reason> = typeof sent === 'object' && sent !== null ? sent : {};
  return new DOMException(
    typeof message === 'string' ? message : 'This operation was aborted',
    name === 'TimeoutError' ? 'TimeoutError' : 'AbortError',
  );
}
