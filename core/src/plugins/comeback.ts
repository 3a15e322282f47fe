import { DataWaveError } from '@datawave/plugin-sdk';
import { isConnectionLoss } from '../storage/driver-errors.ts';
import type { PluginLifecycle } from './lifecycle.ts';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/** What passes without anybody mending the plugin. */
const PASSING: ReadonlySet<string> = new Set([
  'DW_STORAGE_UNAVAILABLE',
  'DW_STORAGE_BUSY',
  'DW_STORAGE_CONFLICT',
]);

/** Whether a plugin failed only because the database was away while it came up. */
export const mayComeBack = ({ state, error }: Pick<PluginLifecycle, 'state' | 'error'>): boolean =>
  state === 'failed' &&
  ((DataWaveError.is(error) && PASSING.has(error.code)) || (error !== null && isConnectionLoss(error)));

/**
 * Goes on trying to bring up what may come back. A process that started in the minute in which the database did too would
 * else serve half of what it should until somebody restarts it.
 */
export class Comeback {
  readonly #attempt: () => Promise<boolean>;
  readonly #onFailure: (error: unknown) => void;
  #timer: NodeJS.Timeout | null = null;
  #isStopped = false;

  /**
   * @param attempt - tries once; answers whether something is left to be tried
   * @param onFailure - hears why an attempt broke off; another one follows
   */
  constructor(attempt: () => Promise<boolean>, onFailure: (error: unknown) => void) {
    this.#attempt = attempt;
    this.#onFailure = onFailure;
  }

  begin(waitMs = FIRST_WAIT_MS): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      const again = (): void => this.begin(Math.min(waitMs * 2, LONGEST_WAIT_MS));
      this.#attempt().then(
        (isLeft) => {
          if (isLeft) again();
        },
        (error: unknown) => {
          // What breaks off because the process stops is nobody's news.
          if (!this.#isStopped) this.#onFailure(error);
          again();
        },
      );
    }, waitMs);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
