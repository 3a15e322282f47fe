import type { ColumnView } from '@datawave/plugin-sdk';

/** Whether whole numbers stand so close together that they were counted up, as rows are. */
export function areRunning({ values }: ColumnView): boolean {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) return false;
    min = Math.min(min, number);
    max = Math.max(max, number);
  }
  return max - min < values.length * 3;
}
