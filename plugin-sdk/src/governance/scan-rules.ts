import { serviceRef } from '../refs.ts';
import type { ExecutionScope } from '../scope.ts';
import type { Asset } from './asset.ts';
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
}

/** Rules that say what is scanned, how thoroughly and how often. @public */
export interface ScanRulesService {
  /** The newest version unless one is named. @throws DataWaveError DW_SCAN_RULE_UNKNOWN, status 404 */
  get(scope: ExecutionScope, id: string, version?: number): Promise<ScanRule>;
  list(scope: ExecutionScope): Promise<readonly ScanRule[]>;
  /** One decision for each asset, in their order. */
  select(rule: ScanRule, assets: readonly Asset[]): Promise<readonly AssetSelection[]>;
}

/** The ref of the rules, provided by the plugin `scan-rules`. @public */
export const scanRulesService = serviceRef<ScanRulesService>('scan-rules.rules');
