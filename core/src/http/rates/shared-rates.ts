import { createHash } from 'node:crypto';
import type { Logger } from '@datawave/plugin-sdk';
import type { RatePolicy } from './local-rate.ts';

/** What the replicas have used together. */
export interface SharedRates {
  /** The rate of one route, whose name is the same in every replica. */
  rate(name: string, policy: RatePolicy): SharedRate;
  close(): void;
}

/** @see SharedRates */
export interface SharedRate {
  /** As `LocalRate.take`; null while the others cannot be asked. */
  take(caller: string): number | null | Promise<number | null>;
}

/** A request waits for Redis no longer than this, unless given. */
const PATIENCE_MS = 150;
/** Redis is left alone for so long after it has not answered. */
const REST_MS = 1_000;
const LONGEST_RETRY_MS = 5_000;
/** Each replica fetches a hundredth of the bucket at once, so that of a hundred requests one asks. */
const PORTIONS = 100;
const MOST_CALLERS = 10_000;

/**
 * The generic cell rate algorithm, several cells at once: by Redis' own clock, so that those of the replicas do not matter. Answers how
 * many were granted, how many are left, and the milliseconds until there is one again.
 */
const TAKE = `
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local interval, window, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  local fullAt = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
  local room = math.max(0, math.floor((window - (fullAt - now)) / interval + 1e-6))
  local granted = math.min(wanted, room)
  if granted > 0 then
    fullAt = fullAt + granted * interval
    redis.call('SET', KEYS[1], string.format('%.4f', fullAt), 'PX', math.ceil(fullAt - now) + 1)
  end
  return { granted, room - granted, math.max(1, math.ceil(fullAt + interval - window - now)) }`;

/** What of a caller's bucket has been fetched. */
interface Portion {
  left: number;
  /** In Redis, when it was asked last. */
  beyond: number;
  /** On the clock of `performance.now()`: until when it is not asked again, because there was nothing left. */
  emptyUntil: number;
  asking: Promise<boolean> | null;
}

/** Shares the rates of all replicas through a Redis. Never throws: without it each process limits by itself. */
export async function createSharedRates(o: {
  readonly url: string;
  readonly log: Logger;
  readonly patienceMs?: number;
}): Promise<SharedRates> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(o.url, {
    connectionName: 'datawave:rates',
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: o.patienceMs ?? PATIENCE_MS,
    retryStrategy: (attempt) => Math.min(attempt * 200, LONGEST_RETRY_MS),
  });
  let restUntil = 0;
  let isAway = false;
  const complain = (error: unknown): void => {
    restUntil = performance.now() + REST_MS;
    if (!isAway) o.log.warn('Rates are not shared between replicas: Redis does not answer.', { error });
    isAway = true;
  };
  redis.on('error', complain);

  const ask = async (key: string, { requests, seconds }: RatePolicy, portion: Portion): Promise<boolean> => {
    const window = seconds * 1_000;
    const wanted = Math.max(1, Math.floor(requests / PORTIONS));
    try {
      const answer: unknown = await redis.eval(TAKE, 1, key, window / requests, window, wanted);
      const [granted = 0, beyond = 0, waitMs = 1] = Array.isArray(answer) ? answer.map(Number) : [];
      portion.left += granted;
      portion.beyond = beyond;
      portion.emptyUntil = granted > 0 ? 0 : performance.now() + waitMs;
      if (isAway) o.log.info('Rates are shared between replicas again.');
      isAway = false;
      return true;
    } catch (error) {
      complain(error);
      return false;
    }
  };

  return {
    rate(name, policy) {
      const portions = new Map<string, Portion>();
      const take = (caller: string): number | null | Promise<number | null> => {
        const portion = portions.get(caller) ?? { left: 0, beyond: 0, emptyUntil: 0, asking: null };
        if (portion.left > 0) {
          portion.left -= 1;
          return portion.beyond + portion.left;
        }
        const now = performance.now();
        if (portion.emptyUntil > now) return Math.min(-1, Math.floor(now - portion.emptyUntil));
        if (redis.status !== 'ready' || restUntil > now) return null;
        if (!portions.has(caller)) {
          const [oldest] = portions.keys();
          if (oldest !== undefined && portions.size >= MOST_CALLERS) portions.delete(oldest);
          portions.set(caller, portion);
        }
        portion.asking ??= ask(keyOf(name, caller), policy, portion).finally(() => {
          portion.asking = null;
        });
        return portion.asking.then((isAnswered) => (isAnswered ? take(caller) : null));
      };
      return { take };
    },
    close() {
      redis.disconnect();
    },
  };
}

/** Names of people and addresses are nobody's business in Redis. */
const keyOf = (name: string, caller: string): string =>
  `datawave:rate:${createHash('sha256').update(`${name}\n${caller}`).digest('base64url')}`;
