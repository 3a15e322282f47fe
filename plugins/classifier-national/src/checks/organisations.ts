import { passesLuhn, passesMod97And10, weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter, numberAt } from './characters.ts';

/** Brazilian CNPJ: two check digits mod 11. */
export function isCnpj(bare: string): boolean {
  if (bare.length !== 14 || isOneCharacter(bare)) return false;
  const first = weightedSum(bare, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  const second = weightedSum(bare, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (
    (first < 2 ? 0 : 11 - first) === digitAt(bare, 12) && (second < 2 ? 0 : 11 - second) === digitAt(bare, 13)
  );
}

/** Australian business number: one subtracted from the first digit, then weights mod 89. */
export const isAbn = (bare: string): boolean =>
  digitAt(bare, 0) > 0 && (weightedSum(bare, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0;

/** French SIRET: SIREN and establishment, each by Luhn. */
export const isSiret = (bare: string): boolean =>
  passesLuhn(bare) && passesLuhn(bare, 0, 9) && !isOneCharacter(bare);

/** Legal entity identifier: ISO 17442, MOD 97-10. */
export const isLei = passesMod97And10;

/** Campus prefixes that the IRS gives to employers. */
export const isEin = (bare: string): boolean => numberAt(bare, 0, 2) > 0 && numberAt(bare, 2, 9) > 0;

/** Polish NIP: weights mod 11, of which ten is no digit. */
export const isNip = (bare: string): boolean =>
  bare.length === 10 &&
  weightedSum(bare, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === digitAt(bare, 9) &&
  !isOneCharacter(bare);
