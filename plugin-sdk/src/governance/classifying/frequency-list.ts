import { readFileSync } from 'node:fs';
import { createWordTable } from './word-table.ts';

/** Entries with how often they are meant as what the list is of, and how often as something else. @public */
export interface FrequencyList {
  readonly size: number;
  has(entry: string): boolean;
  /** All that it holds, as it is written there. */
  entries(): IterableIterator<string>;
  /**
   * Null for what the list does not hold. Otherwise the natural log of how much likelier the entry is among values of the list's
   * type than among ordinary words that stand in the list as well, within {@link MOST_LOG_RATIO}. For
   * {@link WeighingRule.weigh}.
   */
  weigh(entry: string): number | null;
}

/** A single value tells no more than e to the power of 3, 20 to 1, beyond that it stands in the list. @public */
export const MOST_LOG_RATIO = 3;

/**
 * Reads a shipped list with frequencies: a line an entry, `#` before comments, its source and licence at its head. Columns are
 * separated by tabs: the entry, how often it is met as what the list is of, how often it is met as an ordinary word. The two
 * counts are relative, each to the sum of its column, and may be missing: then the entry counts as often as the list's rarest.
 *
 * ```text
 * # First names, 1990 United States census (public domain); ordinary words, ...
 * james	3318	2
 * will	58	9120
 * ```
 * Synchronous: called once, at a classifier's first column.
 * @throws TypeError when a line has a count that is no positive number, naming file and line
 * @throws the file system's error when the package is incomplete
 * @public
 */
export function readFrequencyList(file: URL): FrequencyList {
  const starts: number[] = [];
  const ends: number[] = [];
  const asType: number[] = [];
  const asWord: number[] = [];
  const text = readFileSync(file, 'utf8');
  // Walked, not split: a list of 40,000 lines is read while somebody waits for a first column.
  for (let start = 0, line = 1; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    if (end > start && text[start] !== '#') {
      const [afterEntry, afterType] = tabsIn(text, start, end);
      starts.push(start);
      ends.push(afterEntry);
      asType.push(readCount(text.slice(afterEntry + 1, afterType), file, line));
      asWord.push(readCount(text.slice(afterType + 1, end), file, line));
    }
    start = end + 1;
  }
  const words = createWordTable(text, starts, ends);
  const ratios = logRatios(asType, asWord);
  return {
    size: words.size,
    has: (entry) => words.indexOf(entry) >= 0,
    entries: () => words.words(),
    weigh: (entry) => ratios[words.indexOf(entry)] ?? null,
  };
}

/** Where the first two columns of a line end. */
function tabsIn(text: string, start: number, end: number): readonly [number, number] {
  const first = text.indexOf('\t', start);
  if (first === -1 || first >= end) return [end, end];
  const second = text.indexOf('\t', first + 1);
  return [first, second === -1 || second >= end ? end : second];
}

/** Apart from the list, whose functions would hold the counts as well. */
function logRatios(asType: readonly number[], asWord: readonly number[]): Float64Array {
  const shares = logShares(asWord);
  return Float64Array.from(logShares(asType), (share, index) => bound(share - (shares[index] ?? 0)));
}

const bound = (ratio: number): number => Math.max(-MOST_LOG_RATIO, Math.min(MOST_LOG_RATIO, ratio));

/** 0 where no count is given. */
function readCount(text: string, file: URL, line: number): number {
  if (text === '') return 0;
  const count = Number(text);
  if (!(count > 0) || !Number.isFinite(count))
    throw new TypeError(
      `${file.pathname.split('/').at(-1)}, line ${line}: ${JSON.stringify(text)} is no count; give a positive number or leave it out.`,
    );
  return count;
}

/** Natural logs of each count's share of all; what has none is as rare as the rarest that has one, or all are alike. */
function logShares(counts: readonly number[]): readonly number[] {
  const least = counts.reduce(
    (low, count) => (count > 0 && count < low ? count : low),
    Number.POSITIVE_INFINITY,
  );
  const floor = Number.isFinite(least) ? least : 1;
  const total = counts.reduce((sum, count) => sum + Math.max(count, floor), 0);
  return counts.map((count) => Math.log(Math.max(count, floor) / total));
}
