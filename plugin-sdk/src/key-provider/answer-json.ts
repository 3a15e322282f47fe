import type { EgressAnswer } from '../services/egress.ts';

/** What a service has answered as JSON; null where it is none. @public */
export function answerJson({ body }: Pick<EgressAnswer, 'body'>): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

/** A field of what may be anything; undefined where it has none. @public */
export function answerField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
