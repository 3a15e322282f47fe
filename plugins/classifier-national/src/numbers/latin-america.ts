import { passesLuhn, weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isYearMonthDay } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

function isCpf(bare: string): boolean {
  if (isOneCharacter(bare)) return false;
  const first = weightedSum(bare, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  if ((first < 2 ? 0 : 11 - first) !== digitAt(bare, 9)) return false;
  const second = weightedSum(bare, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return (second < 2 ? 0 : 11 - second) === digitAt(bare, 10);
}

/** Persons have the prefixes 20 and 23 to 27, companies 30, 33 and 34. */
function isCuil(bare: string): boolean {
  const prefix = numberAt(bare, 0, 2);
  if (prefix !== 20 && (prefix < 23 || prefix > 27)) return false;
  const check = 11 - (weightedSum(bare, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
  return (check === 11 ? 0 : check === 10 ? 9 : check) === digitAt(bare, 10);
}

/** Numbers from 50 million on are companies. */
function isRun(bare: string): boolean {
  const last = bare.length - 1;
  const number = numberAt(bare, 0, last);
  if (!(number >= 100_000 && number < 50_000_000)) return false;
  let sum = 0;
  for (let place = last - 1, weight = 2; place >= 0; place--, weight = weight === 7 ? 2 : weight + 1)
    sum += digitAt(bare, place) * weight;
  return '0K987654321'[sum % 11] === bare[last];
}

const isDominican = (bare: string): boolean => !isOneCharacter(bare) && passesLuhn(bare);

/** Two digits for the province, then less than six for a person. */
function isEcuadorian(bare: string): boolean {
  const province = numberAt(bare, 0, 2);
  return ((province >= 1 && province <= 24) || province === 30) && digitAt(bare, 2) < 6 && passesLuhn(bare);
}

function isCui(bare: string): boolean {
  const department = numberAt(bare, 9, 11);
  const town = numberAt(bare, 11, 13);
  if (department < 1 || department > 22 || town < 1 || town > 38) return false;
  return (weightedSum(bare, [2, 3, 4, 5, 6, 7, 8, 9]) % 11) % 10 === digitAt(bare, 8);
}

/** Identity cards show a digit or a letter as check character; without it the number has eight digits. */
function isPeruvian(bare: string): boolean {
  if (bare.length === 8) return numberAt(bare, 0, 8) > 1_000_000;
  const rest = weightedSum(bare, [3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return '65432110987'[rest] === bare[8] || 'KJIHGFEDCBA'[rest] === bare[8];
}

const isDui = (bare: string): boolean =>
  !isOneCharacter(bare) &&
  (10 - (weightedSum(bare, [9, 8, 7, 6, 5, 4, 3, 2]) % 10)) % 10 === digitAt(bare, 8);

const isUruguayan = (bare: string): boolean =>
  !isOneCharacter(bare) && (10 - (weightedSum(bare, [2, 9, 8, 7, 6, 3, 4]) % 10)) % 10 === digitAt(bare, 7);

const isVenezuelan = (bare: string): boolean =>
  'VE'.includes(bare[0] ?? '?') && numberAt(bare, 1, bare.length) > 0;

const isCubanNumber = (bare: string): boolean => isYearMonthDay(bare);
const isPositive = (bare: string): boolean => digitAt(bare, 0) > 0;

export const latinAmerica: readonly NationalNumber[] = [
  {
    infoType: 'AR_CUIL',
    family: 'tax',
    names: [
      'CUIL',
      'código único de identificación laboral',
      'CUIT CUIL',
      'CUIL CUIT',
      'número CUIL',
      'CUIT o CUIL',
    ],
    abbreviations: ['CUIT', 'número CUIT'],
    says: 'have the prefix of a person and pass the check digit of an Argentine CUIL',
    forms: ['###########', { pattern: '##-########-#', rarity: 0.02 }],
    check: isCuil,
    passes: 0.1,
    source: 'ANSES and AFIP, Resolución General 2109: CUIL and CUIT, modulus 11',
  },
  {
    infoType: 'BR_CPF',
    family: 'tax',
    names: [
      'CPF',
      'cadastro de pessoas físicas',
      'cadastro pessoas físicas',
      'número CPF',
      'CPF cliente',
      'CPF do titular',
      'CPF titular',
      'CPF responsável',
      'CPF aluno',
      'num CPF',
      'nr CPF',
      'nu CPF',
      'doc CPF',
      'CPF do cliente',
      'CPF paciente',
      'CPF sócio',
    ],
    unlike: ['cnpj'],
    says: 'pass both check digits of a Brazilian CPF',
    forms: ['###########', { pattern: '###.###.###-##', rarity: 0.002 }, '#########-##'],
    check: isCpf,
    passes: 0.011,
    source: 'Receita Federal, Instrução Normativa RFB 1548/2015: CPF, two check digits mod 11',
  },
  {
    infoType: 'CL_RUT',
    family: 'tax',
    names: [
      'RUT',
      'rol único tributario',
      'rol único nacional',
      'cédula RUT',
      'número RUT',
      'nro RUT',
      'RUT DV',
      'RUT cliente',
      'RUT paciente',
      'RUT alumno',
      'RUT trabajador',
    ],
    abbreviations: ['RUN', 'nro RUN'],
    unlike: ['empresa', 'proveedor', 'time', 'at', 'test', 'job'],
    says: 'pass the check character of a Chilean RUT of a person',
    forms: [
      { pattern: '##.###.###-*', rarity: 0.01 },
      { pattern: '#.###.###-*', rarity: 0.05 },
      { pattern: '########-*', rarity: 0.2 },
      { pattern: '#######-*', rarity: 0.2 },
      { pattern: '########*', needsName: true },
    ],
    check: isRun,
    passes: 0.1,
    source: 'Servicio de Impuestos Internos: RUT, dígito verificador módulo 11',
  },
  {
    infoType: 'CO_CEDULA',
    family: 'identity',
    names: [
      'cédula de ciudadanía',
      'cédula ciudadanía',
      'número de cédula',
      'número cédula',
      'número cédula ciudadanía',
      'nro cédula',
      'num cédula',
    ],
    abbreviations: ['cédula', 'CC', 'no cédula', 'n cédula', 'documento identificación'],
    says: 'have as many digits as a Colombian citizen card number',
    forms: [
      { pattern: '########', needsName: true },
      { pattern: '##########', needsName: true },
      { pattern: '##.###.###', needsName: true },
      { pattern: '#.###.###.###', needsName: true },
    ],
    check: isPositive,
    passes: 1,
    source: 'Registraduría Nacional del Estado Civil: cédula de ciudadanía, no check digit',
  },
  {
    infoType: 'CR_CEDULA',
    family: 'identity',
    names: ['cédula de identidad costarricense', 'cédula física', 'cédula de persona física'],
    abbreviations: ['cédula', 'nro cédula', 'num cédula', 'número cédula'],
    says: 'have the form of a Costa Rican identity card number',
    forms: [
      { pattern: '#-####-####', rarity: 0.1 },
      { pattern: '#########', needsName: true },
    ],
    check: isPositive,
    passes: 1,
    source: 'Tribunal Supremo de Elecciones: cédula de identidad, province, volume and entry',
  },
  {
    infoType: 'CU_IDENTITY_NUMBER',
    family: 'identity',
    names: [
      'carné de identidad',
      'carnet de identidad',
      'carnet identidad',
      'número de identidad permanente',
    ],
    abbreviations: ['CI', 'NIP'],
    says: 'hold a date where a Cuban identity number has it',
    forms: [{ pattern: '###########', needsName: true }],
    check: isCubanNumber,
    passes: 0.04,
    source: 'Resolución 7/2000 of the Ministerio del Interior: número de identidad permanente',
  },
  {
    infoType: 'DO_CEDULA',
    family: 'identity',
    names: [
      'cédula de identidad y electoral',
      'cédula identidad electoral',
      'cédula dominicana',
      'cédula de identidad dominicana',
    ],
    abbreviations: ['cédula', 'número cédula', 'num cédula', 'nro cédula', 'no cédula', 'cédula no'],
    says: 'pass the check digit of a Dominican identity card number',
    forms: ['###########', { pattern: '###-#######-#', rarity: 0.02 }],
    check: isDominican,
    passes: 0.1,
    source: 'Junta Central Electoral: cédula de identidad y electoral, Luhn check digit',
  },
  {
    infoType: 'EC_CEDULA',
    family: 'identity',
    names: [
      'cédula de identidad ecuatoriana',
      'cédula ecuatoriana',
      'número único de identificación',
      'cédula ciudadanía ecuador',
    ],
    abbreviations: [
      'cédula',
      'cédula de identidad',
      'cédula identidad',
      'número cédula',
      'num cédula',
      'nro cédula',
      'CI',
    ],
    says: 'pass the check digit of an Ecuadorian identity card number',
    forms: ['##########', { pattern: '#########-#', rarity: 0.1 }],
    check: isEcuadorian,
    passes: 0.1,
    source: 'Registro Civil del Ecuador: cédula de ciudadanía, check digit módulo 10',
  },
  {
    infoType: 'GT_CUI',
    family: 'identity',
    names: [
      'código único de identificación',
      'DPI CUI',
      'CUI DPI',
      'documento personal de identificación',
      'número DPI',
      'num DPI',
      'no DPI',
      'número CUI',
    ],
    abbreviations: ['CUI', 'DPI'],
    says: 'pass the check digit of a Guatemalan CUI and hold a department',
    forms: ['#############', { pattern: '#### ##### ####', rarity: 0.02 }],
    check: isCui,
    passes: 0.011,
    source: 'RENAP, Decreto 90-2005: CUI, modulus 11, department and municipality of birth',
  },
  {
    infoType: 'PE_DNI',
    family: 'identity',
    names: [
      'documento nacional de identidad',
      'DNI peruano',
      'número DNI',
      'nro DNI',
      'num DNI',
      'n DNI',
      'DNI paciente',
      'DNI alumno',
      'DNI trabajador',
    ],
    abbreviations: ['DNI', 'CUI'],
    says: 'pass the check character of a Peruvian identity card number',
    forms: [
      { pattern: '########', needsName: true },
      { pattern: '########-*', rarity: 0.3 },
    ],
    check: isPeruvian,
    passes: 0.18,
    source: 'RENIEC: documento nacional de identidad, check digit and letter mod 11',
  },
  {
    infoType: 'SV_DUI',
    family: 'identity',
    names: [
      'DUI',
      'documento único de identidad',
      'documento único identidad',
      'número DUI',
      'num DUI',
      'nro DUI',
      'no DUI',
      'DUI cliente',
    ],
    says: 'pass the check digit of a Salvadoran DUI',
    forms: [
      { pattern: '########-#', rarity: 0.3 },
      { pattern: '#########', needsName: true },
    ],
    check: isDui,
    passes: 0.1,
    source: 'RNPN, Ley especial reguladora de la emisión del DUI: check digit mod 10 over weights 9 to 2',
  },
  {
    infoType: 'UY_CEDULA',
    family: 'identity',
    names: ['cédula de identidad uruguaya', 'cédula uruguaya'],
    abbreviations: [
      'cédula',
      'cédula de identidad',
      'cédula identidad',
      'CI',
      'nro cédula',
      'num cédula',
      'nro CI',
      'número cédula',
    ],
    says: 'pass the check digit of a Uruguayan identity card number',
    forms: [
      { pattern: '#.###.###-#', rarity: 0.05 },
      { pattern: '########', needsName: true },
      { pattern: '#######-#', rarity: 0.3 },
    ],
    check: isUruguayan,
    passes: 0.1,
    source: 'Dirección Nacional de Identificación Civil: cédula de identidad, weights 2987634 mod 10',
  },
  {
    infoType: 'VE_CEDULA',
    family: 'identity',
    names: ['cédula de identidad venezolana', 'cédula venezolana'],
    abbreviations: [
      'cédula',
      'cédula de identidad',
      'cédula identidad',
      'nro cédula',
      'num cédula',
      'número cédula',
      'CI',
    ],
    says: 'have the form of a Venezuelan identity card number of a person',
    forms: [
      { pattern: 'A-########', rarity: 0.05 },
      { pattern: 'A-##.###.###', rarity: 0.02 },
      { pattern: 'A-#######', rarity: 0.05 },
      { pattern: 'A########', needsName: true },
    ],
    check: isVenezuelan,
    passes: 0.08,
    source:
      'Ley Orgánica de Identificación (Gaceta Oficial 38.458): cédula, V for citizens, E for foreigners',
  },
];
