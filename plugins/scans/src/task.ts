import type { Asset } from '@datawave/plugin-sdk';
import type { StoredError } from './scan-error.ts';

export type TaskState = 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled';

/** A task as people see it. */
export interface TaskDetail {
  readonly id: string;
  /** Null for a fault of discovery that concerns no single asset. */
  readonly urn: string | null;
  readonly name: string;
  readonly state: TaskState;
  readonly attempt: number;
  readonly rows: number | null;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly durationMs: number | null;
  readonly warnings: readonly string[];
  readonly error: StoredError | null;
  readonly finishedAt: string | null;
}

/** A task that a job has taken up. */
export interface ClaimedTask {
  readonly id: string;
  readonly runId: string;
  readonly asset: Asset;
}

/** Who works on a task: a job and which of its claims. */
export interface Claim {
  readonly id: string;
  readonly fencingToken: bigint;
}

/** How a task ended. */
export interface TaskOutcome {
  readonly state: 'completed' | 'failed' | 'cancelled';
  readonly rows?: number;
  readonly columns?: number;
  readonly sensitiveColumns?: number;
  readonly durationMs?: number;
  readonly warnings?: readonly string[];
  readonly error?: StoredError;
}

/** A task with the job that is to run it. */
export interface TaskJob {
  readonly id: string;
  readonly jobId: string | null;
}
