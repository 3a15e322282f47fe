import type { InfoTypeEvidence, LogFields, PortableClassifier, TableSample } from '@datawave/plugin-sdk';

/** A table for a worker thread, and who is to look at it. */
export interface PoolOrder {
  readonly id: number;
  readonly sample: TableSample;
  readonly workspaceId: string | null;
  readonly classifiers: readonly PortableClassifier[];
}

/** What one classifier said, or why it said nothing. */
export type ExamineOutcome =
  | { readonly answer: readonly (readonly InfoTypeEvidence[])[] }
  | { readonly failure: unknown }
  /** It could not be made in the thread; it may still work where it came from. */
  | { readonly unmade: unknown }
  /** It had not answered after so many milliseconds. */
  | { readonly timedOutAfterMs: number }
  /** Its thread ended over the table, twice. */
  | { readonly died: unknown };

/**
 * What a thread says: with {@link READY}, that it takes orders; else that the next classifier of the order was made for it, so that its
 * time begins, or what it answered, so that the time of the one after it begins. They are answered one after the other, in their order.
 */
export interface PoolAnswer {
  readonly id: number;
  readonly outcome: ExamineOutcome | null;
}

/** A line that a classifier in a thread has for the log. */
export interface PoolRemark {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** How much a line matters. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Id of the answer that says that a thread is ready. */
export const READY = 0;
