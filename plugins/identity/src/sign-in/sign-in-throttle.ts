import { setTimeout as wait } from 'node:timers/promises';
import {
  type ExecutionScope,
  type SqlFragment,
  type StorageService,
  sql,
  type Transaction,
} from '@datawave/plugin-sdk';
import { busy, throttled } from '../identity-errors.ts';
import { addressKey } from './address-key.ts';

/** Wrong passwords that cost nothing yet. */
const FREE_FAILURES = 10;
/** Longest wait between two attempts from one place, in seconds. */
const LONGEST_WAIT_S = 60;
/** Failures for one name within the hour, from wherever, after which those who are not known wait a little. */
const FREE_OF_NAME = 20;
const LONGEST_PAUSE_MS = 4_000;
/** Attempts that pause at a time: each is a request of those that the server works on at once, which are everybody's. */
const MOST_PAUSING = 64;
/** Names share counters, so that invented ones fill no table and unknown ones behave as known ones do. */
const BUCKETS = 65_536;

/** Where an attempt comes from. */
export interface AttemptOrigin {
  readonly address: string;
  /** Hash of the name, whoever it belongs to. */
  readonly nameHash: string;
  /** Hash of the token of a browser that this account has signed in with before; null for any other. */
  readonly knownBrowser: string | null;
}

/** An attempt as it was counted. */
export interface CountedAttempt {
  /** Until the place may try again; nothing was counted where there is anything to wait for. */
  readonly waitSeconds: number;
  /** Within the hour, from wherever. */
  readonly failuresOfName: number;
}

/** What an attempt must wait for: to be sent again later, or a little, now. */
export interface AttemptDelay {
  readonly waitSeconds: number;
  readonly pauseMs: number;
}

/**
 * Slows guessing down without locking anybody out. Who guesses from one place waits there, longer each time; a browser that the account
 * knows counts for itself, so that nobody at the same address makes it wait. Guessing from many places makes each attempt for the name
 * take some seconds, and refuses none.
 */
export class SignInThrottle {
  readonly #storage: StorageService;
  #pausing = 0;

  constructor(storage: StorageService) {
    this.#storage = storage;
  }

  /**
   * Counts an attempt as failed until {@link SignInThrottle.succeed} says otherwise: before the password is looked at, in one statement, so
   * that attempts sent at once do not slip through together.
   */
  async count(tx: Transaction, origin: AttemptOrigin): Promise<CountedAttempt> {
    const key = placeKey(origin);
    const [row] = await this.#storage.query<{ failures: number }>(
      tx,
      sql`with place as (${this.#counting(key)} returning 1)
          insert into ${this.#table()} as known (key, failures, blocked_until, last_at) select ${nameKey(origin)}, 1, '-infinity', now() from place
          on conflict (key) do update set failures = case when known.last_at < now() - interval '1 hour' then 1 else known.failures + 1 end, last_at = now()
          returning failures`,
    );
    if (row !== undefined) return { waitSeconds: 0, failuresOfName: row.failures };
    return { waitSeconds: await this.#remaining(tx, key), failuresOfName: 0 };
  }

  /**
   * What an attempt must wait for. It goes to {@link SignInThrottle.hold} once the count is committed.
   * @param isBreakGlass - the way back in: nobody's guessing may slow it down
   */
  delayOf(
    { knownBrowser }: AttemptOrigin,
    { waitSeconds, failuresOfName }: CountedAttempt,
    isBreakGlass: boolean,
  ): AttemptDelay {
    const isExempt = knownBrowser !== null || isBreakGlass;
    return { waitSeconds, pauseMs: isExempt ? 0 : pauseFor(failuresOfName) };
  }

  /**
   * Counts a code as wrong until {@link SignInThrottle.succeedCode} says otherwise. There are so few codes that they can be tried out from
   * many places: they are counted for the account, wherever they come from. Only who knows the password gets this far, and can make
   * the account's owner wait; not in a browser that it knows, which counts for itself.
   */
  async countCode(tx: Transaction, userId: string, origin: AttemptOrigin): Promise<AttemptDelay> {
    const key = codeKey(userId, origin);
    const [counted] = await this.#storage.query(tx, sql`${this.#counting(key)} returning 1`);
    return { waitSeconds: counted === undefined ? await this.#remaining(tx, key) : 0, pauseMs: 0 };
  }

  async succeedCode(tx: Transaction, userId: string, origin: AttemptOrigin): Promise<void> {
    await this.#storage.query(
      tx,
      sql`update ${this.#table()} set failures = 0, blocked_until = '-infinity' where key = ${codeKey(userId, origin)}`,
    );
  }

  /** Lets an attempt go on when it may. @throws DataWaveError DW_AUTH_THROTTLED, DW_AUTH_BUSY */
  async hold(scope: ExecutionScope, { waitSeconds, pauseMs }: AttemptDelay): Promise<void> {
    if (waitSeconds > 0) throw throttled(waitSeconds);
    if (pauseMs === 0) return;
    if (this.#pausing >= MOST_PAUSING) throw busy();
    this.#pausing += 1;
    try {
      await wait(pauseMs, undefined, { signal: scope.signal });
    } finally {
      this.#pausing -= 1;
    }
  }

  /** Forgets the failures of the place. */
  async succeed(tx: Transaction, origin: AttemptOrigin): Promise<void> {
    // Set to none, not removed: a row that another attempt has just made would be overlooked, and its count would stay.
    await this.#giveBack(tx, origin, sql`0`);
  }

  /** Of an attempt that was not answered: it proves nothing of who made it. */
  async takeBack(scope: ExecutionScope, origin: AttemptOrigin): Promise<void> {
    await this.#storage.transaction(scope, (tx) =>
      this.#giveBack(tx, origin, sql`greatest(failures - 1, 0)`),
    );
  }

  async sweep(tx: Transaction): Promise<void> {
    await this.#storage.query(tx, sql`delete from ${this.#table()} where last_at < now() - interval '1 day'`);
  }

  async #giveBack(tx: Transaction, origin: AttemptOrigin, ofPlace: SqlFragment): Promise<void> {
    // The place before the name, as when they are counted, so that no two wait for each other.
    await this.#storage.query(
      tx,
      sql`with place as (
            update ${this.#table()} set failures = ${ofPlace}, blocked_until = '-infinity' where key = ${placeKey(origin)} returning 1
          )
          update ${this.#table()} set failures = greatest(failures - 1, 0)
          where key = ${nameKey(origin)} and (select count(*) from place) >= 0`,
    );
  }

  /** One more failure under a key, unless it is to wait. */
  #counting(key: string): SqlFragment {
    // By the clock, not by when the transaction began: of two at once the one that began first would find itself blocked by the other.
    return sql`insert into ${this.#table()} as known (key, failures, blocked_until, last_at) values (${key}, 1, '-infinity', now())
      on conflict (key) do update set
        failures = case when known.last_at < now() - interval '1 hour' then 1 else known.failures + 1 end,
        blocked_until = case when known.last_at < now() - interval '1 hour' or known.failures + 1 < ${FREE_FAILURES}::int then '-infinity'::timestamptz
          else now() + least(2 ^ least(known.failures + 1 - ${FREE_FAILURES}::int, 20), ${LONGEST_WAIT_S}::int) * interval '1 second' end,
        last_at = now()
      where known.blocked_until <= clock_timestamp()`;
  }

  async #remaining(tx: Transaction, key: string): Promise<number> {
    const [row] = await this.#storage.query<{ seconds: number }>(
      tx,
      sql`select greatest(1, ceil(extract(epoch from blocked_until) - extract(epoch from clock_timestamp())))::float8 as seconds from ${this.#table()} where key = ${key}`,
    );
    const { seconds = 1 } = row ?? {};
    return Number.isFinite(seconds) ? seconds : 1;
  }

  #table(): SqlFragment {
    return sql.identifier(this.#storage.schema, 'attempts');
  }
}

/** Milliseconds that an attempt waits after so many failures for its name. */
export function pauseFor(failures: number): number {
  return failures <= FREE_OF_NAME ? 0 : Math.min(LONGEST_PAUSE_MS, 250 * (failures - FREE_OF_NAME));
}

function placeKey({ address, nameHash, knownBrowser }: AttemptOrigin): string {
  return knownBrowser === null
    ? `a ${addressKey(address)} ${bucketOf(nameHash)}`
    : `b ${knownBrowser} ${bucketOf(nameHash)}`;
}

const codeKey = (userId: string, { knownBrowser }: AttemptOrigin): string =>
  `c ${userId}${knownBrowser === null ? '' : ` ${knownBrowser}`}`;

const nameKey = ({ nameHash }: AttemptOrigin): string => `n ${bucketOf(nameHash)}`;

const bucketOf = (nameHash: string): number => Buffer.from(nameHash, 'base64url').readUInt32BE(0) % BUCKETS;
