import type { Disposer } from '@datawave/plugin-sdk';
import type { Tracing } from './tracing.ts';

type Query = (this: unknown, ...parameters: unknown[]) => unknown;

/**
 * Gives every statement that the PostgreSQL driver sends a client span, by wrapping the driver's one way in.
 * Called only when tracing is on; the wrapper is taken off again on disposal.
 */
export async function traceSql(tracing: Tracing): Promise<Disposer> {
  const { default: pg } = await import('pg');
  const prototype: object = pg.Client.prototype;
  const original: unknown = Reflect.get(prototype, 'query');
  if (typeof original !== 'function') return () => undefined;
  const query = original as Query;
  const traced: Query = function (...parameters) {
    const text = statementText(parameters[0]);
    if (text === undefined || tracing.current() === undefined) return query.apply(this, parameters);
    const operation = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'SQL';
    const end = tracing.begin({
      name: operation,
      kind: 'client',
      attributes: {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.query.text': withoutLiterals(text),
      },
    });
    const last = parameters.at(-1);
    if (typeof last === 'function') {
      parameters[parameters.length - 1] = (error: unknown, ...results: unknown[]): unknown => {
        end({ error: error ?? undefined });
        return last(error, ...results);
      };
      return query.apply(this, parameters);
    }
    const answer = query.apply(this, parameters);
    if (answer instanceof Promise) {
      return answer.then(
        (result: unknown) => {
          end({});
          return result;
        },
        (error: unknown) => {
          end({ error });
          throw error;
        },
      );
    }
    end({});
    return answer;
  };
  Reflect.set(prototype, 'query', traced);
  return () => {
    if (Reflect.get(prototype, 'query') === traced) Reflect.set(prototype, 'query', query);
  };
}

function statementText(first: unknown): string | undefined {
  if (typeof first === 'string') return first;
  const text: unknown = typeof first === 'object' && first !== null ? Reflect.get(first, 'text') : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** A statement without the values that somebody may have written into it. */
export function withoutLiterals(text: string): string {
  return text
    .replace(/\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/g, '?')
    .replace(/'(?:[^']|'')*'/g, '?')
    .replace(/(?<![\w$"])\d+(?:\.\d+)?\b/g, '?')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 2_000);
}
