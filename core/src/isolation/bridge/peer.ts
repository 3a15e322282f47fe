import type { ExecutionScope, Logger } from '@datawave/plugin-sdk';
import { Outbox } from '../channel/outbox.ts';
import type { Frame, Transport } from '../channel/transport.ts';
import { notHeld, tooBusy } from '../isolation-errors.ts';
import type { ChannelLimits } from '../limits.ts';
import { Bearing } from './bearing.ts';
import { Borrowings } from './borrowings.ts';
import { decode, type Importer } from './decoder.ts';
import { type Encoded, type Exporter, encode } from './encoder.ts';
import { type Holding, Holdings } from './holdings.ts';
import { makeImporter } from './importer.ts';
import { IssuedErrors } from './issued-errors.ts';
import { type Lease, Lender } from './lease.ts';
import { PendingCalls } from './pending-calls.ts';
import { RemoteAnswer } from './remote.ts';
import { makeScopeWires, type ScopeCodec, type ScopeWires } from './scope-codec.ts';
import { fieldsOf } from './shapes.ts';
import { Signals } from './signals.ts';
import { Source } from './streams.ts';
import { MARK, type Mark } from './wire.ts';
import { type ErrorRules, fromWireError, toWireError, type WireError } from './wire-error.ts';

/** Estimated bytes of the items that one pull of a stream answers; one item may be more. */
const PULL_BYTES = 1024 * 1024;

/** Functions that the other side may call from the start, by name. */
export type Roots = Readonly<Record<string, (...args: never[]) => unknown>>;

export interface PeerOptions {
  readonly limits: ChannelLimits;
  /** Whether the other side is not trusted. */
  readonly isGuarded: boolean;
  readonly roots: Roots;
  readonly scopes: ScopeCodec;
  readonly errors: ErrorRules;
  /** What is handed out in the place of a logger; the logger itself unless given. */
  wrapLogger?(logger: Logger): Logger;
  /** What is handed out in the place of an object with methods, with methods of the same names; the object itself unless given. */
  wrapObject?(value: object): object;
  /** The other side did what it must not; nothing more is heard of it. */
  onViolation(reason: string): void;
  onClose?(): void;
}

/** One end of a membrane between two processes: values pass, functions are called where they are. */
export class Peer {
  readonly #options: PeerOptions;
  readonly #outbox: Outbox;
  readonly #pending = new PendingCalls();
  readonly #holdings = new Holdings();
  readonly #borrowings: Borrowings;
  readonly #signals: Signals;
  readonly #exporter: Exporter;
  readonly #importer: Importer;
  readonly #scopeWires: ScopeWires;
  readonly #bearing: Bearing;
  #closed: Error | null = null;
  #running = 0;
  readonly #lender = new Lender();
  readonly #issued = new IssuedErrors();
  /** Of the call whose answer is being read. */
  #answered: Lease | null = null;

  constructor(transport: Transport, options: PeerOptions) {
    this.#options = options;
    this.#outbox = new Outbox(transport);
    this.#borrowings = new Borrowings((id, times) => this.#outbox.post(['release', id, times], 16));
    this.#signals = new Signals({
      abort: (id, reason) => this.#outbox.post(['abort', id, reason], 64),
      drop: (id) => this.#outbox.post(['drop', id], 16),
    });
    this.#bearing = new Bearing(options.limits);
    this.#scopeWires = makeScopeWires(this.#holdings, this.#borrowings, this.#lender, () => this.#answered);
    this.#exporter = this.#makeExporter();
    this.#importer = this.#makeImporter();
    transport.onBatch((batch) => this.#receive(batch));
    transport.onClose(() => options.onClose?.());
  }

  /** What each side holds of the other, for whoever looks for leaks. */
  get held(): {
    readonly given: number;
    readonly taken: number;
    readonly signals: number;
    readonly calls: number;
  } {
    return {
      given: this.#holdings.size,
      taken: this.#borrowings.size,
      signals: this.#signals.received,
      calls: this.#pending.size,
    };
  }

  /** Calls a function that the other side offers by name. @param milliseconds - that it may take */
  callRoot(name: string, args: readonly unknown[], what = name, milliseconds?: number): RemoteAnswer {
    return this.#call(name, '', args, what, milliseconds);
  }

  /** As {@link Peer.callRoot}, without waiting for an answer. What cannot be sent throws. */
  tellRoot(name: string, args: readonly unknown[]): void {
    this.#tell(name, '', args);
  }

  /** Everything that waits fails with this error, and everything that is called later. */
  close(error: Error): void {
    if (this.#closed !== null) return;
    this.#closed = error;
    this.#outbox.close();
    this.#pending.close(error);
    this.#signals.close(error);
    this.#holdings.clear();
  }

  #call(
    target: string | number,
    method: string,
    args: readonly unknown[],
    what: string,
    milliseconds = this.#options.limits.callMs,
  ): RemoteAnswer {
    return new RemoteAnswer((resolve, reject) => {
      if (this.#closed !== null) throw this.#closed;
      const { limits } = this.#options;
      if (this.#pending.size >= limits.callsInFlight)
        throw tooBusy(what, `${limits.callsInFlight} calls are waiting for answers`);
      if (this.#outbox.queuedBytes > limits.queuedBytes)
        throw tooBusy(what, 'the other process does not take what was sent before');
      const { written: encoded, lease } = this.#lender.write(() => this.#encodeArguments(args, what));
      const id = this.#pending.add(what, milliseconds, (answer) => {
        this.#answered = lease;
        try {
          resolve(answer());
        } catch (error) {
          reject(error);
        } finally {
          this.#answered = null;
          lease?.end();
        }
      });
      const frame = ['call', id, target, method, encoded.value, encoded.isPlain];
      this.#outbox.post(frame, encoded.weight + 64, (error) =>
        this.#pending.settle(id, () => {
          throw this.#unsendable(what, error);
        }),
      );
    });
  }

  #tell(target: string | number, method: string, args: readonly unknown[]): void {
    if (this.#closed !== null) return;
    const { written: encoded, lease } = this.#lender.write(() => this.#encodeArguments(args, method));
    // It is nobody's to say when what is only told has ended.
    lease?.end();
    this.#outbox.post(['tell', target, method, encoded.value, encoded.isPlain], encoded.weight + 64);
  }

  #encodeArguments(args: readonly unknown[], what: string): Encoded {
    return encode(args, `${what}: argument`, this.#exporter, this.#options.limits);
  }

  #unsendable(what: string, error: unknown): Error {
    const reason = error instanceof Error ? error.message : String(error);
    return fromWireError({
      code: 'DW_ISOLATION_VALUE',
      message: `${what}: a value in it cannot pass between processes: ${reason}`,
      hint: 'Pass plain data.',
    });
  }

  #receive(batch: unknown): void {
    if (this.#closed !== null) return;
    if (!Array.isArray(batch) || !batch.every((frame) => Array.isArray(frame))) {
      this.#violate('it sent something that is no message');
      return;
    }
    const unbearable = this.#options.isGuarded ? this.#unbearable(batch as readonly Frame[]) : null;
    if (unbearable !== null) {
      this.#violate(unbearable);
      return;
    }
    for (const frame of batch) this.#frame(frame as Frame);
  }

  #unbearable(batch: readonly Frame[]): string | null {
    const isAwaited = (id: number): boolean => this.#pending.what(id) !== null;
    return this.#bearing.fault(batch, isAwaited, {
      taken: Math.max(this.#borrowings.size, this.#signals.received),
      given: this.#holdings.size,
    });
  }

  #violate(reason: string): void {
    if (this.#closed === null) this.#options.onViolation(reason);
  }

  #frame(frame: Frame): void {
    const [kind, first, second, third, fourth, fifth] = frame;
    switch (kind) {
      case 'call':
        if (typeof first !== 'number') this.#violate('it called without a number');
        else if (typeof third !== 'string') this.#violate('it called without a name');
        else void this.#run(first, second, third, fourth, fifth === true);
        return;
      case 'tell':
        if (typeof second !== 'string') this.#violate('it called without a name');
        else void this.#run(null, first, second, third, fourth === true);
        return;
      case 'result':
        if (typeof first === 'number') this.#settle(first, second, third === true);
        return;
      case 'error':
        if (typeof first === 'number')
          this.#pending.settle(first, () => {
            throw this.#error(second);
          });
        return;
      case 'release':
        if (typeof first === 'number' && typeof second === 'number') this.#holdings.release(first, second);
        return;
      case 'abort':
        if (typeof first === 'number') this.#signals.aborted(first, second);
        return;
      case 'drop':
        if (typeof first === 'number') this.#signals.dropped(first);
        return;
      default:
        this.#violate('it sent a message of an unknown kind');
    }
  }

  #error(sent: unknown): Error {
    return fromWireError(sent, this.#options.isGuarded ? (error) => this.#issued.checked(error) : undefined);
  }

  #wire(error: unknown): WireError {
    const sent = toWireError(error, this.#options.errors);
    return this.#options.isGuarded ? this.#issued.note(sent) : sent;
  }

  #settle(id: number, sent: unknown, isPlain: boolean): void {
    const what = this.#pending.what(id);
    if (what === null) return;
    this.#pending.settle(id, () => this.#decode(sent, what, isPlain));
  }

  #decode(sent: unknown, what: string, isPlain: boolean, isArgument = false): unknown {
    // What is plain needs no reading, if the word of who sent it counts.
    if (isPlain && !this.#options.isGuarded) return sent;
    return decode(sent, what, this.#importer, this.#options.limits, isArgument);
  }

  async #run(
    id: number | null,
    target: unknown,
    method: string,
    sent: unknown,
    isPlain: boolean,
  ): Promise<void> {
    this.#running++;
    try {
      const name = method || (typeof target === 'string' ? target : 'a function');
      const { limits } = this.#options;
      if (this.#running > limits.callsInFlight)
        throw tooBusy('A call', `${limits.callsInFlight} calls are being answered`);
      const args = this.#decode(sent, `argument of ${name}`, isPlain, true);
      if (!Array.isArray(args)) throw notHeld('Something');
      const result: unknown = await this.#invoke(target, method, args);
      if (id === null || this.#closed !== null) return;
      const encoded = this.#encodeAnswer(result, `the answer of ${name}`);
      this.#outbox.post(['result', id, encoded.value, encoded.isPlain], encoded.weight + 32, (error) =>
        this.#fail(id, this.#unsendable(`the answer of ${name}`, error)),
      );
    } catch (error) {
      if (id !== null) this.#fail(id, error);
    } finally {
      this.#running--;
    }
  }

  #encodeAnswer(result: unknown, what: string): Encoded {
    try {
      const { written: encoded, lease } = this.#lender.write(() =>
        encode(result, what, this.#exporter, this.#options.limits),
      );
      // Only a call lends: what answers one may name a scope, and adds nothing to how long it holds.
      lease?.end();
      return encoded;
    } catch (error) {
      // A socket that cannot be handed over is nobody's.
      const end: unknown = fieldsOf(result)['destroy'];
      if (typeof end === 'function') Reflect.apply(end as () => unknown, result, []);
      throw error;
    }
  }

  #fail(id: number, error: unknown): void {
    this.#outbox.post(['error', id, this.#wire(error)], 512);
  }

  #invoke(target: unknown, method: string, args: readonly unknown[]): unknown {
    if (typeof target === 'string') {
      const { roots } = this.#options;
      const root = Object.hasOwn(roots, target) ? roots[target] : undefined;
      if (root === undefined) throw notHeld(`"${target.slice(0, 80)}"`);
      // What a root is given is checked by the root itself.
      return Reflect.apply(root, undefined, args);
    }
    const held = typeof target === 'number' ? this.#holdings.get(target) : undefined;
    if (held === undefined) throw notHeld('A function or object');
    return this.#invokeHeld(held, method, args);
  }

  #invokeHeld({ kind, value, methods }: Holding, method: string, args: readonly unknown[]): unknown {
    if (kind === 'function') return Reflect.apply(value as () => unknown, undefined, args);
    if (!methods.has(method)) throw notHeld(`The method "${method.slice(0, 80)}"`);
    const run: unknown = Reflect.get(value, method);
    if (typeof run !== 'function') throw notHeld(`The method "${method.slice(0, 80)}"`);
    return Reflect.apply(run as () => unknown, value, args);
  }

  #makeExporter(): Exporter {
    const standIns = new WeakMap<object, object>();
    return {
      readsAccessors: !this.#options.isGuarded,
      returned: (value) => this.#borrowings.idOf(value),
      hold: (value, kind, methods) => {
        // The same iterable is one source, however often it is handed over.
        let inPlace = standIns.get(value);
        if (kind === 'iterable')
          inPlace ??= new Source(value as AsyncIterable<unknown>, (ready) => this.#takeItems(ready));
        if (kind === 'logger') inPlace ??= this.#options.wrapLogger?.(value as Logger);
        if (kind === 'object') inPlace ??= this.#options.wrapObject?.(value);
        if (inPlace !== undefined) standIns.set(value, inPlace);
        return this.#holdings.hold(inPlace ?? value, kind, methods);
      },
      signal: (signal) => this.#signals.send(signal),
      scope: (scope) => this.#sendScope(scope),
      error: (error) => this.#wire(error),
    };
  }

  #sendScope(scope: ExecutionScope): Mark {
    const { sent, hasSignal } = this.#options.scopes.send(scope, this.#scopeWires);
    return { [MARK]: 'scope', scope: sent, signal: hasSignal ? this.#signals.send(scope.signal) : null };
  }

  #takeItems(ready: readonly unknown[]): readonly unknown[] {
    const taken: Encoded[] = [];
    let weight = 0;
    for (const item of ready) {
      const encoded = this.#encodeAnswer(item, 'an item of the stream');
      taken.push(encoded);
      weight += encoded.weight;
      if (weight >= PULL_BYTES) break;
    }
    return taken;
  }

  #makeImporter(): Importer {
    // What is read after a call has ended is read in the scopes that it was given.
    const read = (iterable: AsyncIterable<unknown>): unknown => this.#answered?.during(iterable) ?? iterable;
    const { isGuarded, scopes } = this.#options;
    const importer = makeImporter({
      isGuarded,
      borrowings: this.#borrowings,
      call: (target, method, args, what, milliseconds) =>
        this.#call(target, method, args, what, milliseconds),
      tell: (target, method, args) => this.#tell(target, method, args),
      own: (id) => {
        const held = this.#holdings.get(id);
        if (held === undefined || held.kind === 'scope') throw notHeld('Something that was handed back');
        return held.value instanceof Source ? read(held.value.iterable) : held.value;
      },
      signal: (id, isAborted, reason) => this.#signals.receive(id, isAborted, reason),
      scope: (sent, signal) =>
        scopes.receive(sent, signal instanceof AbortSignal ? signal : null, this.#scopeWires),
      error: (sent) => this.#error(sent),
    });
    return {
      ...importer,
      iterable: (id, label) => read(importer.iterable(id, label) as AsyncIterable<unknown>),
    };
  }
}
