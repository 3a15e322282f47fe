import { passesLuhn, weightedSum } from '@datawave/plugin-sdk';
import { alphanumericAt, digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isDate, isDayMonthYear, isYearMonthDay } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

const isEmiratesId = (bare: string): boolean => {
  const year = numberAt(bare, 3, 7);
  return bare.startsWith('784') && year >= 1880 && year <= 2035 && passesLuhn(bare);
};

/** Century, date, governorate. The check digit's rule is not published. */
function isEgyptian(bare: string): boolean {
  const century = digitAt(bare, 0);
  const governorate = numberAt(bare, 7, 9);
  if (century !== 2 && century !== 3) return false;
  if (governorate < 1 || (governorate > 35 && governorate !== 88)) return false;
  return isDate(1700 + century * 100 + numberAt(bare, 1, 3), numberAt(bare, 3, 5), numberAt(bare, 5, 7));
}

const isGhanaCard = (bare: string): boolean => bare.startsWith('GHA') && numberAt(bare, 3, 12) > 0;

const isIsraeli = (bare: string): boolean => !isOneCharacter(bare) && passesLuhn(bare);

function isIranian(bare: string): boolean {
  if (isOneCharacter(bare)) return false;
  const rest = weightedSum(bare, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? rest : 11 - rest) === digitAt(bare, 9);
}

/** A stands for individuals, P for others. */
const isKenyanPin = (bare: string): boolean => bare[0] === 'A' && numberAt(bare, 1, 10) > 0;

/** Century 2 or 3, then the date. */
function isKuwaiti(bare: string): boolean {
  const century = digitAt(bare, 0);
  if ((century !== 2 && century !== 3) || !isYearMonthDay(bare, 1)) return false;
  return 11 - (weightedSum(bare, [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11) === digitAt(bare, 11);
}

/** First letter of the family name, then the date; check character mod 17. */
function isMauritian(bare: string): boolean {
  if (!isDayMonthYear(bare, 1)) return false;
  let sum = 0;
  for (let place = 0; place < 13; place++) sum += alphanumericAt(bare, place) * (14 - place);
  return (17 - (sum % 17)) % 17 === alphanumericAt(bare, 13);
}

const isNigerian = (bare: string): boolean => !isOneCharacter(bare) && numberAt(bare, 0, 11) > 0;

/** Citizens start with 1, residents with 2. */
const isSaudi = (bare: string): boolean =>
  (digitAt(bare, 0) === 1 || digitAt(bare, 0) === 2) && passesLuhn(bare);

/** Date, sex, citizenship 0 to 2, then a digit that once told the race. */
const isSouthAfrican = (bare: string): boolean =>
  digitAt(bare, 10) <= 2 && isYearMonthDay(bare) && passesLuhn(bare);

export const middleEastAndAfrica: readonly NationalNumber[] = [
  {
    infoType: 'AE_EMIRATES_ID',
    family: 'identity',
    names: [
      'Emirates id',
      'EID number',
      'رقم الهوية الإماراتية',
      'Emirates identity card',
      'UAE id',
      'Emirates id number',
      'Emirates id no',
      'Emirates identity number',
      'EIDA number',
      'الهوية الإماراتية',
      'بطاقة الهوية الإماراتية',
    ],
    abbreviations: ['EID', 'رقم الهوية', 'EIDA', 'EID no'],
    says: 'have the prefix, a year and the check digit of an Emirates identity number',
    forms: ['###############', { pattern: '###-####-#######-#', rarity: 0.002 }],
    check: isEmiratesId,
    passes: 0.0001,
    source: 'Federal Authority for Identity (ICP): identity number, prefix 784, Luhn check digit',
  },
  {
    infoType: 'EG_NATIONAL_ID',
    family: 'identity',
    names: [
      'الرقم القومي',
      'raqam qawmi',
      'Egyptian national id',
      'raqm qawmy',
      'رقم قومي',
      'رقم البطاقة القومي',
      'الرقم القومى',
      'بطاقة الرقم القومي',
    ],
    abbreviations: ['رقم البطاقة'],
    says: 'hold a century, a date and a governorate where an Egyptian national number has them',
    forms: ['##############'],
    check: isEgyptian,
    passes: 0.01,
    source: 'Law 143/1994 of Egypt on civil status: national number, governorate codes',
  },
  {
    infoType: 'GH_GHANA_CARD',
    family: 'identity',
    names: ['Ghana card', 'Ghana card number', 'Ghana card pin', 'Ghana card no', 'Ghana card id'],
    says: 'have the prefix and form of a Ghana Card number',
    forms: [
      { pattern: 'AAA-#########-#', rarity: 0.01 },
      { pattern: 'AAA##########', rarity: 0.02 },
    ],
    check: isGhanaCard,
    passes: 0.0001,
    source: 'National Identification Authority of Ghana: Ghana Card PIN, prefix GHA',
  },
  {
    infoType: 'IL_ID',
    family: 'identity',
    names: [
      'מספר זהות',
      'תעודת זהות',
      'teudat zehut',
      'mispar zehut',
      'Israeli id',
      'Israeli identity number',
      'ת"ז',
      'ת.ז.',
      'מספר תעודת זהות',
      'מס זהות',
      'מספר ת ז',
    ],
    abbreviations: ['ת ז', 'zehut', 'tz', 'tzno', 'תז'],
    says: 'pass the check digit of an Israeli identity number',
    forms: ['#########', { pattern: '########-#', rarity: 0.5 }],
    check: isIsraeli,
    passes: 0.1,
    source: 'Population and Immigration Authority of Israel: identity number, weights 1 and 2 mod 10',
  },
  {
    infoType: 'IR_NATIONAL_CODE',
    family: 'identity',
    names: [
      'کد ملی',
      'کدملی',
      'شماره ملی',
      'code melli',
      'kod melli',
      'Iranian national code',
      'melli code',
      'شماره شناسنامه ملی',
      'کد‌ملی',
    ],
    abbreviations: ['melli', 'national code'],
    says: 'pass the check digit of an Iranian national code',
    // Without hyphens the check is nearly that of an ISBN-10.
    forms: [
      { pattern: '##########', needsName: true },
      { pattern: '###-######-#', rarity: 0.1 },
    ],
    check: isIranian,
    passes: 0.1,
    source: 'National Organization for Civil Registration of Iran: national code, modulus 11',
  },
  {
    infoType: 'KE_PIN',
    family: 'tax',
    names: ['KRA PIN', 'KRA number', 'Kenya tax pin', 'KRA PIN number', 'KRA PIN no', 'KRA pin certificate'],
    says: 'have the form of a Kenyan tax number of an individual',
    forms: [{ pattern: 'A#########A', rarity: 0.1 }],
    check: isKenyanPin,
    passes: 0.04,
    source: 'Kenya Revenue Authority: PIN, A for individuals, P for others',
  },
  {
    infoType: 'KW_CIVIL_ID',
    family: 'identity',
    names: [
      'civil id',
      'civil id number',
      'الرقم المدني',
      'Kuwaiti civil id',
      'civil id no',
      'civilid',
      'البطاقة المدنية',
      'رقم البطاقة المدنية',
    ],
    says: 'hold a date and pass the check digit of a Kuwaiti civil number',
    forms: ['############'],
    check: isKuwaiti,
    passes: 0.004,
    source: 'Public Authority for Civil Information of Kuwait: civil number, modulus 11',
  },
  {
    infoType: 'MU_NID',
    family: 'identity',
    names: ['Mauritian national id', 'NID Mauritius', 'Mauritius id', 'National identity card Mauritius'],
    says: 'hold a date and pass the check character of a Mauritian identity number',
    forms: [{ pattern: 'A############*', rarity: 0.1 }],
    check: isMauritian,
    passes: 0.003,
    source: 'National Identity Card Act of Mauritius: NID, check character mod 17',
  },
  {
    infoType: 'NG_NIN',
    family: 'identity',
    names: [
      'national identification number NIN',
      'NIN number',
      'NIMC number',
      'Nigerian national identification',
      'NIN no',
    ],
    abbreviations: ['NIN'],
    says: 'have as many digits as a Nigerian identification number',
    forms: [{ pattern: '###########', needsName: true }],
    check: isNigerian,
    passes: 1,
    source: 'National Identity Management Commission of Nigeria: NIN, eleven random digits',
  },
  {
    infoType: 'SA_NATIONAL_ID',
    family: 'identity',
    names: [
      'iqama',
      'iqama number',
      'رقم الهوية الوطنية',
      'رقم الإقامة',
      'Saudi national id',
      'Saudi id',
      'iqama id',
      'iqama no',
      'رقم الاقامة',
      'الهوية الوطنية',
      'رقم الهوية الوطنيه',
      'السجل المدني',
      'رقم السجل المدني',
      'هوية مقيم',
      'رقم هوية',
    ],
    abbreviations: ['رقم الهوية', 'الهوية', 'رقم الهويه'],
    says: 'pass the check digit of a Saudi identity or residence number',
    forms: ['##########'],
    check: isSaudi,
    passes: 0.1,
    source: 'Absher, Ministry of Interior of Saudi Arabia: identity number, Luhn check digit',
  },
  {
    infoType: 'ZA_ID',
    family: 'identity',
    names: [
      'SA id number',
      'RSA id number',
      'South African id',
      'South African id number',
      'identiteitsnommer',
      'SA id no',
    ],
    abbreviations: ['RSA id', 'SA id', 'said', 'identity number', 'id number', 'id no'],
    says: 'hold a date and pass the check digit of a South African identity number',
    forms: [
      '#############',
      { pattern: '###### #### ###', rarity: 0.02 },
      { pattern: '###### #### ## #', rarity: 0.02 },
    ],
    check: isSouthAfrican,
    passes: 0.004,
    source: 'Identification Act 68 of 1997 of South Africa: identity number, Luhn check digit',
  },
];
