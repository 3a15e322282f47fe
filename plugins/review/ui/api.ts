import type { ClassificationStatus, Evidence, Sensitivity, Severity } from '@datawave/plugin-sdk/ui';

export type QueueReason = 'suggested' | 'abstained' | 'returned';

/** A verdict to decide on. */
export interface ReviewItem {
  readonly id: string;
  readonly asset: string;
  readonly assetName: string;
  readonly sourceId: string;
  readonly sourceTitle: string | null;
  readonly column: string;
  readonly dataType: string;
  readonly question: 'type' | 'contains';
  /** Empty where the engine had nothing to say. */
  readonly infoType: string;
  readonly status: ClassificationStatus;
  readonly reason: QueueReason;
  readonly reasonDetail: string | null;
  readonly sensitivity: Sensitivity | null;
  readonly confidence: number;
  readonly explanation: string;
  /** Which engine and model said it. */
  readonly engine?: string | null;
  /** ISO 8601, when the question was first asked. */
  readonly openedAt?: string;
  readonly matched: number;
  readonly sampled: number;
  readonly evidence: readonly Evidence[];
  readonly alternatives: readonly { readonly infoType: string; readonly confidence: number }[];
  readonly decidedType: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  readonly isStale: boolean;
  readonly shapes: readonly { readonly shape: string; readonly share: number }[];
  readonly masked: readonly string[];
  readonly neighbours: readonly { readonly name: string; readonly infoType: string | null }[];
  readonly version: number;
}

/** What waits, counted. */
export interface ReviewSummary {
  readonly waiting: number;
  /** Of today. */
  readonly decided?: number;
  readonly stale: number;
  readonly byReason: Readonly<Partial<Record<QueueReason, number>>>;
  readonly byStatus: Readonly<Partial<Record<ClassificationStatus, number>>>;
  readonly infoTypes: readonly { readonly infoType: string; readonly count: number }[];
  readonly sources: readonly { readonly sourceId: string; readonly title: string; readonly count: number }[];
}

export type LoggedAction = 'accept' | 'reject' | 'correct' | 'withdraw' | 'return';

/** A decision as it was taken. */
export interface LoggedDecision {
  readonly id: string;
  readonly verdict: string;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string;
  readonly question: 'type' | 'contains';
  readonly infoType: string;
  readonly action: LoggedAction;
  readonly decidedType: string | null;
  readonly byName: string;
  readonly note: string | null;
  readonly at: string;
  readonly isInForce: boolean;
}

/** How often people agreed. */
export interface Agreement {
  readonly name: string;
  readonly accepted: number;
  readonly rejected: number;
  readonly corrected: number;
  readonly agreement: number;
  readonly low: number;
  readonly high: number;
}

export interface AgreementFigures {
  readonly classifiers: readonly Agreement[];
  readonly infoTypes: readonly Agreement[];
  /** Columns whose type a person named although nothing was suggested. */
  readonly named: number;
}

/** A column that looks like one that was decided on. */
export interface AlikeColumn {
  readonly columnId: string;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string;
  readonly infoType: string | null;
  readonly verdict: string | null;
  readonly version: number | null;
  /** What is suggested for it. */
  readonly suggested?: string | null;
}

export interface Alike {
  readonly items: readonly AlikeColumn[];
  readonly total: number;
  readonly infoType: string | null;
}

/** A kind of value that a column may be said to hold. */
export interface InfoTypeOption {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly sensitivity: Sensitivity;
}

/** What a person does with a verdict. */
export type Act =
  | { readonly action: 'accept' }
  | { readonly action: 'reject' }
  | { readonly action: 'correct'; readonly infoType: string };

/** Page of an asset. */
export const assetHref = (urn: string): string => `/assets/${encodeURIComponent(urn)}`;

/** A violation that would come or go. */
export interface ForeseenViolation {
  readonly frameworkTitle: string;
  readonly control: string;
  readonly controlTitle: string;
  readonly severity: Severity;
  readonly asset: string;
  readonly assetName: string;
  readonly column: string | null;
}

/** What a decision would change. */
export interface Foreseen {
  readonly decided: number;
  readonly assets: number;
  readonly isComplete: boolean;
  readonly columns: readonly {
    readonly asset: string;
    readonly assetName: string;
    readonly column: string;
    readonly infoType: { readonly from: string | null; readonly to: string | null };
    readonly sensitivity: { readonly from: Sensitivity | null; readonly to: Sensitivity | null };
  }[];
  readonly violations: {
    readonly gained: readonly ForeseenViolation[];
    readonly lost: readonly ForeseenViolation[];
    readonly gainedTotal: number;
    readonly lostTotal: number;
  } | null;
}

/** What is decided on at one go, as the server takes it. */
export interface DecisionBody {
  readonly action: 'accept' | 'reject' | 'correct' | 'withdraw';
  readonly infoType?: string;
  readonly verdicts?: readonly { readonly id: string; readonly version?: number }[];
  readonly columns?: readonly string[];
}
