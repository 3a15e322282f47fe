import { weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter } from '../checks/characters.ts';
import type { NationalNumber } from '../national-number.ts';

const NEVER_ISSUED: ReadonlySet<string> = new Set(['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ']);

function isNino(bare: string): boolean {
  const first = bare[0] ?? '';
  const second = bare[1] ?? '';
  return (
    !'DFIQUV'.includes(first) &&
    !'DFIQUVO'.includes(second) &&
    'ABCD'.includes(bare[8] ?? '?') &&
    !NEVER_ISSUED.has(first + second)
  );
}

/** Weights 10 to 2; a remainder that would need the digit 10 is not issued. */
const isNhsNumber = (bare: string): boolean =>
  !isOneCharacter(bare) && weightedSum(bare, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

/** The check digit stands first. */
const isUtr = (bare: string): boolean =>
  '21987654321'.charCodeAt(weightedSum(bare, [6, 7, 8, 9, 10, 5, 4, 3, 2], 1) % 11) - 48 ===
    digitAt(bare, 0) && !isOneCharacter(bare);

/** Numbers since 2013 have a second letter that counts; of older ones W, T and X do not. */
function isPpsn(bare: string): boolean {
  const second = bare[8] ?? '';
  if (second !== '' && !'ABWTX'.includes(second)) return false;
  const added = second === 'A' ? 9 : second === 'B' ? 18 : 0;
  const sum = weightedSum(bare, [8, 7, 6, 5, 4, 3, 2]) + added;
  return 'WABCDEFGHIJKLMNOPQRSTUV'[sum % 23] === bare[7];
}

export const britishIsles: readonly NationalNumber[] = [
  {
    infoType: 'GB_NINO',
    family: 'social',
    names: [
      'national insurance number',
      'national insurance no',
      'national insurance',
      'NINO',
      'NI number',
      'NI num',
      'NI nos',
      'nat ins no',
      'nat ins number',
      'nat ins num',
      'natinsno',
      'national ins no',
      'national ins number',
      'ni number employee',
      'NINO number',
    ],
    abbreviations: ['NI no', 'NI ref'],
    says: 'have the form and an issued prefix of a UK national insurance number',
    forms: [
      { pattern: 'AA######A', rarity: 0.01 },
      { pattern: 'AA ## ## ## A', rarity: 0.002 },
      { pattern: 'AA-##-##-##-A', rarity: 0.002 },
      { pattern: 'AA###### A', rarity: 0.01 },
    ],
    check: isNino,
    passes: 0.09,
    source: 'HMRC, National Insurance Manual NIM39110: format of national insurance numbers',
  },
  {
    infoType: 'GB_NHS_NUMBER',
    family: 'health',
    names: [
      'NHS number',
      'NHS no',
      'NHS id',
      'NHS num',
      'pseudo NHS number',
      'NHS number patient',
      'NHS patient number',
    ],
    abbreviations: ['NHS', 'CHI number'],
    unlike: ['trust', 'organisation', 'hospital', 'site', 'practice'],
    says: 'pass the check digit of an NHS number',
    // Without spaces the check is that of an ISBN-10.
    forms: [
      { pattern: '##########', needsName: true },
      { pattern: '### ### ####', rarity: 0.5 },
    ],
    check: isNhsNumber,
    passes: 0.1,
    source: 'NHS Data Dictionary: NHS NUMBER, modulus 11',
  },
  {
    infoType: 'GB_UTR',
    family: 'tax',
    names: [
      'unique taxpayer reference',
      'UTR number',
      'self assessment UTR',
      'unique tax reference',
      'unique taxpayer ref',
      'UTR no',
      'unique tax ref',
      'self assessment reference',
    ],
    abbreviations: ['UTR'],
    says: 'pass the check digit of a UK unique taxpayer reference',
    // Companies have references of the same form.
    forms: [
      { pattern: '##########', needsName: true },
      { pattern: '##### #####', needsName: true },
    ],
    check: isUtr,
    passes: 0.1,
    source: 'HMRC, as told to the OECD (TIN): check digit by modulus 11',
  },
  {
    infoType: 'IE_PPSN',
    family: 'social',
    names: [
      'PPS number',
      'PPS no',
      'personal public service number',
      'PPSN',
      'uimhir PSP',
      'RSI number',
      'PPS num',
      'PPSNo',
      'PPS numbers',
      'personal public service no',
    ],
    abbreviations: ['PPS'],
    says: 'pass the check letter of an Irish PPS number',
    forms: ['#######A', { pattern: '#######AA', rarity: 0.05 }, '####### A', '####### AA'],
    check: isPpsn,
    passes: 0.045,
    source: 'Department of Social Protection, S.I. 233/2012: PPS number, check letter mod 23',
  },
];
