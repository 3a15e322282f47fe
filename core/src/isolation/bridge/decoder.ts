import { cannotCross, tooLarge } from '../isolation-errors.ts';
import type { ChannelLimits } from '../limits.ts';
import { unpackTexts } from './packed-texts.ts';
import { isMarked, MARK } from './wire.ts';

/** Makes something of what was handed over. Ids and names are as the other side wrote them: anything. */
export interface Importer {
  /** @param label - what it is, for errors: `scanner.connectors sqlite` */
  function(id: number, label: string): unknown;
  object(id: number, methods: readonly string[], data: object, label: string): unknown;
  logger(id: number): unknown;
  /** A connection; only the platform hands out any. */
  socket(id: number, label: string): unknown;
  iterable(id: number, label: string): unknown;
  /** What this side had handed over. @throws DataWaveError DW_ISOLATION_HANDLE */
  own(id: number): unknown;
  signal(id: number, isAborted: boolean, reason: unknown): unknown;
  scope(scope: unknown, signal: unknown): unknown;
  error(sent: unknown): Error;
  /** Whether the other side is not trusted: then nothing may look like what only the platform may say, or cost more than it weighs. */
  readonly isGuarded: boolean;
}

const DEEPEST = 250;

/** Writing a larger whole number takes seconds. */
const WIDEST_BITS = 8192;

/**
 * Turns what came back into values, in place.
 * @param label - what it is, for errors
 * @throws DataWaveError DW_ISOLATION_VALUE, DW_ISOLATION_TOO_LARGE, DW_ISOLATION_HANDLE, DW_ISOLATION_SCOPE
 */
export function decode(
  value: unknown,
  label: string,
  importer: Importer,
  limits: ChannelLimits,
  isArgument = false,
): unknown {
  return new Decoder(label, importer, limits, isArgument).visit(value, 0);
}

class Decoder {
  readonly #label: string;
  readonly #importer: Importer;
  readonly #limits: ChannelLimits;
  readonly #isArgument: boolean;
  #values = 0;

  constructor(label: string, importer: Importer, limits: ChannelLimits, isArgument: boolean) {
    this.#label = label;
    this.#importer = importer;
    this.#limits = limits;
    this.#isArgument = isArgument;
  }

  visit(value: unknown, depth: number): unknown {
    if (typeof value === 'bigint') this.#whole(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEEPEST) throw this.#misfit(`nested more than ${DEEPEST} deep, or circular`);
    if (Array.isArray(value)) return this.#list(value, depth);
    if (isPlain(value)) {
      if (isMarked(value)) return this.#marked(value, depth);
      return this.#fields(value, depth);
    }
    if (value instanceof Map) {
      this.#count(value.size * 2);
      const entries = [...value].map(
        ([key, item]) => [this.visit(key, depth + 1), this.visit(item, depth + 1)] as const,
      );
      value.clear();
      for (const [key, item] of entries) value.set(key, item);
      return value;
    }
    if (value instanceof Set) {
      this.#count(value.size);
      const items = [...value].map((item) => this.visit(item, depth + 1));
      value.clear();
      for (const item of items) value.add(item);
      return value;
    }
    // Matching one may take for ever, in the process of whoever matches.
    if (value instanceof RegExp && this.#importer.isGuarded) throw this.#misfit('a regular expression');
    return value;
  }

  #misfit(what: string): Error {
    return cannotCross(this.#label, what);
  }

  #count(values: number): void {
    this.#values += values;
    if (this.#values > this.#limits.messageValues)
      throw tooLarge(this.#label, `it holds more than ${this.#limits.messageValues} values`);
  }

  #whole(value: bigint): void {
    if (this.#importer.isGuarded && BigInt.asIntN(WIDEST_BITS, value) !== value)
      throw this.#misfit(`a whole number of more than ${WIDEST_BITS} bits`);
  }

  #list(list: unknown[], depth: number): unknown {
    this.#count(list.length);
    // A list can be sent with fields, and so could pass for anything.
    if (this.#importer.isGuarded && ('principal' in list || 'workspace' in list))
      throw this.#misfit('a list with fields');
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      if (typeof item === 'bigint') this.#whole(item);
      if (typeof item !== 'object' || item === null) continue;
      list[index] = this.visit(item, depth + 1);
    }
    return list;
  }

  #fields(value: Record<string, unknown>, depth: number): unknown {
    const keys = Object.keys(value);
    this.#count(keys.length);
    if (this.#importer.isGuarded) {
      if (Object.hasOwn(value, '__proto__')) throw this.#misfit('an object with a field "__proto__"');
      // Who acts is the platform's to say: scopes come as marks, which are looked up.
      if (this.#isArgument && typeof value['principal'] === 'object' && value['principal'] !== null)
        throw this.#misfit('a scope that was not given to it');
    }
    for (const key of keys) {
      const field = value[key];
      if (typeof field === 'bigint') this.#whole(field);
      if (typeof field === 'object' && field !== null) value[key] = this.visit(field, depth + 1);
    }
    return value;
  }

  #marked(mark: Readonly<Record<string, unknown>>, depth: number): unknown {
    const importer = this.#importer;
    const label = this.#label;
    const id = (): number => {
      if (typeof mark['id'] !== 'number') throw this.#misfit('a handle without a number');
      return mark['id'];
    };
    switch (mark[MARK]) {
      case 'texts': {
        const texts = unpackTexts(mark);
        if (texts === null) throw this.#misfit('a list of texts that does not add up');
        this.#count(texts.length);
        return texts;
      }
      case 'function':
        return importer.function(id(), label);
      case 'object': {
        const { methods, data } = mark;
        const names = Array.isArray(methods) ? methods.filter((name) => typeof name === 'string') : [];
        const fields = typeof data === 'object' && data !== null && isPlain(data) ? data : {};
        return importer.object(id(), names, Object(this.#fields(fields, depth + 1)) as object, label);
      }
      case 'logger':
        return importer.logger(id());
      case 'socket':
        if (importer.isGuarded) throw this.#misfit('a socket');
        return importer.socket(id(), label);
      case 'iterable':
        return importer.iterable(id(), label);
      case 'yours':
        return importer.own(id());
      case 'signal':
        return importer.signal(id(), mark['isAborted'] === true, mark['reason']);
      case 'scope':
        return importer.scope(mark['scope'], this.visit(mark['signal'], depth + 1));
      case 'error':
        return importer.error(mark['error']);
      case 'url':
        if (typeof mark['href'] !== 'string') throw this.#misfit('an address that is no text');
        return new URL(mark['href']);
      case 'escaped': {
        const { value } = mark;
        // Only a plain object is ever escaped; anything else would pass without being looked at.
        if (typeof value !== 'object' || value === null || !isPlain(value))
          throw this.#misfit('something escaped that is no object');
        return this.#fields(value, depth + 1);
      }
      default:
        throw this.#misfit('something of an unknown kind');
    }
  }
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
