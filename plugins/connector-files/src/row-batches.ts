import type { RowBatch } from '@datawave/plugin-sdk';
import { BATCH_CHARACTERS, type ReadOptions } from './file-reader.ts';

/** Gathers rows into batches, bounded in rows and in characters. */
class RowBatches {
  #columns: (string | null)[][];
  #rows = 0;
  #characters = 0;
  readonly #width: number;
  readonly #batchRows: number;

  constructor(width: number, batchRows: number) {
    this.#width = width;
    this.#batchRows = batchRows;
    this.#columns = Array.from({ length: width }, () => []);
  }

  /** Adds a row; true when the batch is full. */
  add(cell: (column: number) => string | null): boolean {
    for (let column = 0; column < this.#width; column += 1) {
      const text = cell(column);
      this.#characters += text?.length ?? 0;
      this.#columns[column]?.push(text);
    }
    this.#rows += 1;
    return this.#rows >= this.#batchRows || this.#characters >= BATCH_CHARACTERS;
  }

  /** The batch so far, and a new one begun; null when it is empty. */
  take(): RowBatch | null {
    if (this.#rows === 0) return null;
    const batch = { rows: this.#rows, columns: this.#columns };
    this.#columns = Array.from({ length: this.#width }, () => []);
    this.#rows = 0;
    this.#characters = 0;
    return batch;
  }
}

/** Where the cells of rows go. */
export interface BatchTarget<Row> {
  /** Columns of a batch. */
  readonly width: number;
  readonly options: ReadOptions;
  readonly cell: (row: Row, column: number) => string | null;
  /** Throws when the file was written to in the meantime: the last batch is then not handed over. */
  readonly refuseChanged: () => Promise<void>;
}

/** Rows as they come, in batches. */
export async function* batchesOf<Row>(
  groups: AsyncIterable<readonly Row[]>,
  { width, options, cell, refuseChanged }: BatchTarget<Row>,
): AsyncGenerator<RowBatch, void, void> {
  const batches = new RowBatches(width, options.batchRows);
  for await (const rows of groups) {
    for (const row of rows) {
      const batch = batches.add((column) => cell(row, column)) ? batches.take() : null;
      if (batch !== null) yield batch;
      options.signal.throwIfAborted();
    }
  }
  await refuseChanged();
  const last = batches.take();
  if (last !== null) yield last;
}
