import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';

/**
 * Where a scan stands. `initializing`: its source is being looked through; `running`: assets are read; `classifying`: the slices
 * of large assets are put together; `validating`: what was found is compared with what was there; `cataloging`: assets that are
 * gone are retired. `paused` by somebody, or by itself until its source may or can be asked again. @public
 */
export type ScanState =
  | 'queued'
  | 'initializing'
  | 'running'
  | 'classifying'
  | 'validating'
  | 'cataloging'
  | 'completed'
  | 'completed-with-errors'
  | 'paused'
  | 'cancelling'
  | 'cancelled'
  | 'failed';

/** Whether every asset is read again, or those alone that changed since they were last read. @public */
export type ScanMode = 'full' | 'incremental';

/** How far a scan is. Estimates are null until something can be told from. @public */
export interface ScanProgress {
  /** 0 to 1 by the work expected, not by the number of assets. */
  readonly fraction: number;
  readonly rows: number;
  readonly bytes: number;
  /** Over the last half minute. */
  readonly assetsPerSecond: number | null;
  readonly rowsPerSecond: number | null;
  /** Null as well where the source does not tell how much was read. */
  readonly bytesPerSecond: number | null;
  /** Seconds until it ends; in nine of ten runs it lies within `low` and `high`. */
  readonly remainingSeconds: { readonly likely: number; readonly low: number; readonly high: number } | null;
}

/** A scan run. @public */
export interface ScanRun {
  readonly id: string;
  readonly sourceId: string;
  readonly state: ScanState;
  readonly mode: ScanMode;
  /** The rule it follows and which version of it; null for the settings of the plugin. */
  readonly rule: { readonly id: string; readonly version: number; readonly title: string } | null;
  /** Higher runs earlier; -100 to 100. */
  readonly priority: number;
  /** `skipped` have not changed since they were last read. */
  readonly tasks: {
    readonly total: number;
    readonly done: number;
    readonly failed: number;
    readonly skipped: number;
  };
  readonly progress: ScanProgress;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** What to scan and how. @public */
export interface ScanRequest {
  readonly sourceId: string;
  readonly ruleId?: string;
  /** The rule's, else `incremental`. */
  readonly mode?: ScanMode;
  /** The rule's, else 0. */
  readonly priority?: number;
  /** Why, for the record: `schedule "nightly"`. */
  readonly reason?: string;
}

/** How the shape of an asset changed between two scans; published as the event `scans.schema.drifted`. @public */
export interface SchemaDrift {
  readonly urn: string;
  readonly name: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly column: string; readonly from: string; readonly to: string }[];
}

/** Runs scans as durable jobs and answers how far they are. @public */
export interface ScansService {
  /**
   * Queues a scan; it begins when its turn comes.
   * @throws DataWaveError DW_SCAN_RUNNING (409) while one of the source has not ended, DW_SCAN_SOURCE_STATE (409), DW_SCAN_RULE_UNKNOWN (404)
   */
  start(scope: ExecutionScope, request: ScanRequest): Promise<ScanRun>;
  get(scope: ExecutionScope, id: string): Promise<ScanRun>;
  /** Newest first. */
  list(
    scope: ExecutionScope,
    filter: { readonly sourceId?: string; readonly limit?: number },
  ): Promise<readonly ScanRun[]>;
  /** Resolves when the run has reached an end state. */
  finished(scope: ExecutionScope, id: string): Promise<ScanRun>;
}

/** The ref of durable scans, provided by the plugin `scans`. @public */
export const scansService = serviceRef<ScansService>('scans.scans');
