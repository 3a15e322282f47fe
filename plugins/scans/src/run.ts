import { DataWaveError, type ScanRun, type ScanState } from '@datawave/plugin-sdk';
import { canCancel, canPause, canResume } from './run-state.ts';
import type { StoredError } from './scan-error.ts';

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
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
}

/** A run as the jobs need it. */
export interface RunRow {
  readonly id: string;
  readonly source_id: string;
  readonly state: ScanState;
  readonly discovered: boolean;
  readonly discovery_job: string | null;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** What changes when tasks are added or end. */
export interface RunDelta {
  readonly total?: number;
  readonly done?: number;
  readonly failed?: number;
  readonly assets?: number;
  readonly columns?: number;
  readonly sensitiveColumns?: number;
}

/** A {@link RunDetail} as it is read. */
export interface DetailRow extends Omit<RunDetail, 'tasks' | 'canPause' | 'canResume' | 'canCancel'> {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly position: number;
}

export function toDetail({ total, done, failed, position: _position, ...row }: DetailRow): RunDetail {
  return {
    ...row,
    tasks: { total, done, failed },
    canPause: canPause(row.state),
    canResume: canResume(row.state),
    canCancel: canCancel(row.state),
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
