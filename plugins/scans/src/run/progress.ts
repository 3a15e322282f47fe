import type { ScanProgress, ScanState } from '@datawave/plugin-sdk';
import { isEnded } from './run-state.ts';

/** What is known of a run's speed. */
export interface Pace {
  /** Seconds that it has been working, pauses left out as far as known. */
  readonly workingSeconds: number;
  /** Tasks that ended, how long they took on average and how much that varies (standard deviation over mean). */
  readonly ended: number;
  readonly variation: number;
  readonly remaining: number;
  /** Over the last half minute. */
  readonly recent: { readonly seconds: number; readonly tasks: number; readonly rows: number };
}

/** Fewer ended tasks tell nothing about the others. */
const LEAST_ENDED = 5;
/** Normal quantile: nine of ten runs end between the bounds. */
const NINETY_PERCENT = 1.645;

/**
 * How far a run is, by expected work. The time that remains is the time that the work so far took, scaled to what is left; its
 * bounds come from how much tasks of the same weight differ: of those measured, and of those to come.
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
  const none = { fraction, rows, bytes, assetsPerSecond: null, rowsPerSecond: null, remainingSeconds: null };
  if (pace === null || isEnded(run.state)) return none;
  const { recent } = pace;
  const rates =
    recent.seconds === 0
      ? { assetsPerSecond: null, rowsPerSecond: null }
      : {
          assetsPerSecond: round(recent.tasks / recent.seconds),
          rowsPerSecond: Math.round(recent.rows / recent.seconds),
        };
  if (run.state !== 'running' || pace.ended < LEAST_ENDED || weightDone === 0) return { ...none, ...rates };
  const likely = (pace.workingSeconds * (weight - weightDone)) / weightDone;
  const spread =
    NINETY_PERCENT * pace.variation * Math.sqrt(1 / pace.ended + 1 / Math.max(1, pace.remaining));
  return {
    ...none,
    ...rates,
    remainingSeconds: {
      likely: Math.round(likely),
      low: Math.round(likely / (1 + spread)),
      high: Math.round(likely * (1 + spread)),
    },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
