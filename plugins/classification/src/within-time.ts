import { startCountdown } from './countdown.ts';

/** Stands for an answer that did not come. */
export const NOT_IN_TIME = Symbol('not in time');

/** A promise's value, or {@link NOT_IN_TIME}. What comes later, a failure included, is nobody's any more. */
export async function withinTime<T>(promise: Promise<T>, timeoutMs: number): Promise<T | typeof NOT_IN_TIME> {
  const end = Promise.withResolvers<typeof NOT_IN_TIME>();
  const countdown = startCountdown(timeoutMs, () => end.resolve(NOT_IN_TIME));
  try {
    return await Promise.race([promise, end.promise]);
  } finally {
    countdown.stop();
  }
}
