import type { SourceLoad, StatementPace } from '@datawave/plugin-sdk';

/** What a pace tells of itself while it works. */
export interface PaceObserver {
  /** A statement waited so many seconds before it was sent. */
  waited(seconds: number): void;
  /** The source was found slow, and less is asked of it. */
  yielded(): void;
}

/** Time, so that tests need not wait for it. */
export interface PaceClock {
  /** Milliseconds that only grow. */
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** Statements that may be sent at once after a pause, as a share of those of a second. */
const BURST = 0.25;
/** Slow is a source whose statements take this many times what statements like them usually take, and noticeably longer. */
const SLOW_TIMES = 4;
const SLOW_MS = 100;
/** Weight of the latest statement in what is usual, in what is usual while it is slow, and in what is now. */
const USUAL_WEIGHT = 1 / 32;
const CHANGED_WEIGHT = 1 / 256;
const LATEST_WEIGHT = 1 / 4;
/** Statements until it is known what is usual. */
const LEAST_KNOWN = 8;
/** Share of the time in which the source is asked: halved when it is slow, so much more after each statement that was not. */
const LEAST_SHARE = 1 / 16;
const SHARE_STEP = 0.1;
const LONGEST_REST_MS = 5_000;
/** Timers of more than 24 days end at once. */
const LONGEST_SLEEP_MS = 60_000;

interface Latency {
  usual: number;
  latest: number;
  known: number;
}

const isSlow = ({ known, latest, usual }: Readonly<Latency>): boolean =>
  known >= LEAST_KNOWN && latest > usual * SLOW_TIMES && latest - usual > SLOW_MS;

/** A pace whose limits may change. */
export interface AdjustablePace extends StatementPace {
  /** Sets the limit, and how many of the calls that the source admits at the same time are made here. */
  limit(load: SourceLoad | undefined, calls: number): void;
  /** Share of the time in which the source is asked, up to 1. */
  readonly share: number;
}

/**
 * Holds the statements of a session to a number a second, in bursts that are bounded, and gives a slow source rest: after a
 * statement as long as it took, and longer while it stays slow (multiplicative decrease, additive increase).
 */
export function createStatementPace(clock: PaceClock, observer: PaceObserver): AdjustablePace {
  let interval = 0;
  let burst = 0;
  /** When the next statement is due by the limit; those before it are a burst. */
  let due = Number.NEGATIVE_INFINITY;
  let restUntil = Number.NEGATIVE_INFINITY;
  let share = 1;
  const latencies = new Map<string, Latency>();

  const admit = async (signal: AbortSignal): Promise<void> => {
    const asked = clock.now();
    if (interval > 0) due = Math.max(due, asked) + interval;
    const from = interval > 0 ? due - interval - burst : asked;
    for (let until = Math.max(from, restUntil); until > clock.now(); until = Math.max(from, restUntil))
      await clock.sleep(Math.min(until - clock.now(), LONGEST_SLEEP_MS), signal);
    signal.throwIfAborted();
    const waited = clock.now() - asked;
    if (waited > 0) observer.waited(waited / 1000);
  };

  /** Takes note of how long a statement took. */
  const note = (alike: string, took: number): Latency => {
    const latency = latencies.get(alike) ?? { usual: took, latest: took, known: 0 };
    latencies.set(alike, latency);
    latency.latest += (took - latency.latest) * LATEST_WEIGHT;
    return latency;
  };

  /** Has what it took count towards what is usual: what stays slow becomes usual in the end. */
  const settle = (latency: Latency, took: number, slow: boolean): void => {
    latency.usual += (took - latency.usual) * (slow ? CHANGED_WEIGHT : USUAL_WEIGHT);
    latency.known += 1;
  };

  return {
    limit(load, calls) {
      const most = load?.maxStatementsPerSecond ?? null;
      // Other processes may make the other calls, and which they make now nobody tells: each call has its even share, so that all
      // together keep to the limit. Where fewer than that are made the source is asked for less than it admits, never for more.
      const own =
        most === null
          ? null
          : (most * Math.min(calls, load?.maxConcurrency ?? 1)) / (load?.maxConcurrency ?? 1);
      const before = interval;
      interval = own === null || own <= 0 ? 0 : 1000 / own;
      // What was to wait long by a limit that is no more does not.
      if (interval < before) due = Math.min(due, clock.now() + interval);
      burst = own === null ? 0 : Math.floor(own * BURST) * interval;
    },
    get share() {
      return share;
    },
    async statement(alike, signal, run) {
      await admit(signal);
      const sent = clock.now();
      try {
        return await run();
      } finally {
        const took = clock.now() - sent;
        if (alike !== null) {
          const latency = note(alike, took);
          const slow = isSlow(latency);
          settle(latency, took, slow);
          if (slow) {
            share = Math.max(LEAST_SHARE, share / 2);
            observer.yielded();
          } else share = Math.min(1, share + SHARE_STEP);
        }
        if (share < 1)
          restUntil = Math.max(restUntil, clock.now() + Math.min(LONGEST_REST_MS, took * (1 / share - 1)));
      }
    },
  };
}
