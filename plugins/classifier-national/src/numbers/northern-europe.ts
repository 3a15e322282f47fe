import { passesLuhn, weightedSum } from '@datawave/plugin-sdk';
import { digitAt, numberAt } from '../checks/characters.ts';
import { isDate, isDayMonthYear } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

/** Ten digits, or twelve with the century; those who only stay have 60 added to the day. Companies have months of 20 and more. */
function isPersonnummer(bare: string): boolean {
  const start = bare.length - 10;
  if (start === 2) {
    const century = numberAt(bare, 0, 2);
    if (century < 18 || century > 20) return false;
  }
  const day = numberAt(bare, start + 4, start + 6);
  return (
    isDate(null, numberAt(bare, start + 2, start + 4), day > 60 ? day - 60 : day) && passesLuhn(bare, start)
  );
}

/** Temporary numbers have 40 added to the day, health services add 40 to the month, test data 80 or 65. */
function isFodselsnummer(bare: string): boolean {
  const day = numberAt(bare, 0, 2);
  const month = numberAt(bare, 2, 4);
  return (
    isDate(null, month > 40 ? month - 40 : month, day > 40 ? day - 40 : day) &&
    weightedSum(bare, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
    weightedSum(bare, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  );
}

/** Numbers given out since 2007 need not pass modulus 11: only the date remains. */
const isCpr = (bare: string): boolean => isDayMonthYear(bare) && numberAt(bare, 6, 10) > 0;

const HETU_LETTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';

function isHetu(bare: string): boolean {
  const person = bare.slice(-4, -1);
  const serial = numberAt(person, 0, 3);
  if (!isDayMonthYear(bare) || serial < 2) return false;
  if (bare.length === 11 && !'ABCDEFYXWVU'.includes(bare[6] ?? '?')) return false;
  return HETU_LETTERS[(numberAt(bare, 0, 6) * 1_000 + serial) % 31] === bare.at(-1);
}

/** Organisations have 40 added to the day; the last digit is the century. */
const isKennitala = (bare: string): boolean =>
  isDayMonthYear(bare) &&
  (digitAt(bare, 9) >= 8 || digitAt(bare, 9) === 0) &&
  weightedSum(bare, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

/** Estonia and Lithuania share the scheme: sex and century, date, serial, check digit in two stages. */
function isBaltic(bare: string): boolean {
  const first = digitAt(bare, 0);
  if (first < 1 || first > 6) return false;
  const year = 1800 + Math.floor((first - 1) / 2) * 100 + numberAt(bare, 1, 3);
  if (!isDate(year, numberAt(bare, 3, 5), numberAt(bare, 5, 7))) return false;
  let rest = weightedSum(bare, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
  if (rest === 10) rest = (weightedSum(bare, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11) % 10;
  return rest === digitAt(bare, 10);
}

/** Numbers given out since July 2017 start with 32 and tell no date. */
function isLatvian(bare: string): boolean {
  const isNew = bare.startsWith('32');
  if (!isNew && !(isDayMonthYear(bare) && digitAt(bare, 6) <= 2)) return false;
  return ((1 + weightedSum(bare, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === digitAt(bare, 10);
}

export const northernEurope: readonly NationalNumber[] = [
  {
    infoType: 'DK_CPR',
    family: 'identity',
    names: [
      'CPR nummer',
      'CPR nr',
      'CPR',
      'Danish personal number',
      'CPR number',
      'CPR nummeret',
      'det centrale personregister nummer',
    ],
    abbreviations: ['personnummer', 'personnr', 'cprnr'],
    says: 'hold a date where a Danish CPR number has it',
    forms: [
      { pattern: '##########', needsName: true },
      { pattern: '######-####', rarity: 0.1 },
    ],
    check: isCpr,
    passes: 0.04,
    source: 'CPR-kontoret: Personnummeret i CPR; modulus 11 is not kept since 2007',
  },
  {
    infoType: 'EE_ISIKUKOOD',
    family: 'identity',
    names: ['isikukood', 'Estonian personal code', 'isiku kood', 'isikukood klient'],
    abbreviations: ['IK'],
    says: 'hold a date and pass the check digit of an Estonian personal code',
    forms: ['###########'],
    check: isBaltic,
    passes: 0.004,
    source: 'EVS 585: isikukood, structure and check digit',
  },
  {
    infoType: 'FI_HETU',
    family: 'identity',
    names: [
      'henkilötunnus',
      'HETU',
      'personbeteckning',
      'sosiaaliturvatunnus',
      'Finnish personal identity code',
      'henkilötunnukset',
      'henk tunnus',
      'HETU tunnus',
    ],
    abbreviations: ['sotu'],
    says: 'hold a date and pass the check character of a Finnish personal identity code',
    forms: [{ pattern: '######-###*', rarity: 0.1 }, { pattern: '######A###*', rarity: 0.1 }, '######+###*'],
    check: isHetu,
    passes: 0.0012,
    source: 'Digital and Population Data Services Agency: personal identity code, control character mod 31',
  },
  {
    infoType: 'IS_KENNITALA',
    family: 'identity',
    names: [
      'kennitala',
      'kennitölur',
      'Icelandic id number',
      'kennitala viðskiptavinar',
      'kennitala starfsmanns',
    ],
    abbreviations: ['kt'],
    says: 'hold a date and pass the check digit of an Icelandic kennitala',
    forms: ['##########', { pattern: '######-####', rarity: 0.3 }, '###### ####'],
    check: isKennitala,
    passes: 0.0035,
    source: 'Þjóðskrá, lög um skráningu einstaklinga: kennitala, modulus 11',
  },
  {
    infoType: 'LT_PERSONAL_CODE',
    family: 'identity',
    names: ['asmens kodas', 'Lithuanian personal code', 'asmens k', 'asm k', 'asmens kodas klientas'],
    abbreviations: ['asm kodas', 'AK'],
    says: 'hold a date and pass the check digit of a Lithuanian personal code',
    forms: ['###########'],
    check: isBaltic,
    passes: 0.004,
    source: 'Gyventojų registro įstatymas: asmens kodas, structure and check digit',
  },
  {
    infoType: 'LV_PERSONAL_CODE',
    family: 'identity',
    names: [
      'personas kods',
      'personas koda',
      'Latvian personal code',
      'personas kodi',
      'pers kods',
      'p k latvia',
    ],
    abbreviations: ['pk nr', 'PK'],
    says: 'pass the check digit of a Latvian personal code',
    forms: ['###########', { pattern: '######-#####', rarity: 0.05 }],
    check: isLatvian,
    passes: 0.003,
    source: 'Iedzīvotāju reģistra likums: personas kods; check digit over ten weights mod 11',
  },
  {
    infoType: 'NO_FNR',
    family: 'identity',
    names: [
      'fødselsnummer',
      'foedselsnummer',
      'fødselsnr',
      'Norwegian national id',
      'Norwegian birth number',
      'fødsels nr',
      'fodselsnr',
      'fødselsnummer 11',
      'fødsels og personnummer',
    ],
    abbreviations: ['fnr', 'dnr', 'D-nummer', 'personnummer', 'personnr', 'f nr'],
    says: 'hold a date and pass both check digits of a Norwegian birth number',
    forms: ['###########', '###### #####', '######-#####'],
    check: isFodselsnummer,
    passes: 0.0016,
    source: 'Skatteetaten, forskrift til folkeregisterloven § 2-2: fødselsnummer, two check digits mod 11',
  },
  {
    infoType: 'SE_PERSONNUMMER',
    family: 'identity',
    names: [
      'personnummer',
      'samordningsnummer',
      'Swedish personal number',
      'personnr',
      'person nr',
      'pers nummer',
      'personnummer kund',
      'personnummer patient',
      'personnummer anställd',
      'samordningsnr',
    ],
    abbreviations: ['pnr', 'personal identity number'],
    unlike: ['organisationsnummer', 'orgnr'],
    says: 'hold a date and pass the check digit of a Swedish personal number',
    forms: [
      '##########',
      { pattern: '######-####', rarity: 0.3 },
      '######+####',
      '############',
      { pattern: '########-####', rarity: 0.1 },
    ],
    check: isPersonnummer,
    passes: 0.009,
    source: 'Skatteverket SKV 704: personnummer and samordningsnummer, Luhn check digit',
  },
];
