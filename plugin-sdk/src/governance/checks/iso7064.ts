import { alphanumericAt, digitAt } from './character-codes.ts';

/** Code units of the characters that stand for the value no digit or letter has. */
const X = 88;
const ASTERISK = 42;

/** Remainder of digits and letters modulo 97, a letter counting as its two digits; NaN where something is neither. */
function remainderOf97(text: string): number {
  let rest = 0;
  for (let place = 0; place < text.length; place++) {
    const value = alphanumericAt(text, place);
    if (value < 0) return Number.NaN;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/**
 * Whether ISO/IEC 7064 MOD 97-10 holds: LEI, and IBAN once its first four characters are moved to the end.
 * One in 97 random numbers passes.
 * @param text - ASCII digits and capital letters, the two check digits last; separators removed before. Anything else does not pass.
 * @public
 */
export function passesMod97And10(text: string): boolean {
  return remainderOf97(text) === 1;
}

/**
 * The two digits that make a text pass {@link passesMod97And10} once they are appended.
 *
 * Source: ISO/IEC 7064 MOD 97-10.
 * @param payload - ASCII digits and capital letters without check digits, separators removed before
 * @returns `02` to `98`; `NaN` where something is neither digit nor letter
 * @public
 */
export function mod97And10CheckDigits(payload: string): string {
  return String(98 - ((remainderOf97(payload) * 100) % 97)).padStart(2, '0');
}

/** The pure systems with radix 2: the last character may be one for the value `modulus - 1`. */
function passesPure(text: string, modulus: number, extra: number): boolean {
  const last = text.length - 1;
  let sum = 0;
  for (let place = 0; place <= last; place++) {
    const isExtra = place === last && text.charCodeAt(place) === extra;
    const value = isExtra ? modulus - 1 : alphanumericAt(text, place);
    if (value < 0 || (value >= modulus - 1 && !isExtra)) return false;
    sum = (sum * 2 + value) % modulus;
  }
  return sum === 1;
}

/**
 * Whether ISO/IEC 7064 MOD 11-2 holds: ORCID, ISNI, Chinese resident identity numbers. One in eleven random numbers passes.
 * @param text - ASCII digits, the check character last, which may be a capital X for ten; separators removed before.
 * Anything else does not pass.
 * @public
 */
export function passesMod11And2(text: string): boolean {
  return passesPure(text, 11, X);
}

/**
 * Whether ISO/IEC 7064 MOD 37-2 holds: ISBT 128 donation numbers. One in 37 random texts passes.
 * @param text - ASCII digits and capital letters, the check character last, which may be an asterisk for 36; separators
 * removed before. Anything else does not pass.
 * @public
 */
export function passesMod37And2(text: string): boolean {
  return passesPure(text, 37, ASTERISK);
}

/** The hybrid systems: two moduli, `base` and the one above it. */
function passesHybrid(text: string, base: number): boolean {
  const last = text.length - 1;
  let product = base;
  for (let place = 0; place < last; place++) {
    const value = alphanumericAt(text, place);
    if (value < 0 || value >= base) return false;
    product = (((product + value) % base || base) * 2) % (base + 1);
  }
  const check = alphanumericAt(text, last);
  return check >= 0 && check < base && (product + check) % base === 1;
}

/**
 * Whether ISO/IEC 7064 MOD 11,10 holds: German tax identification numbers, Croatian OIB. One in ten random numbers passes.
 * @param digits - ASCII digits, the check digit last; separators removed before. Anything else does not pass.
 * @public
 */
export function passesMod11And10(digits: string): boolean {
  return passesHybrid(digits, 10);
}

/**
 * The digit that makes a number pass {@link passesMod11And10} once it is appended.
 *
 * Source: ISO/IEC 7064 MOD 11,10.
 * @param payload - ASCII digits without check digit, separators removed before
 * @returns 0 to 9; NaN where something is no digit
 * @public
 */
export function mod11And10CheckDigit(payload: string): number {
  let product = 10;
  for (let place = 0; place < payload.length; place++) {
    const digit = digitAt(payload, place);
    if (digit < 0) return Number.NaN;
    product = (((product + digit) % 10 || 10) * 2) % 11;
  }
  return (11 - product) % 10;
}

/**
 * Whether ISO/IEC 7064 MOD 37,36 holds: Global Release Identifiers. One in 36 random texts passes.
 * @param text - ASCII digits and capital letters, the check character last; separators removed before. Anything else does
 * not pass.
 * @public
 */
export function passesMod37And36(text: string): boolean {
  return passesHybrid(text, 36);
}
