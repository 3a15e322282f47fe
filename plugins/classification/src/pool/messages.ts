import type { InfoTypeEvidence, PortableClassifier, TableSample } from '@datawave/plugin-sdk';

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
  | { readonly unmade: unknown };

/** An {@link ExamineOutcome} for each classifier of the order; without an order, that the thread is ready. */
export interface PoolAnswer {
  readonly id: number;
  readonly outcomes: readonly ExamineOutcome[];
}

/** Id of the answer that says that a thread is ready. */
export const READY = 0;
