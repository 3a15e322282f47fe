import type { ExecutionScope, Logger } from '@datawave/plugin-sdk';

/** Marks what stands for something in another process. */
export const REMOTE = Symbol('datawave.remote');

const isFunction = (value: unknown): boolean => typeof value === 'function';

export const isLogger = (value: object): value is Logger =>
  ['trace', 'debug', 'info', 'warn', 'error', 'child'].every((name) => isFunction(Reflect.get(value, name)));

/** Sockets, files and standard output: they are live things of a process. */
export const isWritable = (value: object): boolean =>
  isFunction(Reflect.get(value, 'write')) && isFunction(Reflect.get(value, 'on'));

export function isScope(value: object): value is ExecutionScope {
  if (!('principal' in value && 'workspace' in value && 'requestId' in value && 'signal' in value))
    return false;
  const { principal, signal } = value;
  return typeof principal === 'object' && principal !== null && signal instanceof AbortSignal;
}

/** Never called from outside, whoever has them. `then` would make a promise of what holds it. */
const NEVER: ReadonlySet<string> = new Set([
  'constructor',
  'then',
  '__proto__',
  'toString',
  'valueOf',
  'toJSON',
]);

/** The methods of an object, its own and those of its classes, and the accessors of these. Names that begin with `_` are its own affair. */
export function crossingMethods(value: object): {
  readonly methods: readonly string[];
  readonly accessors: readonly string[];
} {
  const methods = new Set<string>();
  const accessors = new Set<string>();
  for (
    let at: object | null = value;
    at !== null && at !== Object.prototype;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    for (const [key, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (NEVER.has(key) || key.startsWith('_') || methods.has(key)) continue;
      if (isFunction(property.value)) methods.add(key);
      else if (property.get !== undefined && isFunction(Reflect.get(value, key))) methods.add(key);
      else if (property.get !== undefined && at !== value) accessors.add(key);
    }
  }
  return { methods: [...methods], accessors: [...accessors] };
}

/** Fields of an object that may be anything. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
