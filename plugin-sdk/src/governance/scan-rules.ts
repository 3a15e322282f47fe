import { extensionPointRef, serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import { defineJob } from '../services/jobs.ts';
import type { Transaction } from '../services/storage.ts';
import type { Asset } from './asset.ts';
import type { HighWaterColumn } from './high-water.ts';
import type { SampleStrategy } from './sample.ts';
import type { ScanMode } from './scans.ts';

/** Globs that let in and keep out: in when it meets one of `include` (all, when empty) and none of `exclude`. @public */
export interface GlobSelection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** What a scan rule says. @public */
export interface ScanRuleSettings {
  readonly title: string;
  readonly description: string;
  /** Ids of sources that it is for; all when empty. */
  readonly sources: readonly string[];
  /** Globs over asset names (`hr.*`), and an expression that must hold for an asset; null: any. */
  readonly assets: GlobSelection & { readonly where: string | null };
  /** Globs over column names, and an expression that must hold for a column; null: any. */
  readonly columns: GlobSelection & { readonly where: string | null };
  readonly sampling: {
    readonly rows: number | 'full';
    readonly strategy: SampleStrategy;
    readonly stratifyBy: string | null;
    readonly seed: number;
  };
  readonly mode: ScanMode;
  /** Columns that tell what changed where a source keeps no mark of an asset; the first that fits an asset counts. Absent: none. */
  readonly highWater?: readonly HighWaterColumn[];
  /**
   * Days after which an asset is read again of which such a column tells nothing new: rows that changed without it and rows that were
   * deleted are seen then. Null or absent: never.
   */
  readonly fullReadEveryDays?: number | null;
  /** Ids of classifiers to ask; all when empty. */
  readonly classifiers: readonly string[];
  /** Ids of frameworks to assess against; all when empty. */
  readonly frameworks: readonly string[];
  readonly minConfidence: number;
  /** By info type, instead of `minConfidence`. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** -100 to 100. */
  readonly priority: number;
  /** When its sources are scanned by themselves; null: on request only. */
  readonly schedule: { readonly cron: string; readonly timeZone: string } | null;
}

/** A stored rule. Each change makes a new version; runs name theirs. @public */
export interface ScanRule extends ScanRuleSettings {
  readonly id: string;
  readonly version: number;
  /** A disabled rule is neither scheduled nor offered. */
  readonly isEnabled: boolean;
}

/** What a rule decides about one asset. @public */
export interface AssetSelection {
  readonly isIncluded: boolean;
  /** One sentence: `the name matches the exclude pattern "tmp_*"`. */
  readonly reason: string;
  /** Names of the columns to read; null for all. Empty: the asset is listed, nothing of it is read. */
  readonly columns: readonly string[] | null;
  /** Name of the column that tells whether it changed, as the rule says; null or absent where it names none. */
  readonly highWater?: string | null;
}

/** Rules that say what is scanned, how thoroughly and how often. @public */
export interface ScanRulesService {
  /** The newest version unless one is named. @throws DataWaveError DW_SCAN_RULE_UNKNOWN, status 404 */
  get(scope: ExecutionScope, id: string, version?: number): Promise<ScanRule>;
  /**
   * The newest version, where the scope's principal may see every source that it names: ask in the name of whom it is used.
   * @throws DataWaveError DW_SCAN_RULE_UNKNOWN, status 404
   */
  require(scope: ExecutionScope, id: string): Promise<ScanRule>;
  list(scope: ExecutionScope): Promise<readonly ScanRule[]>;
  /** One decision for each asset, in their order. */
  select(rule: ScanRule, assets: readonly Asset[]): Promise<readonly AssetSelection[]>;
  /**
   * Takes rules whose time has come, each at most once over all processes: the next time of each is set in the same
   * transaction. Times that went by while nobody asked are made up for once.
   * @param most - how many at most; 100 unless given
   */
  takeDue(tx: Transaction, scope: ExecutionScope, now: Date, most?: number): Promise<readonly DueRule[]>;
  /** Whether any rule of the workspace has a schedule. */
  hasSchedules(tx: Transaction, scope: ExecutionScope): Promise<boolean>;
  /**
   * Records what became of a due rule. `present`: that is recorded already; `twin`: another rule that says the same has started
   * a scan of this source at this time. Neither is recorded then, and what the transaction did for it must not be kept.
   */
  recordScheduled(
    tx: Transaction,
    scope: ExecutionScope,
    outcome: ScheduledOutcome,
  ): Promise<'recorded' | 'present' | 'twin'>;
}

/**
 * Looks for rules of a workspace that are due, and has itself done again a minute later for as long as the workspace has schedules.
 * Whoever keeps a schedule enqueues it in the same transaction with `watch` as its deduplication key, but in the default workspace,
 * where a schedule of the kernel sees to it; `scans` does it. @public
 */
export const scheduleWatchJob = defineJob<Record<never, never>>({
  name: 'scans.schedule-watch',
  payload: { type: 'object', additionalProperties: false },
  // Nobody else looks after the schedules of its workspace: what fails is tried until it is mended.
  attempts: 10_000,
  backoff: { kind: 'exponential', delayMs: 1000, maxDelayMs: 60_000 },
  timeoutMs: 50_000,
});

/** A rule whose time has come. @public */
export interface DueRule {
  readonly ruleId: string;
  /** When it was to run, ISO 8601; with its rule it names this one time. */
  readonly dueAt: string;
}

/** What became of a rule that was due. @public */
export interface ScheduledOutcome extends DueRule {
  /** Null when no source was come to. */
  readonly sourceId: string | null;
  readonly outcome: 'started' | 'skipped';
  readonly runId: string | null;
  /** Why it was skipped, as a stable code. */
  readonly code: string | null;
  /** One sentence for people. */
  readonly reason: string;
}

/** What a run by a rule would do with an asset, as far as earlier ones tell. @public */
export interface AssetOutlook {
  /** False where an incremental run would leave it as it is. */
  readonly isRead: boolean;
  /** One sentence for people, without its full stop. */
  readonly reason: string;
  /** How long its last scan took; null when it was not scanned before. */
  readonly durationMs: number | null;
}

/** What is known from earlier scans. @public */
export interface ScanHistory {
  /** How a run without a rule reads: every row, or so many drawn at random. */
  readonly plain: { readonly rows: number | 'full'; readonly seed: number };
  /** One outlook for each asset, in their order; larger assets than `sliceBytes` are cut where every row is read. */
  foresee(
    scope: ExecutionScope,
    request: {
      readonly sourceId: string;
      /** Null: as a run without a rule does. */
      readonly rule: ScanRule | null;
      /** Instead of the rule's; `incremental` where there is neither. */
      readonly mode?: ScanMode;
      readonly assets: readonly Asset[];
      /** Of each asset, in their order, as its selection names it. */
      readonly highWater?: readonly (string | null)[];
      /** Until when the source may be asked; what was not asked by then is told as read. */
      readonly signal?: AbortSignal;
    },
  ): Promise<{ readonly sliceBytes: number; readonly outlooks: readonly AssetOutlook[] }>;
}

/** Who knows of earlier scans, asked when a rule is previewed. Key: the plugin's id. Owned by `scan-rules`. @public */
export const scanHistoryPoint = extensionPointRef<ScanHistory>('scan-rules.history');

/** The ref of the rules, provided by the plugin `scan-rules`. @public */
export const scanRulesService = serviceRef<ScanRulesService>('scan-rules.rules');
