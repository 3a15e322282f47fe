import { passesMod11And10, weightedSum } from '@datawave/plugin-sdk';
import { digitAt, numberAt } from '../checks/characters.ts';
import { isDate } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

/** The month carries the century: 80 added before 1900, 20 after 1999. */
function isPesel(bare: string): boolean {
  const month = numberAt(bare, 2, 4);
  // 41 to 72 stand for centuries to come.
  if (month > 32 && month < 81) return false;
  return (
    isDate(null, month % 20, numberAt(bare, 4, 6)) &&
    weightedSum(bare, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0
  );
}

/** Women have 50 added to the month, full days 20 more. Numbers of nine digits, given out before 1954, have no check digit. */
function isBirthNumber(bare: string): boolean {
  let month = numberAt(bare, 2, 4);
  if (month > 50) month -= 50;
  if (month > 20) month -= 20;
  if (!isDate(null, month, numberAt(bare, 4, 6))) return false;
  if (bare.length === 9) return numberAt(bare, 0, 2) < 54 && numberAt(bare, 6, 9) > 0;
  const rest = numberAt(bare, 0, 9) % 11;
  const year = numberAt(bare, 0, 2);
  // Until 1985 a few numbers were given out whose remainder is ten.
  if (rest === 10) return year >= 54 && year <= 85 && digitAt(bare, 9) === 0;
  return rest === digitAt(bare, 9);
}

const isTaj = (bare: string): boolean =>
  numberAt(bare, 0, 8) > 0 && weightedSum(bare, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === digitAt(bare, 8);

/** Starts with 8, then days since 1867-01-01. */
const isHungarianTaxId = (bare: string): boolean =>
  digitAt(bare, 0) === 8 && weightedSum(bare, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === digitAt(bare, 9);

const isOib = (bare: string): boolean => numberAt(bare, 0, 10) > 0 && passesMod11And10(bare);

/** What was laid down in 1976 for all of Yugoslavia; two digits after the date tell the region of registration. */
const isUniqueCitizenNumber =
  (firstRegion: number, lastRegion: number) =>
  (bare: string): boolean => {
    const region = numberAt(bare, 7, 9);
    const short = numberAt(bare, 4, 7);
    if (region < firstRegion || region > lastRegion || (short > 99 && short < 850)) return false;
    if (!isDate(short + (short < 850 ? 2000 : 1000), numberAt(bare, 2, 4), numberAt(bare, 0, 2)))
      return false;
    const check = 11 - (weightedSum(bare, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
    return (check === 11 ? 0 : check) === digitAt(bare, 12);
  };

function isCnp(bare: string): boolean {
  const county = numberAt(bare, 7, 9);
  if (digitAt(bare, 0) === 0 || !isDate(null, numberAt(bare, 3, 5), numberAt(bare, 5, 7))) return false;
  if (county < 1 || (county > 52 && county !== 70 && !(county >= 80 && county <= 83))) return false;
  const rest = weightedSum(bare, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  return (rest === 10 ? 1 : rest) === digitAt(bare, 12);
}

/** The month carries the century: 20 added before 1900, 40 after 1999. */
function isEgn(bare: string): boolean {
  const month = numberAt(bare, 2, 4);
  if (month > 52 || !isDate(null, month % 20, numberAt(bare, 4, 6))) return false;
  return (weightedSum(bare, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === digitAt(bare, 9);
}

const citizenNumber = (
  infoType: string,
  regions: readonly [first: number, last: number],
  country: string,
  names: readonly string[],
  abbreviations: readonly string[],
): NationalNumber => ({
  infoType,
  family: 'identity',
  names,
  abbreviations,
  says: `hold a date, the region and the check digit of a ${country} citizen number`,
  forms: ['#############'],
  check: isUniqueCitizenNumber(...regions),
  passes: 0.0003,
  source: `Unique citizen number of 1976 (JMBG), modulus 11, regions ${regions.join(' to ')}: ${country} law on it`,
});

export const centralEurope: readonly NationalNumber[] = [
  citizenNumber(
    'BA_JMBG',
    [10, 19],
    'Bosnian',
    ['JMBG', 'jedinstveni matični broj', 'matični broj građana'],
    ['JMB', 'matični broj', 'maticni broj'],
  ),
  citizenNumber(
    'ME_JMBG',
    [20, 29],
    'Montenegrin',
    ['JMBG', 'jedinstveni matični broj', 'matični broj građana'],
    ['matični broj'],
  ),
  citizenNumber(
    'MK_EMBG',
    [40, 49],
    'Macedonian',
    ['EMBG', 'ЕМБГ', 'единствен матичен број', 'матичен број на граѓанинот'],
    ['матичен број'],
  ),
  citizenNumber(
    'RS_JMBG',
    [70, 99],
    'Serbian',
    ['JMBG', 'ЈМБГ', 'jedinstveni matični broj', 'matični broj građana', 'јединствени матични број'],
    ['matični broj'],
  ),
  citizenNumber(
    'SI_EMSO',
    [50, 59],
    'Slovenian',
    ['EMŠO', 'EMŠO številka', 'enotna matična številka občana', 'enotna matična številka'],
    ['matična številka'],
  ),
  {
    infoType: 'BG_EGN',
    family: 'identity',
    names: [
      'EGN',
      'ЕГН',
      'единен граждански номер',
      'edinen grazhdanski nomer',
      'Bulgarian personal number',
      'ЕГН номер',
      'EGN nomer',
    ],
    says: 'hold a date and pass the check digit of a Bulgarian EGN',
    forms: ['##########'],
    check: isEgn,
    passes: 0.011,
    source: 'GRAO, Закон за гражданската регистрация: ЕГН, modulus 11',
  },
  {
    // One scheme, one name and one law until 1993: nothing in a number or its name tells the two countries apart.
    infoType: 'CZ_BIRTH_NUMBER',
    family: 'identity',
    names: [
      'rodné číslo',
      'rodne cislo',
      'rodné č',
      'Czech birth number',
      'Slovak birth number',
      'birth number',
      'rodné čísla',
      'rod číslo',
      'rod č',
      'rodné číslo pacienta',
      'RČ pacienta',
    ],
    abbreviations: ['RČ', 'rodné', 'RC', 'rodcis', 'r č', 'rod cislo'],
    says: 'hold a date and can be divided as a Czech or Slovak birth number',
    forms: [
      '##########',
      { pattern: '######/####', rarity: 0.05 },
      { pattern: '######/###', needsName: true },
    ],
    check: isBirthNumber,
    passes: 0.016,
    source: 'Zákon 133/2000 Sb. § 13 and zákon 301/1995 Z. z.: rodné číslo, divisible by eleven',
  },
  {
    infoType: 'HR_OIB',
    family: 'identity',
    names: [
      'OIB',
      'osobni identifikacijski broj',
      'Croatian personal identification number',
      'OIB broj',
      'broj OIB',
      'OIB kupca',
      'OIB klijenta',
      'OIB osobe',
    ],
    says: 'pass the check digit of a Croatian OIB',
    forms: ['###########'],
    check: isOib,
    passes: 0.1,
    source: 'Zakon o osobnom identifikacijskom broju: OIB, ISO 7064 MOD 11,10',
  },
  {
    infoType: 'HU_TAJ',
    family: 'social',
    names: [
      'TAJ szám',
      'TAJ',
      'társadalombiztosítási azonosító jel',
      'Hungarian social security number',
      'TAJ number',
      'társadalombiztosítási szám',
      'TB szám',
    ],
    says: 'pass the check digit of a Hungarian TAJ number',
    forms: ['#########', '### ### ###', '###-###-###'],
    check: isTaj,
    passes: 0.1,
    source: '1996. évi XX. törvény: TAJ szám, weights 3 and 7 mod 10',
  },
  {
    infoType: 'HU_TAX_ID',
    family: 'tax',
    names: [
      'adóazonosító jel',
      'adóazonosító',
      'Hungarian tax id',
      'adóazonosító szám',
      'adó azonosító',
      'adóazon',
    ],
    abbreviations: ['adószám', 'adóazonosító'],
    says: 'pass the check digit of a Hungarian personal tax number',
    forms: ['##########'],
    check: isHungarianTaxId,
    passes: 0.1,
    source: '1996. évi XX. törvény: adóazonosító jel, places as weights mod 11',
  },
  {
    infoType: 'PL_PESEL',
    family: 'identity',
    names: [
      'PESEL',
      'numer PESEL',
      'nr PESEL',
      'PESEL nr',
      'PESEL numer',
      'PESEL pacjenta',
      'PESEL pracownika',
      'PESEL klienta',
      'PESEL ucznia',
    ],
    says: 'hold a date and pass the check digit of a Polish PESEL number',
    forms: ['###########'],
    check: isPesel,
    passes: 0.012,
    source: 'Ministerstwo Cyfryzacji: structure of the PESEL number',
  },
  {
    infoType: 'RO_CNP',
    family: 'identity',
    names: [
      'cod numeric personal',
      'codul numeric personal',
      'CNP',
      'CNP client',
      'CNP angajat',
      'CNP pacient',
      'cod numeric',
    ],
    says: 'hold a date and pass the check digit of a Romanian CNP',
    forms: ['#############'],
    check: isCnp,
    passes: 0.0025,
    source: 'OUG 97/2005 and HG 1375/2006: cod numeric personal, modulus 11',
  },
];
