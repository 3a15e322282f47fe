import type { ScanRun, ScanState, Tone } from '@datawave/plugin-sdk/ui';

/** Why something went wrong, for people. */
export interface Fault {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** A run as the API answers it. */
export interface ListedScan extends ScanRun {
  readonly source: {
    readonly id: string;
    readonly key: string;
    readonly title: string;
    readonly connector: string;
  };
  readonly error: Fault | null;
  readonly assets: number;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly createdBy: string;
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
}

/** The scan of one asset within a run. */
export interface ScanTask {
  readonly id: string;
  readonly urn: string;
  readonly name: string;
  readonly state: 'waiting' | 'running' | 'completed' | 'failed' | 'cancelled';
  readonly attempt: number;
  readonly rows: number | null;
  readonly columns: number;
  readonly sensitiveColumns: number;
  readonly durationMs: number | null;
  readonly warnings: readonly string[];
  readonly error: Fault | null;
  readonly finishedAt: string | null;
}

/** An asset that could not be discovered or scanned. */
export interface ScanProblem extends Fault {
  readonly urn: string | null;
  readonly name: string;
}

const ENDED: readonly ScanState[] = ['completed', 'completed-with-errors', 'cancelled', 'failed'];

/** Whether nothing more happens to a run. */
export const isEnded = (state: ScanState): boolean => ENDED.includes(state);

/** Whether work is going on right now. */
export const isWorking = (state: ScanState): boolean => !isEnded(state) && state !== 'paused';

/** How a state looks. */
export function stateTone(state: ScanState): Tone {
  if (state === 'completed') return 'success';
  if (state === 'completed-with-errors' || state === 'paused') return 'warning';
  if (state === 'failed') return 'danger';
  return state === 'cancelled' || state === 'queued' || state === 'cancelling' ? 'neutral' : 'info';
}

/** How a state reads. */
export const stateWords = (state: ScanState): string =>
  state === 'completed-with-errors' ? 'completed with problems' : state;

/** Milliseconds that a run has taken so far; null before it began. */
export function elapsed(run: ScanRun, now = Date.now()): number | null {
  if (run.startedAt === null) return null;
  return Math.max(
    0,
    (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt),
  );
}
