/** How a file is written. */
export type FileFormat = 'csv' | 'tsv' | 'json' | 'ndjson' | 'parquet';

/** How a file is compressed as a whole. */
export type Compression = 'none' | 'gzip' | 'zstd';

/** Format and compression of a file. */
export interface FileShape {
  readonly format: FileFormat;
  readonly compression: Compression;
}

export const FILE_FORMATS: readonly FileFormat[] = ['csv', 'tsv', 'json', 'ndjson', 'parquet'];

const FORMAT_ENDINGS: Readonly<Record<string, FileFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  psv: 'csv',
  json: 'json',
  geojson: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  parquet: 'parquet',
  pq: 'parquet',
};
const COMPRESSION_ENDINGS: Readonly<Record<string, Compression>> = {
  gz: 'gzip',
  gzip: 'gzip',
  zst: 'zstd',
  zstd: 'zstd',
};

/** Endings of the files that are read, with the dot. */
export const FILE_ENDINGS: readonly string[] = Object.entries(FORMAT_ENDINGS).flatMap(([ending, format]) =>
  format === 'parquet' ? [`.${ending}`] : [`.${ending}`, `.${ending}.gz`, `.${ending}.zst`],
);

/** Format and compression by the file's name; null when it says nothing. */
export function shapeByName(name: string): FileShape | null {
  const [last = '', before = ''] = name.toLowerCase().split('.').slice(1).reverse();
  const compression = COMPRESSION_ENDINGS[last] ?? 'none';
  const format = FORMAT_ENDINGS[compression === 'none' ? last : before];
  return format === undefined || (format === 'parquet' && compression !== 'none')
    ? null
    : { format, compression };
}

/** Compression by the first bytes. */
export function compressionByContent(head: Uint8Array): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return 'none';
}

/** Share of control characters above which a file is no text. */
const MOST_CONTROLS = 0.005;

/** Format by the first (uncompressed) bytes; null for what is plainly something else, a SQLite database or a program. */
export function formatByContent(head: Uint8Array): FileFormat | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (text.startsWith('PAR1')) return 'parquet';
  const isUtf16 = text.startsWith('\xff\xfe') || text.startsWith('\xfe\xff');
  if (!isUtf16 && text.slice(0, 1024).includes('\0')) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is counted
  const controls = text.slice(0, 1024).match(/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/g)?.length ?? 0;
  if (!isUtf16 && controls > MOST_CONTROLS * Math.min(text.length, 1024)) return null;
  const first = text.replace(/^\xef\xbb\xbf/, '').trimStart()[0];
  if (first === '{') return 'ndjson';
  return first === '[' ? 'json' : 'csv';
}
