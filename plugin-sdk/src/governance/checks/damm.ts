import { digitAt } from './character-codes.ts';

/** The quasigroup of order ten that is commonly used: row times column. */
const PRODUCTS =
  '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';

/**
 * Whether a number ends in the right check digit of Damm's code. Finds every wrong digit and every swap of neighbours;
 * one in ten random numbers passes.
 *
 * Source: H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004.
 * @param digits - ASCII digits, the check digit last; separators removed before. Anything else does not pass, nor does nothing.
 * @public
 */
export function passesDamm(digits: string): boolean {
  let interim = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digitAt(digits, place);
    if (digit < 0) return false;
    interim = digitAt(PRODUCTS, interim * 10 + digit);
  }
  return digits.length > 0 && interim === 0;
}
