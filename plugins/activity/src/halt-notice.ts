import { DataWaveError, type ExecutionScope } from '@datawave/plugin-sdk';

const HOUR_MS = 60 * 60_000;
const HALTING: ReadonlySet<string> = new Set(['DW_ACTIVITY_TRAIL_BROKEN', 'DW_ACTIVITY_KEY_MISSING']);

/** Tells that nothing more is sealed: once an hour and workspace, because what tells is recorded in the trail, too. */
export class HaltNotice {
  readonly #tell: (scope: ExecutionScope) => Promise<void>;
  readonly #told = new Map<string, number>();

  /** @param tell - looks for the fault, records it and publishes it */
  constructor(tell: (scope: ExecutionScope) => Promise<void>) {
    this.#tell = tell;
  }

  /** Does the work; what halts the sealing fails the job at once, since trying again mends nothing. */
  async watch(scope: ExecutionScope, work: () => Promise<unknown>, now = Date.now()): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!DataWaveError.is(error) || !HALTING.has(error.code)) throw error;
      if (now - (this.#told.get(scope.workspace) ?? Number.NEGATIVE_INFINITY) >= HOUR_MS) {
        await this.#tell(scope);
        this.#told.set(scope.workspace, now);
      }
      throw new DataWaveError({
        code: 'DW_JOB_UNRETRYABLE',
        message: error.message,
        ...(error.hint === undefined ? {} : { hint: error.hint }),
        cause: error,
      });
    }
  }
}
