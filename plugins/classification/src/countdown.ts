/** Parts that a time is counted in, at least, and how long one is, at most. */
const LEAST_PARTS = 10;
const LONGEST_PART_MS = 500;

/** A time that runs until it is stopped. */
export interface Countdown {
  stop(): void;
}

/**
 * Starts counting; `onEnd` is called once, when the time is over. It is counted in parts, so that a standstill of the whole
 * process, which is nobody's fault that is waited for, counts as one of them at most.
 * @param timeoutMs - infinite: it never ends
 * @param renew - asked at the end of each part: the time that begins then instead, null where this one goes on
 */
export function startCountdown(timeoutMs: number, onEnd: () => void, renew?: () => number | null): Countdown {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearInterval(timer);
  const start = (ms: number): void => {
    stop();
    if (ms === Number.POSITIVE_INFINITY && renew === undefined) return;
    const partMs = Math.min(LONGEST_PART_MS, ms / LEAST_PARTS);
    let left = Math.round(ms / partMs);
    timer = setInterval(() => {
      const renewed = renew?.() ?? null;
      if (renewed !== null) return start(renewed);
      left -= 1;
      if (left > 0) return;
      stop();
      onEnd();
    }, partMs);
  };
  start(timeoutMs);
  return { stop };
}
