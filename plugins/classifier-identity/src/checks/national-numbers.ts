/** Check digits of national identifiers. Each function takes the bare value and answers whether it can have been issued. */

const digits = (value: string): readonly number[] =>
  [...value].flatMap((character) => (character >= '0' && character <= '9' ? [Number(character)] : []));
const weighted = (numbers: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (numbers[index] ?? 0), 0);
const isOneDigit = (value: string): boolean => /^\D*(\d)(?:\D*\1)*\D*$/.test(value);

/** Social Security Administration, POMS RM 10201.035: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export function isSsn(value: string): boolean {
  const match = /^(\d{3})[- ]?(\d{2})[- ]?(\d{4})$/.exec(value);
  const [, area = '', group = '', serial = ''] = match ?? [];
  return (
    match !== null &&
    area !== '000' &&
    area !== '666' &&
    area < '900' &&
    group !== '00' &&
    serial !== '0000' &&
    value !== '078-05-1120'
  );
}

/** IRS Publication 1915 and the IRM 3.21.263: 9xx with group 50-65, 70-88, 90-92 or 94-99. */
export function isItin(value: string): boolean {
  const group = Number(/^9\d{2}[- ]?(\d{2})[- ]?\d{4}$/.exec(value)?.[1] ?? -1);
  return (
    (group >= 50 && group <= 65) ||
    (group >= 70 && group <= 88) ||
    (group >= 90 && group <= 92) ||
    (group >= 94 && group <= 99)
  );
}

/** HMRC NIM39110: prefixes without D, F, I, Q, U, V, not BG, GB, KN, NK, NT, TN, ZZ; suffix A to D. */
export const isNino = (value: string): boolean =>
  /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]$/i.test(value);

/** German tax identification number: 11 digits, ISO 7064 MOD 11,10; among the first ten one digit stands two or three times (§ 139b AO). */
export function isGermanTaxId(value: string): boolean {
  const numbers = digits(value);
  if (numbers.length !== 11 || numbers[0] === 0) return false;
  const counts = new Map<number, number>();
  for (const number of numbers.slice(0, 10)) counts.set(number, (counts.get(number) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1);
  if (repeated.length !== 1 || (repeated[0] ?? 0) > 3) return false;
  let product = 10;
  for (const number of numbers.slice(0, 10)) {
    const sum = (number + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === numbers[10];
}

/** French NIR: sex, year, month, department (2A and 2B count as 19 and 18), key = 97 - number mod 97 (INSEE). */
export function isNir(value: string): boolean {
  const bare = value.replace(/[ .]/g, '').toUpperCase();
  if (!/^[1-478]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6}\d{2}$/.test(bare)) return false;
  const number = BigInt(bare.slice(0, 13).replace('2A', '19').replace('2B', '18'));
  return 97n - (number % 97n) === BigInt(bare.slice(13));
}

/** Spanish NIF and NIE: control letter by number mod 23 (Orden INT/2058/2008). */
export function isNif(value: string): boolean {
  const match = /^([XYZ]?)(\d{7,8})-?([A-Z])$/.exec(value.toUpperCase());
  const [, prefix = '', number = '', letter = ''] = match ?? [];
  if (match === null || prefix.length + number.length !== 8) return false;
  const full = `${prefix === '' ? '' : 'XYZ'.indexOf(prefix)}${number}`;
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[Number(full) % 23] === letter;
}

const ODD_VALUES: readonly number[] = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/** Italian fiscal code: check character over odd and even places (DM 12 March 1974). */
export function isFiscalCode(value: string): boolean {
  const code = value.toUpperCase();
  if (!/^[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST][\dLMNP-V]{2}[A-Z][\dLMNP-V]{3}[A-Z]$/.test(code)) return false;
  let sum = 0;
  for (let index = 0; index < 15; index++) {
    const character = code.charCodeAt(index);
    const place = character >= 65 ? character - 65 : character - 48;
    sum += index % 2 === 0 ? (ODD_VALUES[place] ?? 0) : place;
  }
  return String.fromCharCode(65 + (sum % 26)) === code[15];
}

/** Dutch citizen service number: the eleven-test with the last weight negative. */
export function isBsn(value: string): boolean {
  const numbers = digits(value.replace(/[ .]/g, ''));
  return (
    numbers.length === 9 && !isOneDigit(value) && weighted(numbers, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0
  );
}

/** Polish PESEL: weights 1 3 7 9, and a date whose month carries the century. */
export function isPesel(value: string): boolean {
  const numbers = digits(value);
  if (numbers.length !== 11 || value.length !== 11) return false;
  const month = ((numbers[2] ?? 0) * 10 + (numbers[3] ?? 0)) % 20;
  const day = (numbers[4] ?? 0) * 10 + (numbers[5] ?? 0);
  return (
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    weighted(numbers, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

/** Canadian social insurance number: nine digits, Luhn, not starting with 0 or 8. */
export function isSin(value: string): boolean {
  const numbers = digits(value);
  if (numbers.length !== 9 || numbers[0] === 0 || numbers[0] === 8 || isOneDigit(value)) return false;
  const sum = numbers.reduce(
    (total, number, index) => total + (index % 2 === 1 ? (number > 4 ? number * 2 - 9 : number * 2) : number),
    0,
  );
  return sum % 10 === 0;
}
