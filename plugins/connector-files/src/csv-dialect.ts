import { type CsvDialect, parseRows } from './csv-parser.ts';

const DELIMITERS = [',', ';', '\t', '|', '\x01'];
const SAMPLE_ROWS = 200;
const SAMPLE_CHARACTERS = 64_000;
/** Share of the rows that a delimiter must fit, and the first row, to come before those that the first row does not bear out. */
const FITTING = 0.9;

/** Number of cells that most rows have, and the share of rows that have it. */
export function commonWidth(rows: readonly (readonly unknown[])[]): {
  readonly width: number;
  readonly share: number;
} {
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.length, (widths.get(row.length) ?? 0) + 1);
  let width = 0;
  let count = 0;
  for (const [candidate, times] of widths) {
    if (times > count || (times === count && candidate > width)) {
      width = candidate;
      count = times;
    }
  }
  return { width, share: rows.length === 0 ? 0 : count / rows.length };
}

/** Quotes stand at the edges of cells: after a delimiter or a line break and before one. */
function quoteOf(text: string, delimiter: string): string {
  const edge = delimiter === '|' ? '\\|' : delimiter;
  const count = (quote: string): number =>
    (text.match(new RegExp(`(?:^|[${edge}\\n\\r])${quote}`, 'g')) ?? []).length +
    (text.match(new RegExp(`${quote}(?=[${edge}\\n\\r]|$)`, 'g')) ?? []).length;
  const single = count("'");
  // An apostrophe at a cell's edge is common in text; a quote must stand at both edges often to be one.
  return single > 8 && single > count('"') * 2 && single % 2 === 0 ? "'" : '"';
}

const escapeOf = (text: string, quote: string): CsvDialect['escape'] => {
  const backslashes = text.split(`\\${quote}`).length - 1;
  const doubled = text.split(`${quote}${quote}`).length - 1;
  return backslashes > 0 && backslashes > doubled / 2 ? 'backslash' : 'double';
};

/** What the dialect is known to be before looking: by settings, or by the file's ending. */
export interface DialectHints {
  readonly delimiter?: string;
  readonly quote?: string;
}

/**
 * Detects the dialect from the beginning of a file: the delimiter under which most rows have the same number of cells,
 * the more cells the better. One that tells the first row apart as it does the others comes first: lists within a column are
 * often of the same length, and names of columns are no lists.
 */
export function detectDialect(text: string, hints: DialectHints, isWhole: boolean): CsvDialect {
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const isSampleWhole = isWhole && sample.length === text.length;
  const dialectWith = (delimiter: string): CsvDialect => {
    const quote = hints.quote ?? quoteOf(sample, delimiter);
    return { delimiter, quote, escape: quote === '' ? 'double' : escapeOf(sample, quote) };
  };
  if (hints.delimiter !== undefined) return dialectWith(hints.delimiter);
  let best = dialectWith(',');
  let bestScore = 0;
  let isBestBorneOut = false;
  for (const delimiter of DELIMITERS) {
    const dialect = dialectWith(delimiter);
    const rows = parseRows(sample, dialect, { maxCell: 256, limit: SAMPLE_ROWS, isWhole: isSampleWhole });
    const { width, share } = commonWidth(rows);
    // Agreement counts most; the logarithm keeps a text with many commas from beating a clean table of three columns.
    const score = width < 2 ? 0 : share ** 3 * Math.log2(width + 1);
    const isBorneOut = score > 0 && share >= FITTING && rows[0]?.length === width;
    if (isBorneOut === isBestBorneOut ? score > bestScore : isBorneOut) {
      best = dialect;
      bestScore = score;
      isBestBorneOut = isBorneOut;
    }
  }
  return best;
}
