import type { Asset, ColumnSchema } from '@datawave/plugin-sdk';
import { assetFingerprint, uniqueColumnNames } from '@datawave/plugin-sdk/connector';
import { commonWidth, detectDialect } from './csv-dialect.ts';
import { hasHeader } from './csv-header.ts';
import { type CsvDialect, type CsvRow, parseRows } from './csv-parser.ts';
import type { ReaderSettings } from './reader-settings.ts';
import type { SourceFile } from './source-file.ts';
import { detectEncoding, type TextEncoding, TextReader } from './text-encoding.ts';
import { kindOfTexts } from './value-kind.ts';

const HEAD_BYTES = 256 * 1024;
const MAX_HEAD_CELL = 1024;
/** Further places of a big file at which the length of rows is measured. */
const PROBES = 8;
/** Rows of the head that decide what a column holds. */
const KIND_ROWS = 1000;

/** How one delimited file is laid out. */
export interface CsvLayout {
  readonly encoding: TextEncoding;
  readonly dialect: CsvDialect;
  readonly header: boolean;
  readonly columns: readonly ColumnSchema[];
  /** Bytes of a row on average, as far as the head shows. */
  readonly rowBytes: number;
  /** Rows when the head is the whole file; else null. */
  readonly rows: number | null;
  /** `sep=;`, with which Excel is told the delimiter, stands before the first row. */
  readonly skipsLine: boolean;
}

/** Looks at the head of a file. */
export async function readCsvLayout(
  file: SourceFile,
  settings: ReaderSettings,
  signal: AbortSignal,
): Promise<CsvLayout> {
  const { bytes, isWhole } = await file.head(HEAD_BYTES, signal);
  const encoding =
    settings.encoding === undefined
      ? await detectEncoding(file, bytes, isWhole)
      : { label: settings.encoding, markBytes: 0 };
  const reader = new TextReader(encoding);
  const text = reader.write(bytes) + (isWhole ? reader.end() : '');
  const separator = /^sep=(.)\r?\n/i.exec(text);
  const content = separator === null ? text : text.slice(separator[0].length);
  const delimiter = settings.delimiter ?? separator?.[1] ?? (file.format === 'tsv' ? '\t' : undefined);
  const dialect = detectDialect(
    content,
    {
      ...(delimiter === undefined ? {} : { delimiter }),
      ...(settings.quote === undefined ? {} : { quote: settings.quote }),
    },
    isWhole,
  );
  const rows = parseRows(content, dialect, { maxCell: MAX_HEAD_CELL, isWhole });
  // A head that holds no whole row still says something: the beginning of a row.
  if (rows.length === 0 && content !== '')
    rows.push(...parseRows(content, dialect, { maxCell: MAX_HEAD_CELL, isWhole: true }));
  const header = settings.header === 'auto' ? hasHeader(rows) : settings.header === 'present';
  return {
    encoding,
    dialect,
    header,
    columns: columnsOf(rows, header, settings),
    rowBytes: await bytesOfRow(file, bytes, rows.length, isWhole),
    rows: isWhole ? Math.max(0, rows.length - (header ? 1 : 0)) : null,
    skipsLine: separator !== null,
  };
}

/** Bytes of a row on average: rows of the head a line break, and line breaks a byte all over the file. */
async function bytesOfRow(
  file: SourceFile,
  head: Buffer,
  headRows: number,
  isWhole: boolean,
): Promise<number> {
  const simple = Math.max(1, head.length / Math.max(1, headRows));
  if (isWhole || file.compression !== 'none') return simple;
  const breaks = (bytes: Buffer): number => bytes.reduce((count, byte) => count + (byte === 10 ? 1 : 0), 0);
  const headBreaks = breaks(head);
  let seenBreaks = headBreaks;
  let seenBytes = head.length;
  for (let probe = 1; probe <= PROBES; probe += 1) {
    const bytes = await file.block(Math.floor((file.sizeBytes * probe) / (PROBES + 1)), HEAD_BYTES / PROBES);
    seenBreaks += breaks(bytes);
    seenBytes += bytes.length;
  }
  return headBreaks === 0 || seenBreaks === 0
    ? simple
    : (seenBytes / seenBreaks) * (headBreaks / Math.max(1, headRows));
}

function columnsOf(
  rows: readonly CsvRow[],
  header: boolean,
  settings: ReaderSettings,
): readonly ColumnSchema[] {
  const first = header ? (rows[0] ?? []) : [];
  const data = header ? rows.slice(1) : rows;
  // Some writers name no column for the row names; a few overlong rows make no column.
  const width = Math.max(first.length, commonWidth(data).width);
  const names = uniqueColumnNames(Array.from({ length: width }, (_, at) => (first[at] ?? '').trim()));
  return names.map((name, ordinal) => {
    const kind = kindOfTexts(data.slice(0, KIND_ROWS).map((row) => cellValue(row[ordinal], settings)));
    return { name, ordinal, dataType: kind, kind, nullable: true, comment: null };
  });
}

/** A cell as a value: null where it is missing, empty or one of the words for null. */
export const cellValue = (cell: string | null | undefined, settings: ReaderSettings): string | null =>
  cell === undefined || cell === null || (cell.length < 20 && settings.nullValues.has(cell)) ? null : cell;

/** The asset that a file with this layout is. */
export function csvAsset(file: SourceFile, path: readonly string[], layout: CsvLayout): Asset {
  const shape = {
    path,
    type: 'file' as const,
    columns: layout.columns,
    comment: null,
    primaryKey: [],
    uniqueKeys: [],
    foreignKeys: [],
  };
  const estimate =
    file.compression === 'none'
      ? Math.max(0, Math.round(file.sizeBytes / layout.rowBytes) - (layout.header ? 1 : 0))
      : null;
  return {
    ...shape,
    rowEstimate: layout.rows ?? estimate,
    sizeBytes: file.sizeBytes,
    fingerprint: assetFingerprint(shape, file.identity),
    changeMarker: file.changeMarker,
  };
}
