import { digitAt } from './character-codes.ts';

const X = 88;

/**
 * Sum of digits, each times its weight: what most schemes of check digits begin with.
 * @param digits - ASCII digits from `start` on, as many as there are weights; separators removed before
 * @param weights - a factor for each digit
 * @param start - place of the first digit; 0 unless given
 * @returns the sum; NaN where something is no digit, or where there are fewer digits than weights
 * @example `weightedSum('123456782', [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0` holds for a Dutch BSN.
 * @public
 */
export function weightedSum(digits: string, weights: readonly number[], start = 0): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++) {
    const digit = digitAt(digits, start + index);
    if (digit < 0) return Number.NaN;
    sum += digit * (weights[index] ?? 0);
  }
  return sum;
}

/**
 * Whether the weighted sum of a number leaves a remainder: ISBN, EAN, PESEL, NHS number and many more.
 *
 * Source: ISO 2108 (ISBN-10 and ISBN-13) and the GS1 General Specifications (EAN); others vary weights, modulus and remainder.
 * @param text - ASCII digits, the check digit included, as many as there are weights; separators removed before. A last
 * capital X counts 10. Anything else does not pass.
 * @param weights - a factor for each digit, the check digit included
 * @param modulus - above 0
 * @param remainder - 0 to `modulus` - 1; 0 unless given
 * @public
 */
export function passesWeightedSum(
  text: string,
  weights: readonly number[],
  modulus: number,
  remainder = 0,
): boolean {
  if (text.length !== weights.length) return false;
  const last = text.length - 1;
  let sum = 0;
  for (let place = 0; place <= last; place++) {
    const digit = place === last && text.charCodeAt(place) === X ? 10 : digitAt(text, place);
    if (digit < 0) return false;
    sum += digit * (weights[place] ?? 0);
  }
  return ((sum % modulus) + modulus) % modulus === remainder;
}
