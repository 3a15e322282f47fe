import type { LogFields, Logger } from '@datawave/plugin-sdk';
import { REMOTE } from './shapes.ts';

/**
 * What a call into another process answers: a promise that can also be iterated, so that a method that answers an
 * async iterable is used as it always is.
 */
export class RemoteAnswer extends Promise<unknown> implements AsyncIterable<unknown> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown> {
    const iterable: unknown = await this;
    if (typeof iterable !== 'object' || iterable === null || !(Symbol.asyncIterator in iterable))
      throw new TypeError('what was answered cannot be iterated');
    yield* iterable as AsyncIterable<unknown>;
  }
}

export type RemoteCall = (method: string, args: readonly unknown[]) => RemoteAnswer;

/** An object whose methods are called in another process. Its data is that of when it was handed over. */
export function remoteObject(data: object, methods: readonly string[], call: RemoteCall): object {
  const object: Record<PropertyKey, unknown> = { ...data };
  Object.defineProperty(object, REMOTE, { value: true });
  for (const method of methods)
    if (method !== 'then' && method !== '__proto__')
      object[method] = (...args: readonly unknown[]) => call(method, args);
  return object;
}

/** A logger that writes in another process. What it says is not waited for. */
export function remoteLogger(
  write: (level: string, message: string, fields: LogFields) => void,
  bound: LogFields = {},
): Logger {
  const level =
    (name: string) =>
    (message: string, fields: LogFields = {}): void => {
      try {
        write(name, message, { ...bound, ...fields });
      } catch (error) {
        // A field that cannot be sent must not break who only wanted to say something.
        write(name, message, { unsentFields: error instanceof Error ? error.message : String(error) });
      }
    };
  return Object.defineProperty(
    {
      trace: level('trace'),
      debug: level('debug'),
      info: level('info'),
      warn: level('warn'),
      error: level('error'),
      child: (fields: LogFields) => remoteLogger(write, { ...bound, ...fields }),
    },
    REMOTE,
    { value: true },
  );
}
