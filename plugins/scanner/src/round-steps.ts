import type { Distribution } from '@datawave/plugin-sdk';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTHS = [1, 3, 12, 60, 120, 600, 1200] as const;

/** Points at even distances. */
export interface RoundStep {
  /** The last point that is not above a value. */
  below(value: number): number;
  /** The next point after one. */
  next(point: number): number;
}

const multiples = (width: number): RoundStep => {
  // Without the dust of binary fractions, so that the same point is the same number whatever the step.
  const point = (n: number): number => Number((n * width).toPrecision(12));
  return {
    below: (value) => {
      const n = Math.floor(value / width) + 1;
      return [n, n - 1].map(point).find((at) => at <= value) ?? point(n - 2);
    },
    next: (at) => point(Math.round(at / width) + 1),
  };
};

const months = (count: number): RoundStep => {
  // From 2000 on and back: years below 100 are taken for those of the last century.
  const point = (month: number): number => Date.UTC(2000, month - 24_000);
  const monthOf = (at: number): number => {
    const date = new Date(at);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  return {
    below: (value) => point(Math.floor(monthOf(value) / count) * count),
    next: (at) => point(monthOf(at) + count),
  };
};

/** Steps of which every point of one is a point of all finer ones, the finest first, from about a width on. */
export function* roundSteps(
  of: Distribution['of'],
  isWhole: boolean,
  finest: number,
): Generator<RoundStep, void, undefined> {
  if (of === 'time') {
    for (const width of [HOUR, 6 * HOUR, DAY]) yield multiples(width);
    for (const count of MONTHS) yield months(count);
    return;
  }
  const power = 10 ** Math.floor(Math.log10(finest));
  for (let width = isWhole ? Math.max(1, power) : power; width < 1e300; width *= 10) {
    yield multiples(width);
    yield multiples(5 * width);
  }
}
