import type { ExecutionScope } from '@datawave/plugin-sdk';
import { cannotCross, tooLarge } from '../isolation-errors.ts';
import type { ChannelLimits } from '../limits.ts';
import { HostSocket, SOCKET_METHODS } from './host-socket.ts';
import { packTexts } from './packed-texts.ts';
import { crossingMethods, isLogger, isScope, isWritable, REMOTE } from './shapes.ts';
import { isMarked, MARK, type Mark } from './wire.ts';

/** Hands out what cannot be copied. */
export interface Exporter {
  /** Something that the other side handed over, on its way back; null when it is none of theirs. */
  returned(value: object): number | null;
  /** The number under which the other side may call it. */
  hold(
    value: object,
    kind: 'function' | 'object' | 'logger' | 'iterable',
    methods: readonly string[],
  ): number;
  signal(signal: AbortSignal): Mark;
  scope(scope: ExecutionScope): Mark;
  error(error: Error): unknown;
  /** Whether accessors of classes may be read: those of the platform may show what is not theirs. */
  readonly readsAccessors: boolean;
}

/** Deeper is taken for circular. */
const DEEPEST = 200;

/** Where in a value something is that cannot cross. */
class Misfit extends Error {
  readonly keys: string[] = [];
  readonly what: string;
  readonly hint: string | undefined;
  constructor(what: string, hint?: string) {
    super(what);
    this.what = what;
    this.hint = hint;
  }
}

/** What an {@link Encoder} made. */
export class Encoded {
  readonly value: unknown;
  /** Estimated bytes. */
  readonly weight: number;
  /** Whether nothing in it stands for something else. */
  readonly isPlain: boolean;
  constructor(value: unknown, weight: number, isPlain: boolean) {
    this.value = value;
    this.weight = weight;
    this.isPlain = isPlain;
  }
}

/**
 * Turns a value into one that can be cloned. What is plain data stays as it is and is not copied; functions, objects with methods,
 * iterables, signals and scopes become marks.
 * @param label - what the value is, for errors: `argument 1 of open`
 * @throws DataWaveError DW_ISOLATION_VALUE naming the place, DW_ISOLATION_TOO_LARGE
 */
export function encode(value: unknown, label: string, exporter: Exporter, limits: ChannelLimits): Encoded {
  const encoder = new Encoder(exporter, limits);
  try {
    const encoded = encoder.visit(value, 0);
    if (encoder.weight > limits.messageBytes)
      throw tooLarge(label, `it takes more than ${limits.messageBytes} bytes`);
    return new Encoded(encoded, encoder.weight, encoder.isPlain);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const path = [label, ...error.keys.reverse()].join('.');
    throw cannotCross(path, error.what, error.hint);
  }
}

class Encoder {
  weight = 0;
  isPlain = true;
  #values = 0;
  /** Within the data of an instance of a class, nothing is handed out that is not data itself. */
  #isDataOnly = false;
  readonly #exporter: Exporter;
  readonly #limits: ChannelLimits;

  constructor(exporter: Exporter, limits: ChannelLimits) {
    this.#exporter = exporter;
    this.#limits = limits;
  }

  visit(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case 'string':
        this.weight += value.length + 8;
        return value;
      case 'symbol':
        throw new Misfit('a symbol');
      case 'function':
        return this.#function(value as (...args: unknown[]) => unknown);
      case 'object':
        return value === null ? value : this.#object(value, depth + 1);
      default:
        this.weight += 8;
        return value;
    }
  }

  #count(values: number): void {
    this.#values += values;
    this.weight += 8 * values;
    if (this.#values > this.#limits.messageValues)
      throw tooLarge('A value', `it holds more than ${this.#limits.messageValues} values`);
  }

  #mark(mark: Mark): Mark {
    if (this.#isDataOnly) throw new Misfit('more than data');
    this.isPlain = false;
    this.weight += 64;
    return mark;
  }

  #function(value: object): unknown {
    if (this.#isDataOnly) throw new Misfit('a function');
    const id = this.#exporter.returned(value);
    if (id !== null) return this.#mark({ [MARK]: 'yours', id });
    return this.#mark({ [MARK]: 'function', id: this.#exporter.hold(value, 'function', []) });
  }

  #object(value: object, depth: number): unknown {
    if (depth > DEEPEST) throw new Misfit(`nested more than ${DEEPEST} deep, or circular`);
    if (Array.isArray(value)) return this.#list(value, depth);
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null) return this.#plain(value, depth);
    return this.#instance(value, depth);
  }

  #list(list: readonly unknown[], depth: number): unknown {
    this.#count(list.length);
    const texts = packTexts(list);
    if (texts !== null) {
      this.weight += texts.text.length;
      this.isPlain = false;
      return texts;
    }
    let changed: unknown[] | null = null;
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      if (typeof item === 'number') continue;
      const encoded = this.#within(item, String(index), depth);
      if (encoded === item) continue;
      changed ??= list.slice();
      changed[index] = encoded;
    }
    return changed ?? list;
  }

  #plain(value: object, depth: number): unknown {
    if (Reflect.get(value, REMOTE) !== undefined) {
      const id = this.#exporter.returned(value);
      if (id !== null) return this.#mark({ [MARK]: 'yours', id });
      // Of another isolated plugin: it is handed on, and called by way of the platform.
    }
    if (isScope(value)) {
      if (this.#isDataOnly) throw new Misfit('a scope');
      return this.#mark(this.#exporter.scope(value));
    }
    if (Symbol.asyncIterator in value) return this.#iterable(value);
    const keys = Object.keys(value);
    if (keys.some((key) => typeof Reflect.get(value, key) === 'function'))
      return this.#withMethods(value, keys, depth);
    const encoded = this.#fields(value, keys, depth);
    if (!isMarked(value)) return encoded;
    this.isPlain = false;
    return { [MARK]: 'escaped', value: encoded };
  }

  #fields(value: object, keys: readonly string[], depth: number): object {
    this.#count(keys.length);
    let changed: Record<string, unknown> | null = null;
    for (const key of keys) {
      // A receiver that copies it field by field would be given another prototype.
      if (key === '__proto__') throw new Misfit('an object with a field "__proto__"');
      const field: unknown = Reflect.get(value, key);
      this.weight += key.length;
      const encoded = this.#within(field, key, depth);
      if (encoded === field) continue;
      changed ??= { ...value };
      changed[key] = encoded;
    }
    return changed ?? value;
  }

  #within(value: unknown, key: string, depth: number): unknown {
    try {
      return this.visit(value, depth);
    } catch (error) {
      if (error instanceof Misfit) error.keys.push(key);
      throw error;
    }
  }

  #instance(value: object, depth: number): unknown {
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
      this.weight += value.byteLength;
      return value;
    }
    if (value instanceof Date || value instanceof RegExp) return value;
    if (value instanceof Map) return this.#map(value, depth);
    if (value instanceof Set) {
      this.#count(value.size);
      const items = [...value];
      const encoded = items.map((item, index) => this.#within(item, String(index), depth));
      return encoded.every((item, index) => item === items[index]) ? value : new Set(encoded);
    }
    if (value instanceof Encoded) {
      this.weight += value.weight;
      this.isPlain &&= value.isPlain;
      return value.value;
    }
    if (value instanceof Error) {
      this.isPlain = false;
      this.weight += 256;
      return { [MARK]: 'error', error: this.#exporter.error(value) };
    }
    if (this.#isDataOnly) throw new Misfit('an instance of a class');
    if (value instanceof AbortSignal) return this.#mark(this.#exporter.signal(value));
    if (value instanceof HostSocket)
      return this.#mark({ [MARK]: 'socket', id: this.#exporter.hold(value, 'object', SOCKET_METHODS) });
    if (value instanceof URL) return this.#mark({ [MARK]: 'url', href: value.href });
    if (typeof Reflect.get(value, 'then') === 'function')
      throw new Misfit('a promise', 'Await it before passing it on.');
    if (isWritable(value))
      throw new Misfit('a stream that is written to', 'Answer an async iterable instead.');
    if (Symbol.asyncIterator in value) return this.#iterable(value);
    return this.#withMethods(value, Object.keys(value), depth);
  }

  #map(map: ReadonlyMap<unknown, unknown>, depth: number): unknown {
    this.#count(map.size * 2);
    let isChanged = false;
    const encoded = new Map<unknown, unknown>();
    for (const [key, item] of map) {
      const path = typeof key === 'string' ? key : 'key';
      const [newKey, newItem] = [this.#within(key, path, depth), this.#within(item, path, depth)];
      isChanged ||= newKey !== key || newItem !== item;
      encoded.set(newKey, newItem);
    }
    return isChanged ? encoded : map;
  }

  #iterable(value: object): unknown {
    if (this.#isDataOnly) throw new Misfit('an async iterable');
    const id = this.#exporter.returned(value);
    if (id !== null) return this.#mark({ [MARK]: 'yours', id });
    return this.#mark({ [MARK]: 'iterable', id: this.#exporter.hold(value, 'iterable', ['pull', 'close']) });
  }

  #withMethods(value: object, keys: readonly string[], depth: number): unknown {
    if (this.#isDataOnly) throw new Misfit('an object with methods');
    if (isLogger(value)) {
      const levels = ['trace', 'debug', 'info', 'warn', 'error'];
      return this.#mark({ [MARK]: 'logger', id: this.#exporter.hold(value, 'logger', levels) });
    }
    const { methods, accessors } = crossingMethods(value);
    const isInstance = Object.getPrototypeOf(value) !== Object.prototype;
    const names = [...keys, ...(this.#exporter.readsAccessors ? accessors : [])].filter(
      (key) => !methods.includes(key),
    );
    const data: Record<string, unknown> = {};
    for (const key of names) {
      const field: unknown = Reflect.get(value, key);
      if (typeof field === 'function' || key === '__proto__') continue;
      // The insides of an instance are not for others; what is mere data may be part of what it promises.
      if (!isInstance) data[key] = this.#within(field, key, depth);
      else Object.assign(data, this.#dataOf(field, key, depth));
    }
    const id = this.#exporter.hold(value, 'object', methods);
    return this.#mark({ [MARK]: 'object', id, methods, data });
  }

  #dataOf(field: unknown, key: string, depth: number): Readonly<Record<string, unknown>> {
    this.#isDataOnly = true;
    try {
      return { [key]: this.visit(field, depth) };
    } catch (error) {
      if (error instanceof Misfit) return {};
      throw error;
    } finally {
      this.#isDataOnly = false;
    }
  }
}
