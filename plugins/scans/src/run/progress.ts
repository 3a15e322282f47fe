import { estimateRemaining, type ScanProgress, type ScanState, type WorkAtHand } from '@datawave/plugin-sdk';
import { isEnded } from './run-state.ts';

/** What is known of a run's speed. */
export interface Pace {
  readonly work: WorkAtHand;
  /** Over the last half minute. */
  readonly recent: {
    readonly seconds: number;
    readonly tasks: number;
    readonly rows: number;
    readonly bytes: number;
  };
}

/**
 * How far a run is, by expected work, and how long it will take yet. While assets are still being found nobody knows how many
 * there will be.
 */
export function estimateProgress(
  run: {
    readonly state: ScanState;
    readonly rows: number;
    readonly bytes: number;
    readonly weight: number;
    readonly weightDone: number;
  },
  pace: Pace | null,
): ScanProgress {
  const { rows, bytes, weight, weightDone } = run;
  const fraction = isEnded(run.state) ? 1 : weight === 0 ? 0 : Math.min(0.999, weightDone / weight);
  const none = {
    ...{ fraction, rows, bytes, assetsPerSecond: null, rowsPerSecond: null, bytesPerSecond: null },
    remainingSeconds: null,
  };
  if (pace === null || isEnded(run.state)) return none;
  const { recent, work } = pace;
  const rates =
    recent.seconds <= 0
      ? {}
      : {
          assetsPerSecond: tenths(recent.tasks / recent.seconds),
          rowsPerSecond: Math.round(recent.rows / recent.seconds),
          bytesPerSecond: recent.bytes === 0 ? null : Math.round(recent.bytes / recent.seconds),
        };
  const remaining = run.state === 'running' ? estimateRemaining(work) : null;
  if (remaining === null) return { ...none, ...rates };
  const { likely, low, high } = remaining;
  return {
    ...none,
    ...rates,
    remainingSeconds: { likely: tenths(likely), low: tenths(low), high: tenths(high) },
  };
}

const tenths = (value: number): number => Math.round(value * 10) / 10;
