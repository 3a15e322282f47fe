import {
  type Classification,
  type ColumnSample,
  type DataKind,
  type Distribution,
  LEAST_IN_INTERVAL,
  MOST_INTERVALS,
  mayTellSpread,
} from '@datawave/plugin-sdk';

/** Distinct values that are looked at, evenly over all of them; more make no other picture. */
const MOST_LOOKED_AT = 2_000;
/** Where more than this share of the values is no number or time, the column is none of such. */
const MOST_UNREADABLE = 0.05;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Steps between bounds in time: so many milliseconds, or so many months. */
const TIME_STEPS: readonly ({ readonly ms: number } | { readonly months: number })[] = [
  ...[HOUR, 6 * HOUR, DAY, 2 * DAY, 7 * DAY].map((ms) => ({ ms })),
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400].map((months) => ({ months })),
];

/**
 * How the values of a column are spread, or how long they are where they are text; null where they are all much alike, too few, of
 * another kind, or where {@link mayTellSpread} says no.
 */
export function spreadOf(
  sample: ColumnSample,
  kind: DataKind,
  classifications: readonly Classification[],
): Distribution | null {
  const of = MEASURES[kind];
  if (of === undefined || !mayTellSpread(classifications)) return null;
  const figures = figuresOf(sample, READ[of]);
  return figures === null ? null : intervals(of, figures, kind !== 'decimal');
}

export const MEASURES: Readonly<Partial<Record<DataKind, Distribution['of']>>> = {
  ...{ integer: 'number', decimal: 'number', date: 'time', timestamp: 'time', text: 'length' },
};

export const READ: Readonly<Record<Distribution['of'], (value: string) => number>> = {
  number: (value) => (value.trim() === '' ? Number.NaN : Number(value)),
  time: (value) => Date.parse(value),
  length: (value) => value.length,
};

export interface Figures {
  /** In order. */
  readonly values: Float64Array;
  /** How many rows hold each. */
  readonly rows: Float64Array;
}

/** The values as numbers; null where too many are none. */
export function figuresOf({ values, counts }: ColumnSample, read: (value: string) => number): Figures | null {
  const step = Math.max(1, Math.ceil(values.length / MOST_LOOKED_AT));
  const rows = new Map<number, number>();
  let unreadable = 0;
  let looked = 0;
  for (let index = 0; index < values.length; index += step) {
    const value = read(values[index] ?? '');
    looked += 1;
    if (Number.isFinite(value)) rows.set(value, (rows.get(value) ?? 0) + (counts[index] ?? 1));
    else unreadable += 1;
  }
  if (looked === 0 || unreadable / looked > MOST_UNREADABLE) return null;
  const found = Float64Array.from(rows.keys()).sort();
  return { values: found, rows: found.map((value) => rows.get(value) ?? 0) };
}

/** Intervals of an even width between bounds that are round; neighbours that hold too few rows are one. */
function intervals(of: Distribution['of'], { values, rows }: Figures, isWhole: boolean): Distribution | null {
  // Bounds stand only where enough rows lie on either side of them.
  const low = values[rank(rows, LEAST_IN_INTERVAL)];
  const high = values[values.length - 1 - rank(rows.toReversed(), LEAST_IN_INTERVAL)];
  if (low === undefined || high === undefined || !(low < high)) return null;
  const bounds = of === 'time' ? timeBounds(low, high) : roundBounds(low, high, isWhole);
  const counts = new Array<number>(bounds.length + 1).fill(0);
  let at = 0;
  for (const [index, value] of values.entries()) {
    while (at < bounds.length && value >= (bounds[at] ?? 0)) at += 1;
    counts[at] = (counts[at] ?? 0) + (rows[index] ?? 0);
  }
  const merged = mergeSparse(bounds, counts);
  return merged.bounds.length === 0 ? null : { version: 1, of, ...merged };
}

/** At which place so many rows are behind. */
export function rank(rows: Float64Array, wanted: number): number {
  let sum = 0;
  return rows.findIndex((count) => {
    sum += count;
    return sum >= wanted;
  });
}

/** Multiples of 1, 2 or 5 times a power of ten above `low` and up to `high`. */
function roundBounds(low: number, high: number, isWhole: boolean): readonly number[] {
  const least = (high - low) / (MOST_INTERVALS - 2);
  const power = 10 ** Math.floor(Math.log10(least));
  const fits = [1, 2, 5, 10].map((factor) => factor * power).find((width) => width >= least) ?? 10 * power;
  const width = isWhole ? Math.max(1, Math.ceil(fits)) : fits;
  const bounds: number[] = [];
  for (let n = Math.floor(low / width) + 1; n * width <= high && bounds.length < MOST_INTERVALS - 1; n += 1)
    // Without the dust of binary fractions: 0.3, not 0.30000000000000004.
    bounds.push(Number((n * width).toPrecision(12)));
  return bounds;
}

function timeBounds(low: number, high: number): readonly number[] {
  for (const step of TIME_STEPS) {
    const bounds: number[] = [];
    for (let at = after(low, step, 0), n = 1; at <= high; at = after(low, step, n), n += 1) {
      bounds.push(at);
      if (bounds.length >= MOST_INTERVALS) break;
    }
    if (bounds.length < MOST_INTERVALS) return bounds;
  }
  return [];
}

/** The `n`th round time after another. */
function after(low: number, step: (typeof TIME_STEPS)[number], n: number): number {
  if ('ms' in step) return (Math.floor(low / step.ms) + 1 + n) * step.ms;
  const date = new Date(low);
  const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
  // From 2000 on and back: it takes years below 100 for those of the last century.
  return Date.UTC(2000, (Math.floor(month / step.months) + 1 + n) * step.months - 24_000);
}

/** Puts intervals with too few rows to those beside them. */
export function mergeSparse(
  bounds: readonly number[],
  counts: readonly number[],
): { readonly bounds: readonly number[]; readonly counts: readonly number[] } {
  const kept: number[] = [];
  const rows: number[] = [];
  let open = 0;
  for (const [index, count] of counts.entries()) {
    open += count;
    const bound = bounds[index];
    if (bound !== undefined && open < LEAST_IN_INTERVAL) continue;
    if (bound === undefined && open < LEAST_IN_INTERVAL && rows.length > 0) {
      // The last, with nothing behind it.
      rows.push((rows.pop() ?? 0) + open);
      kept.pop();
    } else rows.push(open);
    if (bound !== undefined) kept.push(bound);
    open = 0;
  }
  return { bounds: kept, counts: rows };
}
