/** Parts that a time is counted in. */
const TICKS = 10;

/** A time that runs until it is stopped. */
export interface Countdown {
  /** From the beginning again. */
  restart(timeoutMs: number): void;
  stop(): void;
}

/**
 * Starts counting; `onEnd` is called once, when the time is over. It is counted in parts, so that a standstill of the whole
 * process, which is nobody's fault that is waited for, counts as one of them at most.
 * @param timeoutMs - infinite: it never ends
 */
export function startCountdown(timeoutMs: number, onEnd: () => void): Countdown {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearInterval(timer);
  const restart = (ms: number): void => {
    stop();
    if (ms === Number.POSITIVE_INFINITY) return;
    let ticks = 0;
    timer = setInterval(() => {
      ticks += 1;
      if (ticks < TICKS) return;
      stop();
      onEnd();
    }, ms / TICKS);
  };
  restart(timeoutMs);
  return { restart, stop };
}
