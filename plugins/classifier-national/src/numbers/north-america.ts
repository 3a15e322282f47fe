import { passesLuhn } from '@datawave/plugin-sdk';
import { alphanumericAt, digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isYearMonthDay } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

/** Never issued: area 000, 666 or 9xx, group 00, serial 0000; the two numbers of advertisements were used by thousands. */
function isSsn(bare: string): boolean {
  const area = numberAt(bare, 0, 3);
  return (
    area !== 0 &&
    area !== 666 &&
    area < 900 &&
    numberAt(bare, 3, 5) !== 0 &&
    numberAt(bare, 5, 9) !== 0 &&
    bare !== '078051120' &&
    bare !== '219099999'
  );
}

function isItin(bare: string): boolean {
  const group = numberAt(bare, 3, 5);
  if (digitAt(bare, 0) !== 9) return false;
  return (
    (group >= 50 && group <= 65) ||
    (group >= 70 && group <= 88) ||
    (group >= 90 && group <= 92) ||
    (group >= 94 && group <= 99)
  );
}

/**
 * 8 stands for businesses; with 0 begin the tax numbers of persons who have no social insurance number. With more zeros begin numbers
 * that were filled up.
 */
const isSin = (bare: string): boolean =>
  numberAt(bare, 0, 3) !== 0 && digitAt(bare, 0) !== 8 && !isOneCharacter(bare) && passesLuhn(bare);

const STATES: ReadonlySet<string> = new Set(
  'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS'.split(
    ' ',
  ),
);

/** Letters count as in the alphabet with Ñ, which stands between N and O. */
function isCurp(bare: string): boolean {
  if (!isYearMonthDay(bare, 4) || !'HMX'.includes(bare[10] ?? '?') || !STATES.has(bare.slice(11, 13)))
    return false;
  let sum = 0;
  for (let place = 0; place < 17; place++) {
    const value = alphanumericAt(bare, place);
    sum += (value > 23 ? value + 1 : value) * (18 - place);
  }
  return (10 - (sum % 10)) % 10 === digitAt(bare, 17);
}

/** Persons have four letters, companies three. The check character counts & as 24 and the blank as 37. */
function isRfc(bare: string): boolean {
  if (!isYearMonthDay(bare, 4)) return false;
  let sum = 0;
  for (let place = 0; place < 12; place++) {
    const value = alphanumericAt(bare, place);
    sum += (value > 23 ? value + 1 : value) * (13 - place);
  }
  const check = 11 - (sum % 11);
  return (check === 11 ? '0' : check === 10 ? 'A' : String(check)) === bare[12];
}

export const northAmerica: readonly NationalNumber[] = [
  {
    infoType: 'CA_SIN',
    family: 'social',
    names: [
      'social insurance number',
      'social insurance no',
      'SIN number',
      'social insurance',
      'numéro d’assurance sociale',
      'numéro assurance sociale',
      'SIN no',
      'num assurance sociale',
      'no assurance sociale',
      'Canadian social insurance number',
    ],
    abbreviations: ['SIN', 'NAS', 'NAS no'],
    labels: ['Sin', 'sin'],
    unlike: ['cos', 'tan'],
    says: 'pass the check digit of a Canadian social insurance number',
    forms: ['#########', '### ### ###', '###-###-###'],
    check: isSin,
    passes: 0.1,
    source: 'Service Canada: social insurance number, Luhn check digit (ISO/IEC 7812-1)',
  },
  {
    infoType: 'MX_CURP',
    family: 'identity',
    names: [
      'CURP',
      'clave única de registro de población',
      'clave única registro población',
      'CURP alumno',
      'CURP empleado',
      'clave CURP',
      'CURP paciente',
    ],
    says: 'hold a date, a state and the check digit of a Mexican CURP',
    forms: [{ pattern: 'AAAA######AAAAAA*#', rarity: 0.01 }],
    check: isCurp,
    passes: 0.0001,
    source: 'RENAPO, Instructivo normativo para la asignación de la CURP (DOF 18 October 2021)',
  },
  {
    infoType: 'MX_RFC',
    family: 'tax',
    names: [
      'RFC',
      'registro federal de contribuyentes',
      'registro federal contribuyentes',
      'RFC cliente',
      'RFC empleado',
      'clave RFC',
      'RFC con homoclave',
      'RFC trabajador',
    ],
    says: 'hold a date and pass the check character of a Mexican tax number of a person',
    forms: [
      { pattern: 'AAAA######***', rarity: 0.02 },
      { pattern: 'AAAA-######-***', rarity: 0.02 },
      'AAAA ###### ***',
    ],
    check: isRfc,
    passes: 0.002,
    source: 'SAT, Anexo 1-A: registro federal de contribuyentes, check character mod 11',
  },
  {
    infoType: 'US_ITIN',
    family: 'tax',
    names: ['ITIN', 'individual taxpayer identification number', 'ITIN no', 'ITIN number'],
    says: 'have the form and the group of a US taxpayer number',
    forms: [
      { pattern: '###-##-####', rarity: 0.002 },
      { pattern: '### ## ####', rarity: 0.005 },
      { pattern: '#########', needsName: true },
    ],
    check: isItin,
    passes: 0.5,
    source: 'IRS, Internal Revenue Manual 3.21.263: taxpayer identification numbers',
  },
  {
    infoType: 'US_SSN',
    family: 'social',
    names: [
      'social security number',
      'social security no',
      'social security',
      'SSN',
      'soc sec number',
      'soc sec id',
      'soc sec',
      'social security id',
      'SSNO',
      'SS number',
      'SSN last four',
      'SSN4',
    ],
    says: 'have the form of a US social security number and an issued area',
    // Stored without hyphens only the name can tell.
    forms: [
      { pattern: '###-##-####', rarity: 0.002 },
      { pattern: '### ## ####', rarity: 0.005 },
      { pattern: '#########', needsName: true },
    ],
    check: isSsn,
    passes: 0.9,
    source: 'Social Security Administration, POMS RM 10201.035: numbers that are issued',
  },
];
