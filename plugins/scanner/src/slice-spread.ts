import {
  type Classification,
  type ColumnSample,
  type DataKind,
  type Distribution,
  LEAST_IN_INTERVAL,
  MOST_INTERVALS,
  mayTellSpread,
  type SliceSpread,
} from '@datawave/plugin-sdk';
import { type RoundStep, roundSteps } from './round-steps.ts';
import { type Figures, figuresOf, MEASURES, mergeSparse, READ, rank } from './spread-of.ts';

/** Intervals of a slice: some times more than are told in the end, because only bounds that all slices have are left. */
const MOST_OF_SLICE = 80;

/** How the values of a slice are spread, so that it can be put together with the others; null where that may not or cannot be told. */
export function spreadOfSlice(
  sample: ColumnSample,
  kind: DataKind,
  classifications: readonly Classification[],
): SliceSpread | null {
  const of = MEASURES[kind];
  if (of === undefined || !mayTellSpread(classifications)) return null;
  const rows = sample.counts.reduce((sum, count) => sum + count, 0);
  // Of so few rows the ends would tell of somebody in particular.
  if (rows < LEAST_IN_INTERVAL) return { of, from: 0, to: 0, bounds: [], counts: [] };
  const figures = figuresOf(sample, READ[of]);
  return figures === null || figures.rows.reduce((sum, count) => sum + count, 0) < LEAST_IN_INTERVAL
    ? null
    : closed(of, figures, kind !== 'decimal');
}

function closed(of: Distribution['of'], { values, rows }: Figures, isWhole: boolean): SliceSpread | null {
  const [least, most] = [values[0], values.at(-1)];
  if (least === undefined || most === undefined) return null;
  // As in a whole asset bounds stand only where enough rows lie on either side of them.
  const low = values[rank(rows, LEAST_IN_INTERVAL)] ?? most;
  const high = values[values.length - 1 - rank(rows.toReversed(), LEAST_IN_INTERVAL)] ?? least;
  const inner = low < high ? pointsBetween(of, isWhole, low, high) : { step: null, points: [] };
  const from = endBelow(of, isWhole, least, inner.points[0] ?? most, inner.step);
  const to = endAbove(of, isWhole, most, inner.points.at(-1) ?? least, inner.step);
  if (from === null || to === null) return null;
  const counts = new Array<number>(inner.points.length + 1).fill(0);
  let at = 0;
  for (const [index, value] of values.entries()) {
    while (at < inner.points.length && value >= (inner.points[at] ?? 0)) at += 1;
    counts[at] = (counts[at] ?? 0) + (rows[index] ?? 0);
  }
  return { of, from, to, ...mergeSparse(inner.points, counts) };
}

/** Points above `low` and up to `high`, of the finest step of which there are not too many. */
function pointsBetween(
  of: Distribution['of'],
  isWhole: boolean,
  low: number,
  high: number,
): { readonly step: RoundStep | null; readonly points: readonly number[] } {
  for (const step of roundSteps(of, isWhole, (high - low) / MOST_OF_SLICE)) {
    const points: number[] = [];
    for (
      let at = step.next(step.below(low));
      at <= high && points.length <= MOST_OF_SLICE;
      at = step.next(at)
    ) {
      // Numbers so large that they have no places left between two points.
      if (at <= (points.at(-1) ?? low)) return { step: null, points: [] };
      points.push(at);
    }
    if (points.length < MOST_OF_SLICE) return { step, points };
  }
  return { step: null, points: [] };
}

/** A round end that no value lies below: the farther the last ones lie off, the rounder it is. */
function endBelow(
  of: Distribution['of'],
  isWhole: boolean,
  least: number,
  beside: number,
  finest: RoundStep | null,
): number | null {
  for (const step of roundSteps(of, isWhole, widthOf(least, beside))) {
    const end = Math.min(step.below(least), finest?.below(least) ?? Number.POSITIVE_INFINITY);
    if (end <= least) return end;
  }
  return null;
}

/** A round end that every value lies below. */
function endAbove(
  of: Distribution['of'],
  isWhole: boolean,
  most: number,
  beside: number,
  finest: RoundStep | null,
): number | null {
  for (const step of roundSteps(of, isWhole, widthOf(most, beside))) {
    const end = Math.max(step.next(step.below(most)), finest?.next(finest.below(most)) ?? most);
    if (end > most) return end;
  }
  return null;
}

/** How far a value lies off; of one that has nothing beside it, how large it is. */
const widthOf = (value: number, beside: number): number =>
  (value === beside ? Math.abs(value) / 10 : Math.abs(value - beside)) || 1;

/** A slice with how many rows it has that are not null. */
export interface CountedSpread {
  readonly spread: SliceSpread | null | undefined;
  readonly rows: number;
}

/**
 * How the values of an asset are spread, from its slices: between bounds of which each slice knows how many of its rows lie below. Where of
 * one slice a smaller share was looked at than of the others, theirs count for less.
 */
export function mergeSpreads(
  slices: readonly CountedSpread[],
  classifications: readonly Classification[],
): Distribution | null {
  if (!mayTellSpread(classifications)) return null;
  const parts: Part[] = [];
  for (const { spread, rows } of slices) {
    if (spread == null || spread.of !== slices[0]?.spread?.of) return null;
    const looked = spread.counts.reduce((sum, count) => sum + count, 0);
    if (looked > 0) parts.push({ spread, looked, share: Math.min(1, looked / Math.max(1, rows)) });
  }
  const [first] = parts;
  if (first === undefined) return null;
  const { of } = first.spread;
  const share = Math.min(...parts.map((part) => part.share));
  const known = new Map<number, number>();
  for (const bound of new Set(parts.flatMap(({ spread: { from, to, bounds } }) => [from, ...bounds, to])))
    known.set(
      bound,
      parts.reduce((sum, part) => sum + (rowsBelow(part, bound) * share) / part.share, 0),
    );
  const all = parts.reduce((sum, part) => sum + (part.looked * share) / part.share, 0);
  const bounds = [...known.keys()]
    .filter((bound) => {
      const below = known.get(bound) ?? Number.NaN;
      return below >= LEAST_IN_INTERVAL && all - below >= LEAST_IN_INTERVAL;
    })
    .sort((a, b) => a - b);
  const told = fewer(of, bounds);
  const sums = [0, ...told.map((bound) => known.get(bound) ?? 0), all];
  const counts = sums.slice(1).map((sum, index) => Math.floor(sum - (sums[index] ?? 0) + ROUNDING));
  const merged = mergeSparse(told, counts);
  return merged.bounds.length === 0 ? null : { version: 1, of, ...merged };
}

interface Part {
  readonly spread: SliceSpread;
  readonly looked: number;
  /** Of its rows, how many were looked at. */
  readonly share: number;
}

/** What sums of shares may be short of a whole number. */
const ROUNDING = 1e-6;

/** Rows of a slice below a bound; not a number where it does not know. */
function rowsBelow({ spread: { from, to, bounds, counts }, looked }: Part, bound: number): number {
  if (bound <= from) return 0;
  if (bound >= to) return looked;
  const at = bounds.indexOf(bound);
  return at < 0 ? Number.NaN : counts.slice(0, at + 1).reduce((sum, count) => sum + count, 0);
}

/** Those of the bounds that are points of the finest step by which they are few enough. */
function fewer(of: Distribution['of'], bounds: readonly number[]): readonly number[] {
  const [first, last] = [bounds[0], bounds.at(-1)];
  if (first === undefined || last === undefined || bounds.length < MOST_INTERVALS) return bounds;
  for (const step of roundSteps(of, false, (last - first) / MOST_INTERVALS)) {
    const left = bounds.filter((bound) => step.below(bound) === bound);
    if (left.length < MOST_INTERVALS) return left;
  }
  return [];
}
