import type {
  Asset,
  PlanOptions,
  ReadPlan,
  RowBatch,
  SampleOptions,
  TableSample,
} from '@datawave/plugin-sdk';
import type { ReaderSettings } from './reader-settings.ts';
import type { SourceFile } from './source-file.ts';

/** How an asset's rows are asked for. */
export interface ReadOptions {
  readonly batchRows: number;
  readonly columns?: readonly string[];
  readonly signal: AbortSignal;
}

/** Reads one family of formats. Each call looks at the file anew: it may have changed since it was discovered. */
export interface FileReader {
  describe(
    file: SourceFile,
    path: readonly string[],
    settings: ReaderSettings,
    signal: AbortSignal,
  ): Promise<Asset>;
  sample(
    file: SourceFile,
    asset: Asset,
    settings: ReaderSettings,
    options: SampleOptions,
    signal: AbortSignal,
  ): Promise<TableSample>;
  /** How the file would be read; only as much of it is looked at as its layout and the places of cuts need. */
  plan(
    file: SourceFile,
    asset: Asset,
    settings: ReaderSettings,
    options: PlanOptions,
    signal: AbortSignal,
  ): Promise<ReadPlan>;
  read(
    file: SourceFile,
    asset: Asset,
    settings: ReaderSettings,
    options: ReadOptions,
  ): AsyncGenerator<RowBatch, void, void>;
}

/** Longest value of a batch, in UTF-16 code units: a cell of any size must not fill the memory. */
export const MAX_CELL = 65_536;
/** Uncompressed files up to this size are read whole for a sample. */
export const WHOLE_BYTES = 8 * 1024 * 1024;
/** What cannot be read from the middle (compressed files, JSON arrays) is sampled from so many bytes of its beginning. */
export const HEAD_BYTES = 64 * 1024 * 1024;
/** Characters after which a batch is handed over although more rows would fit. */
export const BATCH_CHARACTERS = 4_000_000;
