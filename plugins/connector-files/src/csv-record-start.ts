import { commonWidth } from './csv-dialect.ts';
import type { CsvLayout } from './csv-layout.ts';
import { CsvParser } from './csv-parser.ts';
import type { SourceFile } from './source-file.ts';

/** What is looked at from a place on; more where that does not tell. */
const WINDOWS = [64 * 1024, 1024 * 1024];
/** Where no quote is near, so many rows must be as wide as the table. */
const LEAST_ROWS = 4;
const MAX_CELL = 64;

/**
 * Where a row surely begins, at a place of the file or after it. A line break may stand inside quotes, so the text is read in
 * every way in which it may begin: within a cell, at its edge, within quotes, after one. Where a row begins in all of them one
 * begins. Text without a quote is taken to stand outside quotes when it is rows as wide as the table. Null where nothing is
 * sure. Whoever reads the part before checks it once more: it must end with a row.
 */
export async function rowStartAfter(
  file: SourceFile,
  layout: CsvLayout,
  place: number,
): Promise<number | null> {
  const { quote } = layout.dialect;
  for (const size of WINDOWS) {
    // Bytes are taken for characters, which they are as far as quotes, delimiters and line breaks are concerned.
    const text = (await file.block(place, size)).toString('latin1');
    const beginnings =
      quote === ''
        ? ['x']
        : [
            'x',
            '',
            quote,
            `${quote}x${quote}`,
            ...(layout.dialect.escape === 'backslash' ? [`${quote}\\`] : []),
          ];
    const start = text.includes(quote) ? agreedStart(text, layout, beginnings) : plainStart(text, layout);
    if (start !== null) return place + start;
  }
  return null;
}

function agreedStart(text: string, layout: CsvLayout, beginnings: readonly string[]): number | null {
  const parsers = beginnings.map((beginning) => {
    const parser = new CsvParser(layout.dialect, MAX_CELL);
    parser.write(beginning);
    return parser;
  });
  for (let from = 0, end = text.indexOf('\n'); end >= 0; from = end + 1, end = text.indexOf('\n', from)) {
    const line = text.slice(from, end + 1);
    for (const parser of parsers) parser.write(line);
    if (parsers.every((parser) => parser.isAtRowStart)) return end + 1;
  }
  return null;
}

function plainStart(text: string, layout: CsvLayout): number | null {
  const start = text.indexOf('\n') + 1;
  if (start === 0) return null;
  const rows = new CsvParser(layout.dialect, MAX_CELL).write(text.slice(start));
  const { width, share } = commonWidth(rows);
  return rows.length >= LEAST_ROWS && share === 1 && width === layout.columns.length ? start : null;
}
