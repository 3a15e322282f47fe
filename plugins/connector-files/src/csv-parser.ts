/** How the cells of a text file are told apart. */
export interface CsvDialect {
  readonly delimiter: string;
  /** Empty when nothing is quoted. */
  readonly quote: string;
  /** `double` for a doubled quote, `backslash` for a backslash before it. */
  readonly escape: 'double' | 'backslash';
}

/** A row; null where a cell is empty without quotes. */
export type CsvRow = (string | null)[];

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
/** Cells of a row beyond which the rest is dropped, so that a broken file fills no memory. */
const MAX_CELLS = 20_000;

/**
 * Parses delimited text piece by piece. Nothing is an error: a quote inside an unquoted cell is a character, text after
 * a closing quote belongs to the cell, a row may have any number of cells. Cells are cut to `maxCell` while they are
 * read, so that one of any size needs no more memory than that.
 */
export class CsvParser {
  readonly #delimiter: number;
  readonly #quote: number;
  readonly #backslash: boolean;
  readonly #maxCell: number;
  /** Text of the cell being read that came with earlier pieces or stood between escapes. */
  #held = '';
  #row: CsvRow = [];
  #inQuotes = false;
  /** The last character was a quote inside quotes: the next one says whether it closed them. */
  #afterQuote = false;
  #wasQuoted = false;
  #escaped = false;
  #afterReturn = false;
  #hasContent = false;
  #rowStart = true;

  constructor(dialect: CsvDialect, maxCell: number) {
    this.#delimiter = dialect.delimiter.charCodeAt(0);
    this.#quote = dialect.quote === '' ? -1 : dialect.quote.charCodeAt(0);
    this.#backslash = dialect.escape === 'backslash';
    this.#maxCell = maxCell;
  }

  /** Whether the text so far ends inside quotes. */
  get isInQuotes(): boolean {
    return this.#inQuotes && !this.#afterQuote;
  }

  /** Whether a row begins with the next character. */
  get isAtRowStart(): boolean {
    return (
      this.#rowStart &&
      !this.#inQuotes &&
      !this.#hasContent &&
      !this.#wasQuoted &&
      this.#held === '' &&
      this.#row.length === 0
    );
  }

  /** Takes a piece of text and answers the rows that it completes; at most `limit` when given, leaving the rest unread. */
  write(text: string, limit = Number.POSITIVE_INFINITY): CsvRow[] {
    const rows: CsvRow[] = [];
    const { length } = text;
    let from = 0;
    for (let at = 0; at < length; at += 1) {
      if (this.#inQuotes) {
        at = this.#quoted(text, at);
        from = at + 1;
        continue;
      }
      const code = text.charCodeAt(at);
      if (code === this.#delimiter) {
        this.#keep(text, from, at);
        this.#endCell();
        this.#rowStart = false;
        from = at + 1;
      } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
        if (code === LINE_FEED && this.#afterReturn) {
          this.#afterReturn = false;
          from = at + 1;
          continue;
        }
        this.#keep(text, from, at);
        from = at + 1;
        this.#afterReturn = code === CARRIAGE_RETURN;
        const row = this.#endRow();
        if (row !== null) rows.push(row);
        if (rows.length >= limit) return rows;
        continue;
      } else if (code === this.#quote && !this.#hasContent && this.#held === '' && at === from) {
        this.#inQuotes = true;
        this.#wasQuoted = true;
        this.#rowStart = false;
        from = at + 1;
      } else this.#hasContent = true;
      this.#afterReturn = false;
    }
    if (!this.#inQuotes) this.#keep(text, from, length);
    return rows;
  }

  /** The last row, when the text does not end with a line break. */
  end(): CsvRow | null {
    return this.#rowStart && !this.#hasContent && !this.#wasQuoted && this.#row.length === 0
      ? null
      : this.#endRow();
  }

  /** Reads inside quotes from `at`; answers the last position that it took. */
  #quoted(text: string, at: number): number {
    if (this.#afterQuote) {
      this.#afterQuote = false;
      if (text.charCodeAt(at) === this.#quote) {
        this.#keep(text, at, at + 1);
        return at;
      }
      this.#inQuotes = false;
      this.#hasContent = true;
      return at - 1;
    }
    if (this.#escaped) {
      this.#escaped = false;
      this.#keep(text, at, at + 1);
      return at;
    }
    const quote = String.fromCharCode(this.#quote);
    let end = text.indexOf(quote, at);
    if (end < 0) end = text.length;
    if (this.#backslash) {
      const backslash = text.indexOf('\\', at);
      if (backslash >= 0 && backslash < end) {
        this.#keep(text, at, backslash);
        this.#escaped = true;
        return backslash;
      }
    }
    this.#keep(text, at, end);
    if (end < text.length) this.#afterQuote = true;
    return end < text.length ? end : text.length - 1;
  }

  #keep(text: string, from: number, to: number): void {
    if (to <= from || this.#held.length >= this.#maxCell) return;
    const piece = text.slice(from, Math.min(to, from + this.#maxCell - this.#held.length));
    this.#held = this.#held === '' ? piece : this.#held + piece;
    this.#rowStart = false;
  }

  #endCell(): void {
    if (this.#row.length < MAX_CELLS)
      this.#row.push(this.#held === '' && !this.#wasQuoted ? null : this.#held);
    this.#held = '';
    this.#inQuotes = false;
    this.#afterQuote = false;
    this.#wasQuoted = false;
    this.#escaped = false;
    this.#hasContent = false;
  }

  /** Null for an empty line. */
  #endRow(): CsvRow | null {
    const isEmpty = this.#row.length === 0 && this.#held === '' && !this.#wasQuoted;
    this.#endCell();
    const row = this.#row;
    this.#row = [];
    this.#rowStart = true;
    return isEmpty ? null : row;
  }
}

/** All rows of a text, at most `limit`; the last one also when no line break ends it and `isWhole`. */
export function parseRows(
  text: string,
  dialect: CsvDialect,
  options: { readonly maxCell: number; readonly limit?: number; readonly isWhole: boolean },
): CsvRow[] {
  const parser = new CsvParser(dialect, options.maxCell);
  const rows = parser.write(text, options.limit);
  const last =
    options.isWhole && rows.length < (options.limit ?? Number.POSITIVE_INFINITY) ? parser.end() : null;
  return last === null ? rows : [...rows, last];
}
