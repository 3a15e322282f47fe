const CODES = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 10; digit++) CODES[48 + digit] = digit;
for (let letter = 0; letter < 26; letter++) CODES[65 + letter] = 10 + letter;

/** Value of a digit or capital letter, A being 10; -1 for anything else. */
const codeAt = (text: string, index: number): number => CODES[text.charCodeAt(index)] ?? -1;

const digitAt = (text: string, index: number): number => {
  const code = codeAt(text, index);
  return code < 10 ? code : -1;
};

/** Luhn's algorithm, ISO/IEC 7812-1 annex B. */
export function isLuhn(text: string): boolean {
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = digitAt(text, text.length - 1 - index);
    if (digit < 0) return false;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 97-10 over digits and letters, a letter counting as its two digits: IBAN (rotated by 4), LEI. */
export function isMod97(text: string): boolean {
  let rest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = codeAt(text, index);
    if (code < 0) return false;
    rest = (rest * (code < 10 ? 10 : 100) + code) % 97;
  }
  return rest === 1;
}

/** ISO/IEC 7064 pure systems with radix 2: MOD 11-2 over digits, MOD 37-2 over digits and letters; the last character may be the extra one. */
export function isPure(text: string, modulus: 11 | 37): boolean {
  const extra = modulus === 11 ? 'X' : '*';
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const isExtra = index === text.length - 1 && text[index] === extra;
    const code = isExtra ? modulus - 1 : codeAt(text, index);
    if (code < 0 || code >= modulus || (code === modulus - 1 && !isExtra)) return false;
    sum = (sum * 2 + code) % modulus;
  }
  return sum === 1;
}

/** ISO/IEC 7064 hybrid systems: MOD 11,10 over digits, MOD 37,36 over digits and letters. */
export function isHybrid(text: string, base: 10 | 36): boolean {
  let product = base;
  for (let index = 0; index < text.length; index++) {
    const code = codeAt(text, index);
    if (code < 0 || code >= base) return false;
    const sum = (product + code) % base;
    if (index === text.length - 1) return sum === 1;
    product = ((sum === 0 ? base : sum) * 2) % (base + 1);
  }
  return false;
}

// J. Verhoeff, Error Detecting Decimal Codes, Mathematical Centre Tract 29, Amsterdam 1969: the dihedral group of order 10.
const PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Product in the dihedral group of order 10. */
function dihedral(a: number, b: number): number {
  const turned = a < 5 ? a + (b % 5) : a - (b % 5);
  const ring = ((turned % 5) + 5) % 5;
  return a < 5 === b < 5 ? ring : ring + 5;
}

/** Verhoeff's code. */
export function isVerhoeff(text: string): boolean {
  let check = 0;
  for (let index = 0; index < text.length; index++) {
    let digit = digitAt(text, text.length - 1 - index);
    if (digit < 0) return false;
    for (let times = index % 8; times > 0; times--) digit = PERMUTATION[digit] ?? 0;
    check = dihedral(check, digit);
  }
  return text.length > 0 && check === 0;
}

// H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004: the quasigroup of order 10 that is commonly used.
const QUASIGROUP = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
].map((row) => [...row].map(Number));

/** Damm's code. */
export function isDamm(text: string): boolean {
  let interim = 0;
  for (let index = 0; index < text.length; index++) {
    const digit = digitAt(text, index);
    if (digit < 0) return false;
    interim = QUASIGROUP[interim]?.[digit] ?? 0;
  }
  return text.length > 0 && interim === 0;
}

/** A weighted sum leaves a remainder: ISBN, EAN, BSN, PESEL, NHS number and many more. A last X counts 10. */
export function isWeighted(
  text: string,
  weights: readonly number[],
  modulus: number,
  remainder: number,
): boolean {
  if (text.length !== weights.length) return false;
  let sum = 0;
  for (let index = 0; index < text.length; index++) {
    const isTen = index === text.length - 1 && text[index] === 'X';
    const digit = isTen ? 10 : digitAt(text, index);
    if (digit < 0) return false;
    sum += digit * (weights[index] ?? 0);
  }
  return ((sum % modulus) + modulus) % modulus === remainder;
}
