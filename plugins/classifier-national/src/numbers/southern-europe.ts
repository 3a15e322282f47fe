import { passesLuhn, weightedSum } from '@datawave/plugin-sdk';
import { alphanumericAt, digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isDayMonthYear } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Citizens by eight digits, foreigners by X, Y or Z, minors and Spaniards abroad by K, L or M. Other letters are companies. */
function isNif(bare: string): boolean {
  const prefix = bare[0] ?? '';
  if (prefix >= '0' && prefix <= '9') return NIF_LETTERS[numberAt(bare, 0, 8) % 23] === bare[8];
  const place = 'XYZ'.indexOf(prefix);
  if (place >= 0) return NIF_LETTERS[(place * 1e7 + numberAt(bare, 1, 8)) % 23] === bare[8];
  return 'KLM'.includes(prefix) && NIF_LETTERS[numberAt(bare, 1, 8) % 23] === bare[8];
}

/** Serials below ten million count without their leading zero in some of the programs that made them. */
function isSpanishSocialNumber(bare: string): boolean {
  const province = numberAt(bare, 0, 2);
  const serial = numberAt(bare, 2, 10);
  if (province < 1 || (province > 53 && province !== 66) || serial === 0) return false;
  const key = numberAt(bare, 10, 12);
  return (province * 1e8 + serial) % 97 === key || (serial < 1e7 && (province * 1e7 + serial) % 97 === key);
}

/** Persons start with 1, 2, 3 or 45; other leading digits are companies and authorities under the same scheme. */
function isPortugueseNif(bare: string): boolean {
  const first = digitAt(bare, 0);
  if (!(first >= 1 && first <= 3) && numberAt(bare, 0, 2) !== 45) return false;
  const rest = weightedSum(bare, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === digitAt(bare, 8) && !isOneCharacter(bare);
}

/** Luhn in which letters count from 10 to 35; every second character from the right, the check digit aside, is doubled. */
function isCitizenCard(bare: string): boolean {
  let sum = 0;
  for (let place = 0; place < 12; place++) {
    const value = alphanumericAt(bare, place);
    sum += place % 2 === 1 ? value : value > 4 ? value * 2 - 9 : value * 2;
  }
  return sum % 10 === 0;
}

const ODD_VALUES: readonly number[] = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];
// Where two persons would have the same code, digits are written as letters from the right.
const FISCAL_CODE =
  /^[A-Z]{6}[\dLMNP-V]{2}[A-EHLMPRST](?:[04LQ][1-9MNP-V]|[1256MNRS][\dLMNP-V]|[37PT][01LM])[A-Z][\dLMNP-V]{3}[A-Z]$/;

function isFiscalCode(bare: string): boolean {
  if (!FISCAL_CODE.test(bare)) return false;
  let sum = 0;
  for (let place = 0; place < 15; place++) {
    const code = bare.charCodeAt(place);
    const value = code >= 65 ? code - 65 : code - 48;
    sum += place % 2 === 0 ? (ODD_VALUES[value] ?? 0) : value;
  }
  return 65 + (sum % 26) === bare.charCodeAt(15);
}

const isAmka = (bare: string): boolean => isDayMonthYear(bare) && passesLuhn(bare);

const CYPRIOT_ODD: readonly number[] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];

/** Individuals' numbers started with 0 or 9; since March 2023 all new ones, companies' too, start with 6. */
function isCypriotTic(bare: string): boolean {
  if (!'069'.includes(bare[0] ?? '?')) return false;
  let sum = 0;
  for (let place = 0; place < 8; place++)
    sum += place % 2 === 0 ? (CYPRIOT_ODD[digitAt(bare, place)] ?? 0) : digitAt(bare, place);
  return 65 + (sum % 26) === bare.charCodeAt(8);
}

const isMalteseId = (bare: string): boolean =>
  'MGAPLHBZ'.includes(bare[7] ?? '?') && numberAt(bare, 0, 7) > 0;

function isTurkishId(bare: string): boolean {
  if (digitAt(bare, 0) === 0) return false;
  const odd = weightedSum(bare, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weightedSum(bare, [0, 1, 0, 1, 0, 1, 0, 1]);
  return (
    (odd * 7 + even * 9) % 10 === digitAt(bare, 9) &&
    (odd + even + digitAt(bare, 9)) % 10 === digitAt(bare, 10)
  );
}

export const southernEurope: readonly NationalNumber[] = [
  {
    infoType: 'CY_TIC',
    family: 'tax',
    names: [
      'Cyprus tax identification code',
      'Cypriot tax number',
      'αριθμός φορολογικής ταυτότητας',
      'αφτ κύπρου',
    ],
    abbreviations: ['TIC', 'ΑΦΤ'],
    says: 'pass the check letter of a Cypriot tax number of a person',
    forms: [{ pattern: '########A', rarity: 0.1 }],
    check: isCypriotTic,
    passes: 0.04,
    source: 'Cyprus Tax Department, as told to the OECD (TIN): eight digits and a check letter mod 26',
  },
  {
    infoType: 'ES_NIF',
    family: 'tax',
    names: [
      'número de identificación fiscal',
      'documento nacional de identidad',
      'documento nacional identidad',
      'número identificación extranjero',
      'DNI NIE',
      'NIF NIE',
      'NIF',
      'DNI',
      'DNI número',
      'número DNI',
      'DNI cliente',
      'DNI alumno',
      'DNI paciente',
      'DNI trabajador',
      'NIF número',
      'número NIF',
      'NIF cliente',
      'NIF trabajador',
      'documento identidad',
      'doc identidad',
      'D N I',
      'N I F',
    ],
    abbreviations: ['NIE', 'documento', 'NIE número'],
    unlike: ['cif'],
    says: 'pass the control letter of a Spanish tax number',
    forms: [
      { pattern: '########A', rarity: 0.1 },
      { pattern: '########-A', rarity: 0.05 },
      '##.###.###-A',
      { pattern: 'A#######A', rarity: 0.05 },
      'A-#######-A',
    ],
    check: isNif,
    passes: 0.04,
    source: 'Orden INT/2058/2008: control letter of the Spanish tax number',
  },
  {
    infoType: 'ES_SOCIAL_SECURITY_NUMBER',
    family: 'social',
    names: [
      'número de seguridad social',
      'número seguridad social',
      'número de la seguridad social',
      'número afiliación seguridad social',
      'NUSS',
      'num seguridad social',
      'n seguridad social',
      'nº seguridad social',
      'num seg social',
      'n seg social',
      'número afiliación',
      'num afiliación',
      'número de afiliación',
    ],
    abbreviations: ['NSS', 'NAF', 'seguridad social', 'num SS', 'n SS', 'nº SS'],
    says: 'pass both control digits of a Spanish social security number',
    forms: ['############', '## ######## ##', '##/########/##', '##-########-##', '##/########-##'],
    check: isSpanishSocialNumber,
    passes: 0.011,
    source: 'Tesorería General de la Seguridad Social: control digits of the número de afiliación, mod 97',
  },
  {
    infoType: 'GR_AMKA',
    family: 'social',
    names: [
      'AMKA',
      'ΑΜΚΑ',
      'αριθμός μητρώου κοινωνικής ασφάλισης',
      'Greek social security number',
      'Α.Μ.Κ.Α.',
      'αριθμός ΑΜΚΑ',
    ],
    says: 'hold a date and pass the check digit of a Greek AMKA',
    forms: ['###########'],
    check: isAmka,
    passes: 0.004,
    source: 'IDIKA: ΑΜΚΑ, date and Luhn check digit (Law 3655/2008)',
  },
  {
    infoType: 'IT_FISCAL_CODE',
    family: 'tax',
    names: [
      'codice fiscale',
      'cod fiscale',
      'cod fisc',
      'codicefiscale',
      'Italian fiscal code',
      'fiscal code',
      'codice fisc',
      'cod fis',
      'C.F.',
      'codice fiscale cliente',
      'codfisc',
    ],
    abbreviations: ['CF', 'C F'],
    says: 'pass the check character of an Italian fiscal code',
    forms: [{ pattern: 'AAAAAA**A**A***A', rarity: 0.01 }],
    check: isFiscalCode,
    passes: 0.001,
    source: 'Decreto ministeriale 12 March 1974: Italian fiscal code',
  },
  {
    infoType: 'MT_IDENTITY_CARD',
    family: 'identity',
    names: [
      'Maltese id card',
      'numru tal-karta tal-identità',
      'karta tal-identità',
      'karta identità',
      'numru tal karta',
    ],
    says: 'have the form of a Maltese identity card number',
    forms: [{ pattern: '#######A', needsName: true }],
    check: isMalteseId,
    passes: 0.31,
    source: 'Identità Malta, as told to the OECD (TIN): seven digits and one of eight letters',
  },
  {
    infoType: 'PT_CITIZEN_CARD',
    family: 'identity',
    names: [
      'cartão de cidadão',
      'cartão cidadão',
      'número cartão cidadão',
      'bilhete de identidade',
      'num cartão cidadão',
      'n cartão cidadão',
      'BI CC',
      'número CC',
      'num CC',
      'n CC',
    ],
    abbreviations: ['CC', 'BI'],
    says: 'pass the check digit of a Portuguese citizen card number',
    forms: [{ pattern: '#########AA#', rarity: 0.02 }, '######## # AA#', '########-#-AA#'],
    check: isCitizenCard,
    passes: 0.1,
    source:
      'Agência para a Modernização Administrativa: Cartão de Cidadão, validation of the document number',
  },
  {
    infoType: 'PT_NIF',
    family: 'tax',
    names: [
      'número de identificação fiscal',
      'número identificação fiscal',
      'número de contribuinte',
      'número contribuinte',
      'contribuinte',
      'n contribuinte',
      'num contribuinte',
      'nr contribuinte',
      'NIF cliente',
      'NIF contribuinte',
      'contribuinte número',
    ],
    abbreviations: ['NIF', 'NIF número', 'número NIF'],
    unlike: ['nipc'],
    says: 'pass the check digit of a Portuguese tax number of a person',
    forms: ['#########', '### ### ###', '###.###.###'],
    check: isPortugueseNif,
    passes: 0.1,
    source: 'Decreto-Lei 14/2013 and Autoridade Tributária: número de identificação fiscal, modulus 11',
  },
  {
    infoType: 'TR_IDENTITY_NUMBER',
    family: 'identity',
    names: [
      'T.C. kimlik no',
      'TC kimlik',
      'kimlik numarası',
      'kimlik no',
      'TCKN',
      'Turkish identity number',
      'TC no',
      'TCNo',
      'TC numarası',
      'T.C. no',
      'TC kimlik numarası',
      'TC kimlik numarasi',
      'vatandaşlık no',
      'vatandaşlık numarası',
      'TCKimlikNo',
      'kimlik numarasi',
    ],
    abbreviations: ['kimlik', 'TC'],
    says: 'pass both check digits of a Turkish identity number',
    forms: ['###########'],
    check: isTurkishId,
    passes: 0.011,
    source: 'Nüfus ve Vatandaşlık İşleri: T.C. kimlik numarası, two check digits mod 10 (Law 5490)',
  },
];
