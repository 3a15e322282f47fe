import type { ColumnSample } from '../sample.ts';

/** The values of a column that say something, as rules look at them. */
export interface FilledValues {
  readonly values: readonly string[];
  /** Rows of the sample that hold one of them. */
  readonly filledRows: number;
  /** Whether whole numbers had been stored as decimals: `30115.0`. */
  readonly wereDecimals: boolean;
}

const PLACEHOLDERS: ReadonlySet<string> = new Set([
  ...[
    '',
    '-',
    '--',
    '---',
    '.',
    '?',
    'n/a',
    'n.a.',
    'na',
    'nan',
    'null',
    'none',
    'nil',
    'unknown',
    'undefined',
  ],
  ...['tbd', '\\n', '#n/a', '(null)', '<na>', 'not available', 'not applicable', '0000-00-00'],
]);
const LONGEST_PLACEHOLDER = 14;
/** Letters stand here in both cases: most values begin otherwise, and need not be looked up. */
const PLACEHOLDER_BEGINNINGS: ReadonlySet<string> = new Set(
  [...PLACEHOLDERS].flatMap((text) => [text.charAt(0), text.charAt(0).toUpperCase()]),
);

const isPlaceholder = (value: string): boolean =>
  value.length <= LONGEST_PLACEHOLDER &&
  PLACEHOLDER_BEGINNINGS.has(value.charAt(0)) &&
  PLACEHOLDERS.has(value.toLowerCase());

/** Longer values are documents; what a spreadsheet or a keyboard does to a cell does not matter there. */
const LONGEST_CLEANED = 512;

/** Joiners, marks of direction and byte-order marks: invisible, and copied along from web pages. */
const INVISIBLE = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
const TRAILING_ZERO = /^-?\d+\.0+$/;

/**
 * Trims values, takes quotation marks off them, leaves out blanks and placeholders, drops invisible characters, writes
 * full-width letters and the digits of all scripts as plain ones, and takes back the `.0` that whole numbers get where a missing value made
 * their column a decimal one.
 */
export function filledValues(column: ColumnSample | undefined): FilledValues {
  const values: string[] = [];
  let filledRows = 0;
  let trailing = 0;
  let isCleaned = false;
  for (let index = 0; index < (column?.values.length ?? 0); index++) {
    const raw = column?.values[index] ?? '';
    const value = unquote(clean(raw));
    if (value !== raw) isCleaned = true;
    if (isPlaceholder(value)) continue;
    values.push(value);
    filledRows += column?.counts[index] ?? 1;
    // One without ends the search: values are looked at as they are.
    if (trailing === values.length - 1 && TRAILING_ZERO.test(value)) trailing++;
  }
  const wereDecimals = values.length > 0 && trailing === values.length;
  const meant = wereDecimals ? values.map((value) => value.slice(0, value.indexOf('.'))) : values;
  return {
    // What differed by its padding alone is one distinct value.
    values: isCleaned || wereDecimals ? [...new Set(meant)] : meant,
    filledRows,
    wereDecimals,
  };
}

function clean(value: string): string {
  const trimmed = value.trim();
  if (trimmed.length > LONGEST_CLEANED || isAscii(trimmed)) return trimmed;
  return trimmed.normalize('NFKC').replace(INVISIBLE, '').replace(DIGIT, plainDigit).trim();
}

/** Decimal digits of any script. */
const DIGIT = /(?![0-9])\p{Nd}/gu;

/** Unicode keeps the ten digits of a script in their order and together. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (IS_DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}

const IS_DIGIT = /^\p{Nd}$/u;

const QUOTE = 34;

/** Takes off the quotation marks that programs put around a value that holds none itself. */
function unquote(value: string): string {
  const last = value.length - 1;
  if (value.charCodeAt(0) !== QUOTE || last < 2 || last > LONGEST_CLEANED) return value;
  return value.indexOf('"', 1) === last ? value.slice(1, last).trim() : value;
}

function isAscii(value: string): boolean {
  for (let index = 0; index < value.length; index++) if (value.charCodeAt(index) > 127) return false;
  return true;
}
