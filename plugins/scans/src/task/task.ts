import type { Asset, AssetScan, AssetSlice } from '@datawave/plugin-sdk';
import type { RunRow } from '../run/run.ts';
import type { StoredError } from '../scan-error.ts';

/**
 * Where a task stands. `waiting`: for its turn; `queued`: with the workers; `skipped`: nothing is to be read, for the reason that it
 * names.
 */
export type TaskState = 'waiting' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'skipped';

/** States of tasks, for requests. */
export const TASK_STATES: readonly TaskState[] = [
  'waiting',
  'queued',
  'running',
  'completed',
  'failed',
  'cancelled',
  'skipped',
];

/** A task as people see it. */
export interface TaskDetail {
  readonly id: string;
  /** Null for a fault of discovery that concerns no single asset. */
  readonly urn: string | null;
  readonly name: string;
  readonly state: TaskState;
  /** Why it is scanned or skipped. */
  readonly reason: string | null;
  /** Which part of the asset, when it is not the whole. */
  readonly slice: { readonly index: number; readonly count: number; readonly title: string } | null;
  readonly attempt: number;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly durationMs: number | null;
  readonly warnings: readonly string[];
  readonly error: StoredError | null;
  readonly finishedAt: string | null;
}

/** A task to be added. */
export interface NewTask {
  readonly urn: string;
  readonly asset: Asset;
  readonly slice: AssetSlice | null;
  /** Columns to read; null for all. */
  readonly wanted: readonly string[] | null;
  readonly isSkipped: boolean;
  readonly reason: string;
  /** Work expected, in milliseconds of the same tasks before or what stands for them. */
  readonly weight: number;
}

/** A task that a job has taken up. */
export interface ClaimedTask {
  readonly id: string;
  readonly runId: string;
  readonly asset: Asset;
  readonly slice: AssetSlice | null;
  readonly wanted: readonly string[] | null;
  readonly weight: number;
  readonly attempt: number;
  readonly urn: string | null;
  readonly name: string;
  /** The worker that had it and never let go of it; null when none did. */
  readonly lostBy: string | null;
}

/** Who works on a task: a job and which of its claims. */
export interface Claim {
  readonly id: string;
  readonly fencingToken: bigint;
}

/** A job that wants to take its task up. */
export interface TaskClaim {
  readonly taskId: string;
  readonly job: Claim;
}

/** A task that has been taken up, and its run as it was then. */
export interface HeldTask {
  readonly task: ClaimedTask;
  readonly run: RunRow;
}

/** How a task ended. */
export interface TaskOutcome {
  readonly state: 'completed' | 'failed' | 'cancelled';
  readonly rows?: number;
  readonly bytes?: number;
  readonly columns?: number;
  readonly sensitiveColumns?: number;
  readonly durationMs?: number;
  readonly warnings?: readonly string[];
  readonly error?: StoredError;
  /** Of a slice: kept until all of its asset are there. Holds no value of the source. */
  readonly result?: AssetScan;
}

/** A task with the job that is to run it. */
export interface TaskJob {
  readonly id: string;
  readonly jobId: string | null;
  readonly weight: number;
}
