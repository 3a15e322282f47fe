/**
 * What checks of national numbers read of the bare characters of a number, without allocating, because a column may ask for it
 * thousands of times a millisecond.
 */

/** The digit at a place; not a digit gives a number outside 0 to 9. */
export const digitAt = (bare: string, place: number): number => bare.charCodeAt(place) - 48;

/** The number that some of the digits spell. */
export function numberAt(bare: string, start: number, end: number): number {
  let number = 0;
  for (let place = start; place < end; place++) number = number * 10 + digitAt(bare, place);
  return number;
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
