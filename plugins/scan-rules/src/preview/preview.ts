import type { AssetType, ReadPlan } from '@datawave/plugin-sdk';

/** What a rule would touch in one source, and what that would cost, told before anything is read. */
export interface Preview {
  readonly source: { readonly id: string; readonly title: string };
  /** False when it was ended before every asset was seen; the totals are then of those that were. */
  readonly isComplete: boolean;
  readonly endedBy: 'limit' | 'time' | null;
  readonly limits: { readonly assets: number; readonly detailed: number; readonly seconds: number };
  readonly totals: PreviewTotals;
  readonly warnings: readonly PreviewWarning[];
  /** The first that are let in and the first that are kept out, each in the source's order. */
  readonly assets: readonly PreviewAsset[];
  /** What the source could not tell of; the first of them. */
  readonly problems: readonly { readonly name: string; readonly code: string; readonly message: string }[];
}

/** Sums over all assets that were seen. */
export interface PreviewTotals {
  readonly assets: number;
  readonly included: number;
  readonly excluded: number;
  /** Let in, but unchanged since their last scan, so that an incremental run leaves them. */
  readonly unchanged: number;
  readonly problems: number;
  /** Columns that would be read, of those that the assets let in have. */
  readonly columns: number;
  readonly columnsLeftOut: number;
  /** Rows and bytes that the source would have to read, as far as known; `unknown` assets are not in the sum. */
  readonly rows: { readonly amount: number; readonly unknown: number };
  readonly bytes: { readonly amount: number; readonly unknown: number };
  /** Each asset or slice is a task. */
  readonly tasks: number;
  readonly slices: number;
  /** Null when nothing would be read. */
  readonly duration: PreviewDuration | null;
}

/** How long a run would take on a source that is otherwise at rest. */
export interface PreviewDuration {
  readonly seconds: number;
  /** Assets whose earlier scans it is told from; the others are guessed by their columns and size. */
  readonly known: number;
  readonly guessed: number;
  /** Assets read at the same time. */
  readonly concurrency: number;
}

/** Something that whoever wrote the rule may not have meant. */
export interface PreviewWarning {
  readonly code: string;
  readonly message: string;
}

/** What a rule would do with one asset. */
export interface PreviewAsset {
  readonly name: string;
  readonly type: AssetType;
  readonly isIncluded: boolean;
  /** Whether it would be read: it is let in and, for an incremental run, may have changed. */
  readonly isRead: boolean;
  /** Why; one sentence without its full stop. */
  readonly reason: string;
  readonly columns: { readonly read: number; readonly total: number };
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly tasks: number;
  /** How long its last scan took. */
  readonly lastDurationMs: number | null;
  /** How it would be read; null where that was not asked, or the source would not tell. */
  readonly plan: Pick<ReadPlan, 'method' | 'pushedDown' | 'statements'> | null;
}

/** Bounds of a preview. */
export interface PreviewLimits {
  readonly assets: number;
  /** Told of in detail, of those let in and of those kept out. */
  readonly included: number;
  readonly excluded: number;
  readonly problems: number;
  /** Looking through the source, and asking for plans after it. */
  readonly seconds: number;
  readonly planSeconds: number;
  readonly plansAtOnce: number;
  /** Milliseconds in which the assets of one page are selected. */
  readonly selectMs: number;
  readonly statements: number;
  readonly statementLength: number;
  /** At once in one process, of one workspace and of all: each of them asks a source. */
  readonly atOnce: number;
  readonly atOnceOfAll: number;
}

export const PREVIEW_LIMITS: PreviewLimits = {
  assets: 20_000,
  included: 400,
  excluded: 100,
  problems: 50,
  seconds: 12,
  planSeconds: 8,
  plansAtOnce: 4,
  selectMs: 3000,
  statements: 5,
  statementLength: 2000,
  atOnce: 4,
  atOnceOfAll: 16,
};
