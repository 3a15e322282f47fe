import { digitAt } from './character-codes.ts';

/** Sum of digits, every second one from the right doubled; NaN where something is no digit. */
function luhnSum(text: string, start: number, end: number, isLastDoubled: boolean): number {
  let sum = 0;
  let isDoubled = isLastDoubled;
  for (let place = end - 1; place >= start; place--) {
    const digit = digitAt(text, place);
    if (digit < 0) return Number.NaN;
    sum += isDoubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
    isDoubled = !isDoubled;
  }
  return sum;
}

/**
 * Whether a number ends in the right check digit by the Luhn formula: payment cards, IMEI, SIREN, Canadian SIN.
 * Finds every wrong digit and most swaps of neighbours; one in ten random numbers passes.
 *
 * Source: ISO/IEC 7812-1, annex B.
 * @param digits - ASCII digits, the check digit last; separators removed before. Anything else does not pass, nor does nothing.
 * @param start - first place that belongs to the number; 0 unless given
 * @param end - exclusive; the length unless given
 * @public
 */
export function passesLuhn(digits: string, start = 0, end = digits.length): boolean {
  return end > start && luhnSum(digits, start, end, false) % 10 === 0;
}

/**
 * The digit that makes a number pass {@link passesLuhn} once it is appended.
 *
 * Source: ISO/IEC 7812-1, annex B.
 * @param payload - ASCII digits without check digit, separators removed before
 * @returns 0 to 9; NaN where something is no digit
 * @public
 */
export function luhnCheckDigit(payload: string): number {
  return (10 - (luhnSum(payload, 0, payload.length, true) % 10)) % 10;
}
