export type { Preview, PreviewAsset, PreviewDuration } from '../src/preview/preview.ts';

export interface Selection {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly where: string | null;
}

export type Strategy = 'random' | 'head' | 'stratified';

/** A column that tells what changed in the assets that a glob fits. */
export interface HighWaterColumn {
  readonly assets: string;
  readonly column: string;
}

export interface Schedule {
  readonly cron: string;
  readonly timeZone: string;
}

/** What a rule says, as the server takes it. */
export interface RuleDocument {
  readonly title: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly sources: readonly string[];
  readonly assets: Selection;
  readonly columns: Selection;
  readonly sampling: {
    readonly rows: number | 'full';
    readonly strategy: Strategy;
    readonly stratifyBy: string | null;
    readonly seed: number;
  };
  readonly mode: 'full' | 'incremental';
  readonly highWater?: readonly HighWaterColumn[];
  readonly fullReadEveryDays?: number | null;
  readonly classifiers: readonly string[];
  readonly frameworks: readonly string[];
  readonly minConfidence: number;
  readonly thresholds: Readonly<Record<string, number>>;
  readonly priority: number;
  readonly schedule: Schedule | null;
}

export interface RuleDetail extends RuleDocument {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export interface RuleItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly version: number;
  readonly mode: RuleDocument['mode'];
  readonly sampling: RuleDocument['sampling'];
  /** The expression for columns; `false` where none is read. */
  readonly columns: Pick<RuleDocument['columns'], 'where'>;
  readonly sources: readonly string[];
  readonly schedule: Schedule | null;
  readonly nextAt: string | null;
  readonly last: {
    readonly outcome: 'started' | 'skipped';
    readonly at: string;
    readonly reason: string;
  } | null;
  readonly updatedAt: string;
}

export interface RuleCounts {
  readonly total: number;
  readonly enabled: number;
}

export interface RuleTemplate {
  readonly id: string;
  readonly title: string;
  readonly explanation: string;
  readonly adapt: string | null;
  readonly rule: RuleDocument;
}

export interface Choice {
  readonly id: string;
  readonly title: string;
}

export interface RuleVersion {
  readonly version: number;
  readonly title: string;
  readonly change: string;
  readonly recordedAt: string;
  readonly recordedBy: string;
}

export interface RuleChange {
  readonly pointer: string;
  readonly from: unknown;
  readonly to: unknown;
  readonly added?: readonly string[];
  readonly removed?: readonly string[];
}

export interface ScheduleDetail {
  readonly isEnabled: boolean;
  readonly nextAt: string | null;
  readonly next: readonly string[];
  readonly lastAt: string | null;
  readonly outcomes: readonly {
    readonly dueAt: string;
    readonly sourceId: string | null;
    readonly outcome: 'started' | 'skipped';
    readonly runId: string | null;
    readonly code: string | null;
    readonly reason: string;
  }[];
}

/** A fault with a pointer into the rule. */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** What is wrong at a place or below it; null when nothing is. */
export const faultAt = (faults: readonly Fault[], place: string): string | null =>
  faults.find(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))?.message ?? null;

export const PATH = '/scan-rules';

export const ruleHref = (id: string): string => `/scan-rules/${encodeURIComponent(id)}`;

export const rulePath = (id: string): string => `${PATH}/${encodeURIComponent(id)}`;
