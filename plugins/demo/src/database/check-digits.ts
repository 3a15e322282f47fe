import { luhnCheckDigit, mod11And10CheckDigit, mod97And10CheckDigits } from '@datawave/plugin-sdk';

/** Appends the check digit of the Luhn formula. */
export const withLuhn = (payload: string): string => `${payload}${luhnCheckDigit(payload)}`;

/** An IBAN (ISO 13616): country, check digits, basic account number. */
export const iban = (country: string, account: string): string =>
  `${country}${mod97And10CheckDigits(account + country)}${account}`;

/** Appends the check digit of MOD 11,10, as the German tax identification number carries it. */
export const withMod1110 = (payload: string): string => `${payload}${mod11And10CheckDigit(payload)}`;
