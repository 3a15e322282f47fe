import { passesLuhn, passesVerhoeff, weightedSum } from '@datawave/plugin-sdk';

/** National provider identifier, 45 CFR 162.406: Luhn over the number after the prefix 80840. A tenth of numbers pass. */
export const isNpi = (text: string): boolean => /^[12]\d{9}$/.test(text) && passesLuhn(`80840${text}`);

/**
 * Krankenversichertennummer, § 290 SGB V: a letter, eight digits and a check digit. The letter counts as its number of
 * two digits; weights 1 and 2 in turn, sums of digits, modulo 10.
 */
export function isGermanInsuranceNumber(text: string): boolean {
  if (!/^[A-Z]\d{9}$/.test(text)) return false;
  const letter = text.charCodeAt(0) - 64;
  const digits = `${String(letter).padStart(2, '0')}${text.slice(1, 9)}`;
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const product = (digits.charCodeAt(index) - 48) * (index % 2 === 0 ? 1 : 2);
    sum += product > 9 ? product - 9 : product;
  }
  return sum % 10 === text.charCodeAt(9) - 48;
}

const LETTER = '[AC-HJKMNP-RT-Y]';
const EITHER = '[AC-HJKMNP-RT-Y\\d]';
const MBI = new RegExp(`^[1-9]${LETTER}${EITHER}\\d-?${LETTER}${EITHER}\\d-?${LETTER}{2}\\d{2}$`);

/** Medicare beneficiary identifier, CMS: eleven characters by position, without S, L, O, I, B and Z. */
export const isMedicareId = (text: string): boolean => MBI.test(text);

/** Number on the European health insurance card, EN 1867: 80, country by ISO 3166-1 numeric, issuer, number; 20 digits. */
export const isEuropeanCard = (text: string): boolean => /^80(?:0[0-9]{2}|[1-8]\d{2})\d{15}$/.test(text);

/** SNOMED CT concept identifier: 6 to 18 digits, partition 00 or 10, Verhoeff check digit. */
export const isSnomedConcept = (text: string): boolean =>
  /^[1-9]\d{2,14}[01]0\d$/.test(text) && text.length >= 6 && passesVerhoeff(text);

/** Pharmazentralnummer, eight digits: weights 1 to 7 modulo 11. */
export function isGermanDrugNumber(text: string): boolean {
  const digits = text.replace(/^PZN[ -]?/i, '').padStart(8, '0');
  if (!/^\d{8}$/.test(digits)) return false;
  return weightedSum(digits, [1, 2, 3, 4, 5, 6, 7]) % 11 === digits.charCodeAt(7) - 48;
}
