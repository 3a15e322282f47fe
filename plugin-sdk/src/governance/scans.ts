import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';

/** Where a scan stands. @public */
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

/** A scan run. @public */
export interface ScanRun {
  readonly id: string;
  readonly sourceId: string;
  readonly state: ScanState;
  readonly tasks: { readonly total: number; readonly done: number; readonly failed: number };
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** Runs scans as durable jobs and answers how far they are. @public */
export interface ScansService {
  start(scope: ExecutionScope, request: { readonly sourceId: string }): Promise<ScanRun>;
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
