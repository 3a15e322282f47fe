import {
  DataWaveError,
  type MeasuredWork,
  type ScanMode,
  type ScanRun,
  type ScanState,
} from '@datawave/plugin-sdk';
import type { StoredError } from '../scan-error.ts';
import { estimateProgress, type Pace } from './progress.ts';
import type { RunSettings } from './run-settings.ts';
import { canCancel, canPause, canResume, canRetry } from './run-state.ts';

/** Who keeps a run paused: somebody, the source's hours of maintenance, or the source that does not answer. */
export type Holder = 'person' | 'maintenance' | 'source';

/** A run with what people want to see of it. */
export interface RunDetail extends ScanRun {
  readonly source: {
    readonly id: string;
    readonly key: string;
    readonly title: string;
    readonly connector: string;
  };
  readonly error: StoredError | null;
  /** Assets scanned. */
  readonly assets: number;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly createdBy: string;
  /** While it is paused: by whom, and until when if it goes on by itself. */
  readonly held: { readonly by: Holder; readonly until: string | null } | null;
  /** The run whose failures it makes good. */
  readonly retryOf: string | null;
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
  readonly canRetry: boolean;
}

/** A run as the jobs need it. */
export interface RunRow {
  readonly id: string;
  readonly source_id: string;
  readonly state: ScanState;
  readonly mode: ScanMode;
  readonly rule: ScanRun['rule'];
  readonly settings: RunSettings;
  readonly priority: number;
  readonly retry_of: string | null;
  /** URNs of the assets that this retry was asked for; null where it is about everything. */
  readonly chosen: readonly string[] | null;
  /** The run of the source before it that came to its end; null when it is the first. */
  readonly previous_id: string | null;
  readonly discovered: boolean;
  readonly discovery_job: string | null;
  readonly finish_job: string | null;
  readonly held_by: Holder | null;
  /** Whether the time until which it is held is over. */
  readonly is_due: boolean;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What changes when tasks are added or end. */
export interface RunDelta {
  readonly total?: number;
  readonly done?: number;
  readonly failed?: number;
  readonly skipped?: number;
  readonly assets?: number;
  readonly columns?: number;
  readonly sensitiveColumns?: number;
  readonly rows?: number;
  readonly bytes?: number;
  readonly weight?: number;
  /** Of the same tasks, the sum of their squares. */
  readonly weightSquares?: number;
  /** Of each task that has ended. */
  readonly weightsDone?: readonly number[];
  /** The tasks that have been scanned, by which the speed is known. */
  readonly scanned?: readonly { readonly weight: number; readonly durationMs: number }[];
}

/** A {@link RunDetail} as it is read. */
export interface DetailRow
  extends Omit<
    RunDetail,
    'tasks' | 'progress' | 'held' | 'canPause' | 'canResume' | 'canCancel' | 'canRetry'
  > {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly skipped: number;
  readonly rows: number;
  readonly bytes: number;
  readonly weight: number;
  readonly weightDone: number;
  readonly heldBy: Holder | null;
  readonly heldUntil: string | null;
  readonly position: number;
  /** What its tasks have shown, from which the time that remains is told. */
  readonly work: { readonly measured: MeasuredWork; readonly squaresLeft: number };
}

/** @param pace - what is known of its speed */
export function toDetail(row: DetailRow, pace: Pace | null): RunDetail {
  const { total, done, failed, skipped, rows, bytes, weight, weightDone, heldBy, heldUntil, ...rest } = row;
  const { position: _position, work: _work, ...shown } = rest;
  return {
    ...shown,
    tasks: { total, done, failed, skipped },
    progress: estimateProgress({ state: row.state, rows, bytes, weight, weightDone }, pace),
    held: row.state !== 'paused' || heldBy === null ? null : { by: heldBy, until: heldUntil },
    canPause: canPause(row.state, heldBy),
    canResume: canResume(row.state),
    canCancel: canCancel(row.state),
    canRetry: canRetry(row.state) && (failed > 0 || row.state !== 'completed-with-errors'),
  };
}

/** What a request for a scan is told that there is not. */
export const unknownScan = (id: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SCAN_UNKNOWN',
    message: `There is no scan ${id}.`,
    hint: 'List the scans with GET /api/v1/scans.',
    status: 404,
  });
