/** How the records of a JSON file are told apart. */
export type JsonArrangement = 'lines' | 'array' | 'values';

const QUOTE = 34;
const BACKSLASH = 92;
const COMMA = 44;
const OPEN = new Set([91, 123]);
const CLOSE = new Set([93, 125]);
const SPACE = new Set([9, 10, 13, 32, 0xfeff]);

/** Characters that one record may have; a longer one is skipped. */
const MAX_RECORD = 64 * 1024 * 1024;

/**
 * Splits a stream of JSON into the texts of its records without parsing them: the lines of NDJSON, the elements of an
 * array, or values written one after the other.
 */
export class JsonSplitter {
  readonly #arrangement: JsonArrangement;
  #held = '';
  #depth = 0;
  #inString = false;
  #escaped = false;
  #hasStarted = false;
  #skipped = 0;
  #isOverlong = false;

  constructor(arrangement: JsonArrangement) {
    this.#arrangement = arrangement;
  }

  /** Records that were longer than any may be. */
  get skipped(): number {
    return this.#skipped;
  }

  /** Takes a piece of text and answers the records that it completes. */
  write(text: string): string[] {
    return this.#arrangement === 'lines' ? this.#lines(text) : this.#values(text);
  }

  /** The record that the end of the file completes; `isCut` when the file ends in the middle of one. */
  end(): { readonly records: readonly string[]; readonly isCut: boolean } {
    const rest = this.#held.trim();
    this.#held = '';
    const isCut = this.#arrangement !== 'lines' && (this.#depth > 0 || this.#inString);
    return { records: rest === '' || isCut ? [] : [rest], isCut };
  }

  #lines(text: string): string[] {
    const records: string[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#hold(text, from, end);
      this.#give(records);
      from = end + 1;
    }
    this.#hold(text, from, text.length);
    return records;
  }

  #values(text: string): string[] {
    const records: string[] = [];
    const base = this.#arrangement === 'array' ? 1 : 0;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) this.#inString = false;
      } else if (code === QUOTE) this.#inString = true;
      else if (OPEN.has(code)) {
        // The bracket that opens the array belongs to no record.
        if (!this.#hasStarted && base === 1) from = at + 1;
        this.#hasStarted = true;
        this.#depth += 1;
      } else if (CLOSE.has(code)) {
        this.#depth -= 1;
        if (this.#depth === base) {
          this.#hold(text, from, at + 1);
          from = at + 1;
          this.#give(records);
        } else if (this.#depth < base) {
          this.#hold(text, from, at);
          from = at + 1;
          this.#give(records);
        }
      } else if (this.#depth === base && (code === COMMA || (base === 0 && SPACE.has(code)))) {
        this.#hold(text, from, at);
        from = at + 1;
        this.#give(records);
      }
    }
    this.#hold(text, from, text.length);
    return records;
  }

  #hold(text: string, from: number, to: number): void {
    if (to <= from) return;
    if (this.#held.length + to - from > MAX_RECORD) this.#isOverlong = true;
    else this.#held += text.slice(from, to);
  }

  #give(records: string[]): void {
    const record = this.#held.trim();
    this.#held = '';
    if (this.#isOverlong) {
      this.#isOverlong = false;
      this.#skipped += 1;
    } else if (record !== '') records.push(record);
  }
}

/** How the records of a text are arranged, by its beginning. */
export function arrangementOf(text: string): JsonArrangement {
  const content = text.trimStart();
  if (content.startsWith('[')) {
    // Lines that are arrays each are no array of records.
    const [first = '', second = ''] = content.split('\n', 2);
    return second.trimStart().startsWith('[') && isJson(first) ? 'lines' : 'array';
  }
  const [first = ''] = content.split('\n', 1);
  return isJson(first) && content.length > first.length ? 'lines' : 'values';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
