import { hookRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Transaction } from '../services/storage.ts';
import type { AssetScan } from './scanner.ts';

/** What a scan found, on its way into the catalog. @public */
export interface ScanRecording {
  /** The transaction in which it is written: what a tap writes with it counts only if the scan does. */
  readonly tx: Transaction;
  readonly scope: ExecutionScope;
  readonly sourceId: string;
  readonly scanId: string;
  readonly scan: AssetScan;
}

/**
 * Called before the catalog writes a scan, in the same transaction. A tap answers the recording with the
 * classifications that shall stand: people's decisions are put in their places here. One that has nothing to change
 * answers what it was given. Owned by `catalog`; it fails closed, because a decision that is lost is worse than a scan
 * that is tried again.
 * @public
 */
export const recordingHook = hookRef<ScanRecording, ScanRecording>({
  id: 'catalog.recording',
  flow: 'waterfall',
  mode: 'async',
  onError: 'fail-closed',
});

/** Assets that a completed scan did not see any more. @public */
export interface AssetRetirement {
  readonly tx: Transaction;
  readonly scope: ExecutionScope;
  /** Whose they are. One that another source of the same name has taken over meanwhile is that one's. */
  readonly sourceId: string;
  readonly urns: readonly string[];
}

/** Called before the catalog retires assets, in the same transaction. Owned by `catalog`. @public */
export const retirementHook = hookRef<AssetRetirement>({
  id: 'catalog.retirement',
  flow: 'series',
  mode: 'async',
  onError: 'fail-closed',
});
