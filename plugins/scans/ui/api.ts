import { type ScanRun, type ScanState, type SchemaDrift, type Tone, t } from '@datawave/plugin-sdk/ui';

export type { ScanState } from '@datawave/plugin-sdk/ui';

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
  /** While it is paused: by whom, and until when if it goes on by itself. */
  readonly held: { readonly by: 'person' | 'maintenance' | 'source'; readonly until: string | null } | null;
  /** The run whose failures it makes good. */
  readonly retryOf: string | null;
  readonly canPause: boolean;
  readonly canResume: boolean;
  readonly canCancel: boolean;
  readonly canRetry: boolean;
}

export const TASK_STATES = [
  'failed',
  'running',
  'completed',
  'skipped',
  'queued',
  'waiting',
  'cancelled',
] as const;

/** The scan of one asset, or of a part of it, within a run. */
export interface ScanTask {
  readonly id: string;
  /** Null for a fault of discovery that concerns no single asset. */
  readonly urn: string | null;
  readonly name: string;
  readonly state: (typeof TASK_STATES)[number];
  /** Why it is scanned or skipped. */
  readonly reason: string | null;
  readonly slice: { readonly index: number; readonly count: number; readonly title: string } | null;
  readonly attempt: number;
  readonly rows: number | null;
  readonly bytes: number | null;
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

/** A change of a run's state. */
export interface Transition {
  readonly from: ScanState | null;
  readonly to: ScanState;
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
}

/** How an asset's shape had changed since it was read before. */
export interface Drift extends SchemaDrift {
  readonly at: string;
}

/** A run beside the one of the same source before it. */
export interface Comparison {
  readonly previous: ListedScan | null;
  /** Assets that the source has now, and those that it had. */
  readonly found: { readonly now: number; readonly before: number } | null;
  readonly appeared: { readonly count: number; readonly names: readonly string[] };
  readonly gone: { readonly count: number; readonly names: readonly string[] };
  /** Null where nothing was compared: of a first scan everything is new. */
  readonly changes: ChangeCounts | null;
}

export const CHANGE_KINDS = ['appeared', 'changed', 'gone'] as const;

/** A kind of data that a column was found to hold. */
export interface FoundType {
  readonly column: string;
  readonly infoType: string;
}

/** What became different of one asset since it was last scanned. */
export interface AssetChange {
  readonly urn: string;
  readonly name: string;
  readonly kind: (typeof CHANGE_KINDS)[number];
  readonly isReshaped: boolean;
  /** The first of them; `counts` says how many there are. */
  readonly added: readonly FoundType[];
  readonly removed: readonly FoundType[];
  readonly counts: { readonly added: number; readonly removed: number };
}

/** How many assets and findings became different. */
export interface ChangeCounts {
  readonly appeared: number;
  readonly changed: number;
  readonly gone: number;
  readonly reshaped: number;
  readonly findings: { readonly added: number; readonly removed: number };
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
  ({
    queued: t('queued', {}, 'scan'),
    initializing: t('initializing', {}, 'scan'),
    running: t('running', {}, 'scan'),
    classifying: t('classifying', {}, 'scan'),
    validating: t('validating', {}, 'scan'),
    cataloging: t('cataloging', {}, 'scan'),
    paused: t('paused', {}, 'scan'),
    cancelling: t('cancelling', {}, 'scan'),
    cancelled: t('cancelled', {}, 'scan'),
    completed: t('completed', {}, 'scan'),
    'completed-with-errors': t('completed with problems', {}, 'scan'),
    failed: t('failed', {}, 'scan'),
  })[state] ?? state;

/** Milliseconds that a run has taken so far; null before it began. */
export function elapsed(run: ScanRun, now = Date.now()): number | null {
  if (run.startedAt === null) return null;
  return Math.max(
    0,
    (run.finishedAt === null ? now : Date.parse(run.finishedAt)) - Date.parse(run.startedAt),
  );
}

/** The page of a run. */
export const scanHref = (id: string): string => `/scans/${encodeURIComponent(id)}`;

/** Something that happened in a run. */
export interface LogEntry {
  readonly id: number;
  readonly at: string;
  readonly level: 'info' | 'warning' | 'error';
  readonly kind: string;
  readonly urn: string | null;
  readonly name: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** How one asset differs between two runs. */
export interface ComparedAsset {
  readonly urn: string;
  readonly name: string;
  readonly kind: (typeof CHANGE_KINDS)[number];
  readonly columns: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly retyped: readonly { readonly column: string; readonly from: string; readonly to: string }[];
  };
  readonly verdicts: {
    readonly gained: readonly FoundType[];
    readonly lost: readonly FoundType[];
    readonly changed: readonly {
      readonly column: string;
      readonly from: readonly string[];
      readonly to: readonly string[];
    }[];
  };
  readonly wasAway: boolean;
  readonly isCut: boolean;
}

/** Two runs of one source side by side, the older one first. */
export interface RunsCompared {
  readonly before: ListedScan;
  readonly after: ListedScan;
  readonly counts: {
    readonly assets: { readonly appeared: number; readonly gone: number; readonly changed: number };
    readonly columns: { readonly added: number; readonly removed: number; readonly retyped: number };
    readonly verdicts: { readonly gained: number; readonly lost: number; readonly changed: number };
  } | null;
  readonly isCut: boolean;
  readonly items: readonly ComparedAsset[];
  readonly nextCursor: string | null;
}

/** The page that puts two runs side by side. */
export const compareHref = (a: string, b: string): string =>
  `/scans/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`;
