import type { CsvRow } from './csv-parser.ts';
import { kindOfText, kindOfTexts } from './value-kind.ts';

const EXAMPLES = 200;
const NAME = /^[\p{L}_][\p{L}\p{N}\p{M} _.\-/()#%$&:]*$/u;

/**
 * What one column says of whether the first row names it: positive for a name, negative for a value.
 * The first cell is compared with the column below it, as Python's csv.Sniffer does, and with what names look like.
 */
function vote(first: string | null, below: readonly string[]): number {
  if (first === null) return 0;
  if (/@|:\/\//.test(first)) return -3;
  const kind = kindOfText(first.trim());
  const kindBelow = kindOfTexts(below);
  if (kind !== 'text') return kind === kindBelow || (kind === 'integer' && kindBelow === 'decimal') ? -2 : -1;
  if (below.length > 0 && kindBelow !== 'text') return 2;
  if (below.includes(first)) return -1;
  const withDigits = below.filter((value) => /\d/.test(value)).length;
  if (below.length > 2 && withDigits > below.length * 0.8) return /\d/.test(first) ? -1 : 1;
  const withAt = below.filter((value) => value.includes('@')).length;
  if (below.length > 0 && withAt > below.length * 0.8) return 1;
  return NAME.test(first) && first.length <= 64 ? 0.25 : -0.25;
}

/** Whether the first row names the columns. A file of text alone is taken to have names unless something speaks against it. */
export function hasHeader(rows: readonly CsvRow[]): boolean {
  const [first, ...rest] = rows;
  if (first === undefined) return false;
  const named = first.filter((cell) => cell !== null);
  if (named.length === 0) return false;
  const examples = rest.slice(0, EXAMPLES);
  const votes = first.map((cell, column) =>
    vote(
      cell,
      examples.map((row) => row[column] ?? null).filter((value) => value !== null),
    ),
  );
  // Names rarely repeat, values do.
  const repeats = named.length - new Set(named).size;
  return votes.reduce((sum, one) => sum + one, 0) - repeats * 0.25 >= 0;
}
