import { numberAt } from './characters.ts';

const DAYS: readonly number[] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a month of a year has such a day. Without a century 29 February is let pass. */
export function isDate(year: number | null, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  if (month !== 2 || day !== 29 || year === null) return true;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** Whether six digits are year, month and day: `850730`. */
export const isYearMonthDay = (bare: string, start = 0): boolean =>
  isDate(null, numberAt(bare, start + 2, start + 4), numberAt(bare, start + 4, start + 6));

/** Whether six digits are day, month and year: `300785`. */
export const isDayMonthYear = (bare: string, start = 0): boolean =>
  isDate(null, numberAt(bare, start + 2, start + 4), numberAt(bare, start, start + 2));

/** Whether eight digits are a date of somebody who may stand in a register: `19850730`. */
export function isFullDate(bare: string, start = 0): boolean {
  const year = numberAt(bare, start, start + 4);
  return (
    year >= 1850 &&
    year <= 2099 &&
    isDate(year, numberAt(bare, start + 4, start + 6), numberAt(bare, start + 6, start + 8))
  );
}
