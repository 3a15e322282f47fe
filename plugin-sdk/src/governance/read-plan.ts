import type { SampleOptions } from './sample.ts';
import type { AssetSlice } from './slice.ts';

/** Work that a source does itself, so that rows need not travel: drawing, counting rows, distinct values, grouping. @public */
export type PushDown = 'sample' | 'count' | 'distinct' | 'group';

/** How a plan is asked for. @public */
export interface PlanOptions {
  readonly sample: SampleOptions;
  /** Assets beyond so many bytes are cut into slices of about that size, where every row is read; null: never. */
  readonly sliceBytes: number | null;
}

/** How an asset would be read, before anything is. @public */
export interface ReadPlan {
  /** One sentence: `random rows of TABLESAMPLE SYSTEM (0.5 %)`. */
  readonly method: string;
  /** What the source does itself. */
  readonly pushedDown: readonly PushDown[];
  /** What would be sent, in the source's own language, without values. Empty where there is no such language. */
  readonly statements: readonly string[];
  /** Rows and bytes that the source has to read for it; null when it cannot tell. */
  readonly rows: number | null;
  readonly bytes: number | null;
  /** The parts, each a task of its own; empty when it is read in one go. */
  readonly slices: readonly AssetSlice[];
}
