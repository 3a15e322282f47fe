import type { ColumnSample } from '../governance/sample.ts';
import { hashText } from './seeded-random.ts';

const HASH_RANGE = 4_294_967_296;

/** Cuts a text to so many UTF-16 code units without leaving half a surrogate pair. @public */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
}

/**
 * A copy of a text that owns its characters. A slice keeps the whole text alive that it was cut from: a thousand values
 * cut from a thousand chunks of a file would keep the file in memory.
 * @public
 */
export function ownText(text: string): string {
  // The engine copies slices shorter than this anyway.
  if (text.length < 13) return text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: one-byte characters begin at NUL.
  const encoding = /^[\x00-\xff]*$/.test(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

/** How values are counted. @public */
export interface TallyOptions {
  readonly maxDistinct: number;
  readonly maxValueLength: number;
  readonly seed: number;
  /**
   * Whether each value is a text of its own, as drivers make them that read cell by cell: it is then kept as it is. Any other is
   * copied, so that the text that it was cut from is not kept with it.
   */
  readonly ownsValues?: boolean;
}

/**
 * Counts a column's distinct values in bounded memory. While they are few, all are kept. Beyond the limit the values
 * with the smallest hashes stay, which is a uniform choice among the distinct ones; a value that stays has been counted
 * from its first occurrence, so its count is exact, and the number of distinct values is estimated from the largest
 * hash kept (bottom-k sketch, Bar-Yossef et al. 2002; relative error about 1/sqrt(limit)).
 * @public
 */
export class ColumnTally {
  #counts = new Map<string, number>();
  #nulls = 0;
  #characters = 0;
  #truncated = false;
  /** Values whose hash is not below it are no longer kept; null while everything is. */
  #threshold: number | null = null;
  #limit: number;
  readonly #seed: number;
  readonly #maxValueLength: number;
  readonly #ownsValues: boolean;

  constructor(options: TallyOptions) {
    this.#limit = Math.max(1, options.maxDistinct);
    this.#seed = options.seed;
    this.#maxValueLength = options.maxValueLength;
    this.#ownsValues = options.ownsValues === true;
  }

  /** Characters held, for a table's memory budget. */
  get characters(): number {
    return this.#characters;
  }

  /** Adds a value that occurs `count` times; a value longer than the limit is cut. */
  add(value: string | null, count = 1): void {
    if (value === null) {
      this.#nulls += count;
      return;
    }
    let text = value;
    if (text.length > this.#maxValueLength) {
      text = cutText(text, this.#maxValueLength);
      this.#truncated = true;
    }
    // Of a column with many values nearly all end here, so that this comes before the look-up.
    if (this.#threshold !== null && hashText(text, this.#seed) >= this.#threshold) return;
    const known = this.#counts.get(text);
    if (known !== undefined) {
      this.#counts.set(text, known + count);
      return;
    }
    this.#counts.set(this.#ownsValues && text === value ? text : ownText(text), count);
    this.#characters += text.length;
    if (this.#counts.size > this.#limit * 2) this.#shed();
  }

  /** Notes that the source itself cut a value before it came here. */
  markTruncated(): void {
    this.#truncated = true;
  }

  /** Halves what is kept, when a table's memory budget asks for it. */
  halve(): void {
    this.#limit = Math.max(1, Math.floor(Math.min(this.#limit, this.#counts.size) / 2));
    this.#shed();
  }

  /** What was counted. */
  finish(): ColumnSample {
    this.#shed();
    return {
      values: [...this.#counts.keys()],
      counts: [...this.#counts.values()],
      nullCount: this.#nulls,
      distinctCount: this.#distinct(),
      truncated: this.#truncated,
    };
  }

  #distinct(): number {
    const kept = this.#counts.size;
    // Once there is a threshold, one value at least was left out.
    return this.#threshold === null
      ? kept
      : Math.max(kept + 1, Math.round((kept * HASH_RANGE) / Math.max(1, this.#threshold)));
  }

  #shed(): void {
    if (this.#counts.size <= this.#limit) return;
    const hashes = new Uint32Array(this.#counts.size);
    let at = 0;
    for (const value of this.#counts.keys()) hashes[at++] = hashText(value, this.#seed);
    hashes.sort();
    this.#threshold = hashes[this.#limit] ?? 0;
    for (const value of this.#counts.keys()) {
      if (hashText(value, this.#seed) < this.#threshold) continue;
      this.#counts.delete(value);
      this.#characters -= value.length;
    }
  }
}
