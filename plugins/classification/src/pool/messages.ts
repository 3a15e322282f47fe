import type { InfoTypeEvidence, LogFields, PortableClassifier, TableSample } from '@datawave/plugin-sdk';
import type { DescribedColumns } from '../model/describe-column.ts';
import type { PackedSample } from './packed-sample.ts';

/** A table for a worker thread, and who is to look at it. */
export interface PoolOrder {
  readonly id: number;
  readonly sample: TableSample | PackedSample;
  /** Positions of the columns that are asked about; null: all of them. */
  readonly columns: ReadonlySet<number> | null;
  readonly workspaceId: string | null;
  readonly classifiers: readonly PortableClassifier[];
  /** Whether the columns that are asked about are also to be described for the model. */
  readonly describes: boolean;
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
 * What a thread says: with {@link READY}, that it takes orders; else what each of the order's classifiers answered. In one message,
 * because whoever is told of something wakes up for it.
 */
export interface PoolAnswer {
  readonly id: number;
  readonly outcomes: readonly ExamineOutcome[];
  /** Where the order asks for it. */
  readonly described?: DescribedColumns;
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
