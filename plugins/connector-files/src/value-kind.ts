import type { DataKind } from '@datawave/plugin-sdk';

const SHAPES: readonly (readonly [DataKind, RegExp])[] = [
  // A number with a leading zero or plus is a code: a postal code, a telephone number.
  ['integer', /^-?(?:0|[1-9]\d{0,18})$/],
  ['decimal', /^-?(?:0|[1-9]\d*)?(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?$/],
  ['boolean', /^(?:true|false)$/i],
  ['uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['timestamp', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:Z|[+-]\d\d:?(?:\d\d)?)?$/],
  ['time', /^\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/],
];

/** Words that stand for a missing value; they say nothing about what a column holds. */
const MISSING = new Set(['', 'NA', 'N/A', 'n/a', 'NaN', 'nan', 'null', 'NULL', '-']);

/** What one text is. */
export function kindOfText(text: string): DataKind {
  if (text.length > 64) return 'text';
  return SHAPES.find(([, shape]) => shape.test(text) && text !== '')?.[0] ?? 'text';
}

/** What all the texts are; `text` when they differ or there are none. */
export function kindOfTexts(values: Iterable<string | null>): DataKind {
  let common: DataKind | null = null;
  for (const value of values) {
    if (value === null || MISSING.has(value)) continue;
    const kind = kindOfText(value.trim());
    if (common === null || common === kind) common = kind;
    else if ((common === 'integer' && kind === 'decimal') || (common === 'decimal' && kind === 'integer'))
      common = 'decimal';
    else if ((common === 'date' && kind === 'timestamp') || (common === 'timestamp' && kind === 'date'))
      common = 'timestamp';
    else return 'text';
  }
  return common ?? 'text';
}
