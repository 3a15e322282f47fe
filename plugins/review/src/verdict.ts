import type { Classification, ClassificationQuestion, ClassificationStatus } from '@datawave/plugin-sdk';

/** Why a verdict waits for a person. */
export type QueueReason = 'suggested' | 'abstained' | 'returned';

/** What else a column may be, so that a correction is one key away. */
export interface Alternative {
  readonly infoType: string;
  readonly confidence: number;
}

/** What a rejection rested on: the verdict comes back when this changes. */
export interface EvidenceBasis {
  /** Of the engine and its model: `engine@2.0.0 model@1`. */
  readonly version: string;
  /** `ID@VERSION` of every classifier that was asked then. */
  readonly classifiers: readonly string[];
  readonly dataType: string;
  readonly matched: number;
  readonly sampled: number;
}

/** Who decided, and when. */
export interface DecisionMark {
  /** Id of the principal. */
  readonly by: string;
  readonly byName: string;
  /** ISO 8601. */
  readonly at: string;
  readonly note: string | null;
  /** What the engine had said, and which classifiers had spoken for it: for the agreement figures. */
  readonly confidence: number;
  readonly classifiers: readonly string[];
}

/** One question about one column, what the engine says and what people say. */
export interface Verdict {
  readonly id: string;
  readonly question: ClassificationQuestion;
  /** What was suggested; empty where the engine had nothing to say and a person named the type. */
  readonly infoType: string;
  readonly status: ClassificationStatus;
  readonly reason: QueueReason;
  /** One sentence: why the engine abstained, or why a rejected verdict is back. */
  readonly reasonDetail: string | null;
  /** Whether lists show it: it waits for a decision or has one, and its column is there. */
  readonly isListed: boolean;
  /** As the latest scan that gave it. */
  readonly classification: Classification | null;
  readonly alternatives: readonly Alternative[];
  /** What stands by decision: set when accepted or corrected. */
  readonly decided: Classification | null;
  /** Set when rejected. */
  readonly basis: EvidenceBasis | null;
  readonly decision: DecisionMark | null;
  /** Raised with every change that a person would see. */
  readonly version: number;
}

/** Whether a person settled what type the column is. */
export const settlesType = (verdict: Verdict): boolean =>
  verdict.question === 'type' && (verdict.status === 'accepted' || verdict.status === 'corrected');
