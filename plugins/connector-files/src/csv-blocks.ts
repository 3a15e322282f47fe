import { seededRandom } from '@datawave/plugin-sdk/connector';
import { commonWidth } from './csv-dialect.ts';
import type { CsvLayout } from './csv-layout.ts';
import { CsvParser, type CsvRow } from './csv-parser.ts';
import type { SourceFile } from './source-file.ts';
import { TextReader } from './text-encoding.ts';

/** Places of a big file at which rows are taken. */
const STRATA = 200;
const BLOCK_BYTES = 32 * 1024;
/** A block without a whole row in it is tried again with this size. */
const LONG_BLOCK_BYTES = 512 * 1024;
/** Line breaks of a block that are tried as the beginning of a row. */
const CANDIDATES = 24;
const CHECK_ROWS = 12;

/** Rows drawn from a block and the share of its rows that are as wide as the table. */
interface Aligned {
  readonly rows: readonly CsvRow[];
  readonly share: number;
}

/**
 * Finds where a row begins in a piece cut from the middle of a file. A line break may stand inside quotes, so each one
 * is tried until the rows after it are as wide as the table.
 */
function align(text: string, layout: CsvLayout, maxCell: number): Aligned {
  let best: Aligned = { rows: [], share: 0 };
  let from = 0;
  for (let tried = 0; tried < CANDIDATES; tried += 1) {
    const found = /\r\n|\n|\r(?!\n|$)/.exec(text.slice(from, from + LONG_BLOCK_BYTES));
    if (found === null) break;
    from += found.index + found[0].length;
    const probe = new CsvParser(layout.dialect, 256).write(text.slice(from), CHECK_ROWS);
    const { share, width } = commonWidth(probe);
    const fit = width === layout.columns.length ? share : 0;
    if (fit > best.share)
      best = { share: fit, rows: new CsvParser(layout.dialect, maxCell).write(text.slice(from)) };
    if (fit === 1 && probe.length > 2) break;
  }
  return best;
}

/** What was drawn. */
export interface DrawnRows {
  readonly rows: readonly CsvRow[];
  readonly blocks: number;
  readonly bytes: number;
  /** Bytes that stood for no character, within the rows drawn. */
  readonly replaced: number;
}

/**
 * Draws rows from blocks spread evenly over a file, each begun at a random place of its stratum. Reads a few megabytes
 * whatever the file's size.
 */
export async function drawFromBlocks(
  file: SourceFile,
  layout: CsvLayout,
  options: { readonly rows: number; readonly seed: number; readonly maxValueLength: number },
  signal: AbortSignal,
): Promise<DrawnRows> {
  const random = seededRandom(options.seed);
  const blocks = Math.min(STRATA, options.rows);
  const drawn: CsvRow[] = [];
  let replaced = 0;
  let bytes = 0;
  const evenly = layout.encoding.label.startsWith('utf-16') ? 2 : 1;
  for (let block = 0; block < blocks && drawn.length < options.rows; block += 1) {
    signal.throwIfAborted();
    const place = Math.floor((file.sizeBytes * (block + random())) / blocks);
    // The first row may be the header; whoever begins in it begins after it.
    const position = layout.encoding.markBytes + Math.floor(place / evenly) * evenly;
    let rows: readonly CsvRow[] = [];
    for (const size of [BLOCK_BYTES, LONG_BLOCK_BYTES]) {
      const read = await file.block(position, size);
      bytes += read.length;
      const text = new TextReader(layout.encoding).write(read);
      rows = align(text, layout, options.maxValueLength + 1).rows;
      if (rows.length > 0) break;
    }
    const open = blocks - block;
    const quota = Math.min(rows.length, Math.ceil((options.rows - drawn.length) / open));
    const first = Math.floor(random() * (rows.length - quota + 1));
    for (const row of rows.slice(first, first + quota)) {
      drawn.push(row);
      for (const cell of row)
        if (layout.encoding.label === 'utf-8' && cell?.includes('\ufffd') === true) replaced += 1;
    }
  }
  return { rows: drawn, blocks, bytes, replaced };
}
