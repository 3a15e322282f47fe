import { weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import type { NationalNumber } from '../national-number.ts';

const isTfn = (bare: string): boolean =>
  !isOneCharacter(bare) && weightedSum(bare, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

/** Eight digits, their check digit, the number of the card's issue; a tenth of them is followed by the person's place on it. */
function isMedicareNumber(bare: string): boolean {
  const first = digitAt(bare, 0);
  return (
    first >= 2 &&
    first <= 6 &&
    weightedSum(bare, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(bare, 8) &&
    digitAt(bare, 9) > 0
  );
}

/** Eight digits are written without the leading zero of nine; a second row of weights decides where the first gives ten. */
function isIrd(bare: string): boolean {
  const number = numberAt(bare, 0, bare.length);
  if (number < 10_000_000 || number > 150_000_000) return false;
  const full = bare.length === 8 ? `0${bare}` : bare;
  let rest = weightedSum(full, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  if (rest === 1) rest = weightedSum(full, [7, 4, 3, 2, 5, 2, 7, 6]) % 11;
  return rest === 0 ? digitAt(full, 8) === 0 : 11 - rest === digitAt(full, 8);
}

export const oceania: readonly NationalNumber[] = [
  {
    infoType: 'AU_MEDICARE',
    family: 'health',
    names: ['Medicare number', 'Medicare no', 'Medicare card number', 'Medicare card'],
    abbreviations: ['Medicare'],
    unlike: ['provider', 'item', 'benefit', 'rebate', 'payment', 'payments', 'paid', 'part'],
    says: 'pass the check digit of an Australian Medicare number',
    forms: [
      '##########',
      { pattern: '#### ##### #', rarity: 0.02 },
      '#### ##### #-#',
      { pattern: '#### ##### ##', rarity: 0.05 },
    ],
    check: isMedicareNumber,
    passes: 0.1,
    source: 'Services Australia, METeOR 703443: Medicare card number, weights 1, 3, 7 and 9 mod 10',
  },
  {
    infoType: 'AU_TFN',
    family: 'tax',
    names: ['tax file number', 'TFN', 'tax file no', 'TFN number'],
    unlike: ['abn', 'acn'],
    says: 'pass the check digit of an Australian tax file number',
    forms: ['#########', '### ### ###', '###-###-###'],
    check: isTfn,
    passes: 0.1,
    source: 'Australian Taxation Office: TFN algorithm, weights 1, 4, 3, 7, 5, 8, 6, 9 and 10 mod 11',
  },
  {
    infoType: 'NZ_IRD',
    family: 'tax',
    names: ['IRD number', 'IRD no', 'inland revenue number', 'te tau IRD', 'IRD num', 'IRD tax number'],
    abbreviations: ['IRD'],
    says: 'pass the check digit of a New Zealand IRD number',
    // Companies have numbers of the same form.
    forms: [
      { pattern: '#########', needsName: true },
      { pattern: '########', needsName: true },
      { pattern: '###-###-###' },
      { pattern: '##-###-###', rarity: 0.3 },
      { pattern: '### ### ###' },
    ],
    check: isIrd,
    passes: 0.1,
    source: 'Inland Revenue of New Zealand, RWT and NRWT specification: IRD number validation',
  },
];
