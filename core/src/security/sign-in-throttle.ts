import { countWords } from '@datawave/plugin-sdk';
import { addressBlock } from '../http/address-block.ts';
import { HttpError } from '../http/problem.ts';
import type { KernelSql } from './kernel-sql.ts';

/** Wrong passwords that cost nothing yet. */
const FREE_FAILURES = 5;
/** Longest wait between two attempts, in seconds. */
const LONGEST_WAIT_S = 60;

/** Slows guessing down: each address waits longer after each failure for one user. Nobody else waits with it. */
export interface SignInThrottle {
  /** Counts an attempt as failed until {@link SignInThrottle.succeed} says otherwise. @throws HttpError DW_AUTH_THROTTLED */
  attempt(address: string, username: string): Promise<void>;
  succeed(address: string, username: string): Promise<void>;
}

interface BlockedRow {
  readonly seconds: number;
}

export function createSignInThrottle(sql: KernelSql): SignInThrottle {
  return {
    async attempt(address, username) {
      // Counted before the password is looked at, in one statement: attempts sent at once do not slip through together.
      // By the clock: of two at once the one that began first would find itself blocked by the other.
      const [counted] = await sql.execute<{ failures: number }>({
        text: `insert into core.sign_in_attempts as known (key, failures, blocked_until, last_at) values ($1, 1, now(), now())
          on conflict (key) do update set
            failures = case when known.last_at < now() - interval '1 hour' then 1 else known.failures + 1 end,
            blocked_until = case when known.last_at < now() - interval '1 hour' or known.failures + 1 < $2::int then now()
              else now() + least(2 ^ least(known.failures + 1 - $2::int, 20), $3::int) * interval '1 second' end,
            last_at = now()
          where known.blocked_until <= clock_timestamp()
          returning failures`,
        parameters: [attemptKey(address, username), FREE_FAILURES, LONGEST_WAIT_S],
      });
      if (counted) return;
      const [row] = await sql.execute<BlockedRow>({
        text: 'select ceil(extract(epoch from blocked_until - now()))::int as seconds from core.sign_in_attempts where key = $1',
        parameters: [attemptKey(address, username)],
      });
      const seconds = Math.max(1, row?.seconds ?? 1);
      throw new HttpError({
        code: 'DW_AUTH_THROTTLED',
        message: 'Too many wrong passwords came from this address.',
        hint: `Wait ${countWords(seconds, 'second')} and try again.`,
        status: 429,
        headers: { 'retry-after': String(seconds) },
      });
    },
    async succeed(address, username) {
      await sql.execute({
        text: `delete from core.sign_in_attempts where key = $1 or last_at < now() - interval '1 day'`,
        parameters: [attemptKey(address, username)],
      });
    },
  };
}

/** Under which name failures are counted. */
export const attemptKey = (address: string, username: string): string =>
  `${addressBlock(address)} ${username}`;
