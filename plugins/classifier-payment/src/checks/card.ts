import { passesLuhn } from '@datawave/plugin-sdk';

interface IssuerRange {
  readonly from: number;
  readonly to: number;
  /** Digits of the prefix. */
  readonly prefix: number;
  readonly lengths: readonly number[];
}

const ISSUERS: readonly IssuerRange[] = [
  { from: 4, to: 4, prefix: 1, lengths: [13, 16, 19] },
  { from: 51, to: 55, prefix: 2, lengths: [16] },
  { from: 2221, to: 2720, prefix: 4, lengths: [16] },
  { from: 34, to: 34, prefix: 2, lengths: [15] },
  { from: 37, to: 37, prefix: 2, lengths: [15] },
  { from: 6011, to: 6011, prefix: 4, lengths: [16, 19] },
  { from: 644, to: 659, prefix: 3, lengths: [16, 19] },
  { from: 3528, to: 3589, prefix: 4, lengths: [16, 19] },
  { from: 300, to: 305, prefix: 3, lengths: [14] },
  { from: 36, to: 36, prefix: 2, lengths: [14] },
  { from: 38, to: 39, prefix: 2, lengths: [14] },
  { from: 62, to: 62, prefix: 2, lengths: [16, 17, 18, 19] },
  { from: 5018, to: 5018, prefix: 4, lengths: [13, 14, 15, 16, 19] },
  { from: 5020, to: 5038, prefix: 4, lengths: [13, 14, 15, 16, 19] },
  { from: 6304, to: 6304, prefix: 4, lengths: [13, 14, 15, 16, 19] },
  { from: 6759, to: 6763, prefix: 4, lengths: [13, 14, 15, 16, 19] },
];

/** Whether a number is of a length and range that some network issues. */
const isIssued = (digits: string): boolean =>
  ISSUERS.some((range) => {
    const prefix = Number(digits.slice(0, range.prefix));
    return prefix >= range.from && prefix <= range.to && range.lengths.includes(digits.length);
  });

/** First digits of all issued numbers: most other long numbers, as moments in milliseconds, begin with another. */
const FIRST_DIGITS: ReadonlySet<string> = new Set(
  ISSUERS.flatMap(({ from, to }) => {
    const [first, last] = [from, to].map((prefix) => Number(String(prefix)[0]));
    return '0123456789'.slice(first, (last ?? 0) + 1).split('');
  }),
);

const SEPARATORS = ' -';
const bare = (value: string): string => value.replace(/[ -]/g, '');

/** A card number, its digits alone or in groups: issued range and Luhn. */
export const isCardNumber = (value: string): boolean => {
  const first = value.charAt(0);
  // Before anything is copied: logs are full of moments in milliseconds.
  if (!FIRST_DIGITS.has(first) && !SEPARATORS.includes(first)) return false;
  const digits = bare(value);
  return (
    FIRST_DIGITS.has(digits.charAt(0)) &&
    /^\d{13,19}$/.test(digits) &&
    passesLuhn(digits) &&
    !/^(\d)\1+$/.test(digits) &&
    isIssued(digits)
  );
};
