import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@datawave/plugin-sdk';
import { sqlStateOf } from './driver-errors.ts';

/** How often work is begun that keeps colliding with others. */
const TRIES = 4;
/** Longest rest before the second try, in milliseconds; chance decides how long, so that who met does not meet again. */
const REST_MS = 50;

/**
 * Begins work again that the database gave up for the sake of others.
 * @param begin - tells by `mayRepeat` whether its failure was such a one, and that nothing of it stays
 */
export async function throughCollisions<T>(
  begin: (mayRepeat: () => void) => Promise<T>,
  o: { readonly log: Logger; readonly signal: AbortSignal | null },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    let isRepeatable = false;
    try {
      return await begin(() => {
        isRepeatable = true;
      });
    } catch (error) {
      if (!isRepeatable || attempt === TRIES || o.signal?.aborted) throw error;
      o.log.info('a transaction gave way to another one and is begun again', {
        attempt,
        sqlState: sqlStateOf(error),
      });
      // Cut short when nobody waits for it any more: the next try then says so.
      await sleep(Math.random() * REST_MS * attempt, undefined, o.signal ? { signal: o.signal } : {}).catch(
        () => undefined,
      );
    }
  }
}
