/** Check-digit systems by name. */
export const CHECKSUMS = [
  'luhn',
  'mod-97-10',
  'mod-11-2',
  'mod-37-2',
  'mod-11-10',
  'mod-37-36',
  'verhoeff',
  'damm',
  'weighted',
] as const;

export type ChecksumName = (typeof CHECKSUMS)[number];

/** A value carries a right check digit. */
export interface ChecksumBlock {
  readonly kind: 'checksum';
  readonly checksum: ChecksumName;
  /** Characters that are passed over; blanks, hyphens, dots and slashes unless given. */
  readonly ignore?: string;
  /** Characters of the number without the passed over ones: 6 to 40 unless given. */
  readonly minLength?: number;
  readonly maxLength?: number;
  /** So many characters are moved from the front to the end first, as an IBAN asks for 4. */
  readonly rotate?: number;
  /** For `weighted`: a factor for each digit, the check digit included. A last X counts 10. */
  readonly weights?: readonly number[];
  /** For `weighted`: the sum leaves `remainder` (0 unless given) when divided by it. */
  readonly modulus?: number;
  readonly remainder?: number;
}
