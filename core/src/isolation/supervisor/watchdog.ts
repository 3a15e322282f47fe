import type { WatchLimits } from '../limits.ts';

/** What is wrong with a process that still runs. */
export type Misbehaviour = { readonly kind: 'hang' | 'leak'; readonly reason: string };

/**
 * Looks whether a process still turns its event loop, and how much memory it has. What counts are turns of the platform's own loop:
 * while that stands still, nobody else is blamed.
 */
export class Watchdog {
  readonly #timer: NodeJS.Timeout;
  #unanswered = 0;

  /** @param ping - answers the resident memory of the process, in bytes */
  constructor(
    ping: () => Promise<unknown>,
    limits: WatchLimits,
    onMisbehaviour: (fault: Misbehaviour) => void,
  ) {
    let isAsking = false;
    const check = (): void => {
      if (isAsking) {
        this.#unanswered++;
        if (this.#unanswered * limits.pingMs >= limits.hangMs)
          onMisbehaviour({
            kind: 'hang',
            reason: `it has not answered for ${limits.hangMs / 1000} s: its code keeps the processor without a pause`,
          });
        return;
      }
      isAsking = true;
      ping().then(
        (bytes) => {
          isAsking = false;
          this.#unanswered = 0;
          const megabytes = Math.round(Number(bytes) / 1024 / 1024);
          if (megabytes > limits.memoryMb)
            onMisbehaviour({
              kind: 'leak',
              reason: `it took ${megabytes} MB of memory, more than the ${limits.memoryMb} MB that it may have`,
            });
        },
        // The connection is gone, which others notice.
        () => this.stop(),
      );
    };
    this.#timer = setInterval(check, limits.pingMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
