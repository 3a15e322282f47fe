/**
 * The few schemes of check digits that the world's national numbers are built from. Each works on the bare characters of a number
 * without allocating, because a column may ask for it thousands of times a millisecond.
 */

/** The digit at a place; not a digit gives a number outside 0 to 9. */
export const digitAt = (bare: string, place: number): number => bare.charCodeAt(place) - 48;

/** The number that some of the digits spell. */
export function numberAt(bare: string, start: number, end: number): number {
  let number = 0;
  for (let place = start; place < end; place++) number = number * 10 + digitAt(bare, place);
  return number;
}

/** Sum of digits, each times its weight. */
export function weightedSum(bare: string, weights: readonly number[], start = 0): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index++)
    sum += (weights[index] ?? 0) * digitAt(bare, start + index);
  return sum;
}

/** ISO/IEC 7812-1 Annex B over digits, the check digit included. Of random numbers one in ten passes. */
export function passesLuhn(bare: string, start = 0, end = bare.length): boolean {
  let sum = 0;
  for (let place = end - 1, fromRight = 0; place >= start; place--, fromRight++) {
    const digit = digitAt(bare, place);
    sum += fromRight % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 11,10 over digits, the check digit included. */
export function passesMod11And10(bare: string): boolean {
  let product = 10;
  const last = bare.length - 1;
  for (let place = 0; place < last; place++) {
    const sum = (digitAt(bare, place) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === digitAt(bare, last);
}

const DIHEDRAL: readonly string[] = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTATION: readonly string[] = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** J. Verhoeff, Error Detecting Decimal Codes (1969), the check digit included: finds each wrong digit and swap. */
export function passesVerhoeff(bare: string): boolean {
  let check = 0;
  for (let index = 0; index < bare.length; index++) {
    const permuted = digitAt(PERMUTATION[index % 8] ?? '', digitAt(bare, bare.length - 1 - index));
    check = digitAt(DIHEDRAL[check] ?? '', permuted);
  }
  return check === 0;
}

/** Whether all characters are the same: no register issues such numbers, and forms are full of them. */
export function isOneCharacter(bare: string): boolean {
  for (let place = 1; place < bare.length; place++)
    if (bare.charCodeAt(place) !== bare.charCodeAt(0)) return false;
  return true;
}

/** Place of a character in the alphabet of digits and capital letters: 0 to 9, A = 10 to Z = 35. */
export function alphanumericAt(bare: string, place: number): number {
  const code = bare.charCodeAt(place);
  return code >= 65 ? code - 55 : code - 48;
}
