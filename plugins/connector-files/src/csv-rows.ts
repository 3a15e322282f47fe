import type { DataWaveError } from '@datawave/plugin-sdk';
import { sourceError } from '@datawave/plugin-sdk/connector';
import type { CsvLayout } from './csv-layout.ts';
import { CsvParser, type CsvRow } from './csv-parser.ts';
import type { FilePart, SourceFile } from './source-file.ts';
import { replacementWarnings, TextReader } from './text-encoding.ts';

/** Reads all data rows of a file from its beginning, and counts what is odd about them. */
export class CsvRows {
  readonly #layout: CsvLayout;
  readonly #reader: TextReader;
  readonly #parser: CsvParser;
  #short = 0;
  #long = 0;
  #isUnclosed = false;
  #bytes = 0;

  constructor(layout: CsvLayout, maxCell: number) {
    this.#layout = layout;
    this.#reader = new TextReader(layout.encoding);
    this.#parser = new CsvParser(layout.dialect, maxCell);
  }

  /** Bytes of content read so far. */
  get bytes(): number {
    return this.#bytes;
  }

  get warnings(): readonly string[] {
    return [
      ...(this.#short === 0
        ? []
        : [`fewer cells than columns in ${this.#short} of the rows; the missing ones count as null`]),
      ...(this.#long === 0
        ? []
        : [`more cells than columns in ${this.#long} of the rows; the surplus was left out`]),
      ...(this.#isUnclosed
        ? ['a quote near the end is never closed; what follows it was read as one cell']
        : []),
      ...replacementWarnings(this.#reader.replaced, this.#layout.encoding),
    ];
  }

  /**
   * Data rows in groups, as they come; of a part, those that begin in it.
   * @throws DataWaveError DW_SOURCE_CHANGED when a part does not end where a row does: then its neighbour did not begin at one
   */
  async *groups(
    file: SourceFile,
    signal: AbortSignal,
    part: FilePart = { from: 0, to: null },
  ): AsyncGenerator<readonly CsvRow[], void, void> {
    let toSkip = part.from > 0 ? 0 : (this.#layout.header ? 1 : 0) + (this.#layout.skipsLine ? 1 : 0);
    const checked = (rows: CsvRow[]): CsvRow[] => {
      const skipped = rows.splice(0, toSkip);
      toSkip -= skipped.length;
      for (const row of rows) this.check(row);
      return rows;
    };
    for await (const chunk of file.stream(signal, part)) {
      this.#bytes += chunk.length;
      const rows = checked(this.#parser.write(this.#reader.write(chunk)));
      if (rows.length > 0) yield rows;
    }
    const rows = this.#parser.write(this.#reader.end());
    if (part.to !== null && !this.#parser.isAtRowStart) throw cutInRow(file.label);
    this.#isUnclosed = this.#parser.isInQuotes;
    const last = this.#parser.end();
    const tail = checked(last === null ? rows : [...rows, last]);
    if (tail.length > 0) yield tail;
  }

  /** Counts a row that is not as wide as the table. */
  check(row: CsvRow): void {
    const width = this.#layout.columns.length;
    if (row.length < width) this.#short += 1;
    else if (row.length > width) this.#long += 1;
  }
}

const cutInRow = (label: string): DataWaveError =>
  sourceError(
    'DW_SOURCE_CHANGED',
    `${label} cannot be read in the parts that were planned: one of them ends in the middle of a row.`,
    'Scan it again when it is at rest, or read it in one go: set sliceBytes beyond its size.',
  );
