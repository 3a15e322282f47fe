import { digitAt } from './character-codes.ts';

/** Products in the dihedral group of order ten: row times column. */
const PRODUCTS =
  '0123456789123406789523401789563401289567401239567859876043216598710432765982104387659321049876543210';

/** What becomes of a digit at its place, counted from the right and modulo eight: one row a place. */
const PERMUTATIONS = '01234567891576283094580379614289160435279453126870428657390127938064157046913258';

/**
 * Whether a number ends in the right check digit of Verhoeff's code: Aadhaar, SNOMED CT, Luxembourg's matricule.
 * Finds every wrong digit and every swap of neighbours; one in ten random numbers passes.
 *
 * Source: J. Verhoeff, Error Detecting Decimal Codes, Mathematical Centre Tracts 29, Amsterdam 1969.
 * @param digits - ASCII digits, the check digit last; separators removed before. Anything else does not pass, nor does nothing.
 * @public
 */
export function passesVerhoeff(digits: string): boolean {
  let check = 0;
  for (let place = digits.length - 1, row = 0; place >= 0; place--, row = row === 70 ? 0 : row + 10) {
    const digit = digitAt(digits, place);
    if (digit < 0) return false;
    check = digitAt(PRODUCTS, check * 10 + digitAt(PERMUTATIONS, row + digit));
  }
  return digits.length > 0 && check === 0;
}
