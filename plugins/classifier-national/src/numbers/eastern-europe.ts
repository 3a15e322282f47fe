import { weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isDayMonthYear, isYearMonthDay } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

/** The first five digits are the birth date in days since 1899-12-31. */
function isRnokpp(bare: string): boolean {
  const days = numberAt(bare, 0, 5);
  if (days < 1 || days > 49_700) return false;
  const sum = weightedSum(bare, [-1, 5, 7, 9, 4, 6, 10, 5, 7]);
  return (((sum % 11) + 11) % 11) % 10 === digitAt(bare, 9);
}

/** Numbers up to 001-001-998 have no check. */
function isSnils(bare: string): boolean {
  if (numberAt(bare, 0, 9) <= 1_001_998 || isOneCharacter(bare)) return false;
  const rest = weightedSum(bare, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101;
  return (rest === 100 ? 0 : rest) === numberAt(bare, 9, 11);
}

/** Twelve digits: a person; companies have ten. */
const isPersonalInn = (bare: string): boolean =>
  numberAt(bare, 0, 2) > 0 &&
  (weightedSum(bare, [7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitAt(bare, 10) &&
  (weightedSum(bare, [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10 === digitAt(bare, 11);

/** The seventh digit tells sex and century; companies have 4, 5 or 6 as fifth digit, which no birthday has. */
function isIin(bare: string): boolean {
  const century = digitAt(bare, 6);
  if (century < 1 || century > 6 || !isYearMonthDay(bare)) return false;
  let rest = weightedSum(bare, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
  if (rest === 10) rest = weightedSum(bare, [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11;
  return rest === digitAt(bare, 11);
}

const isBelarusianNumber = (bare: string): boolean =>
  digitAt(bare, 0) >= 1 &&
  digitAt(bare, 0) <= 6 &&
  isDayMonthYear(bare, 1) &&
  'ABCEHKM'.includes(bare[7] ?? '?') &&
  ['PB', 'BA', 'BI'].includes(bare.slice(11, 13));

/** Persons start with 2 (0 and 9 in special cases), companies with 1. */
const isIdnp = (bare: string): boolean =>
  [0, 2, 9].includes(digitAt(bare, 0)) &&
  !isOneCharacter(bare) &&
  weightedSum(bare, [7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 === digitAt(bare, 12);

export const easternEurope: readonly NationalNumber[] = [
  {
    infoType: 'BY_PERSONAL_NUMBER',
    family: 'identity',
    names: [
      'идентификационный номер гражданина',
      'Belarusian personal number',
      'асабісты нумар',
      'личный номер гражданина',
      'ідэнтыфікацыйны нумар',
    ],
    abbreviations: ['личный номер', 'идентификационный номер', 'идент номер'],
    says: 'hold a date and the letters of a Belarusian personal number',
    forms: [{ pattern: '#######A###AA#', rarity: 0.05 }],
    check: isBelarusianNumber,
    passes: 0.0001,
    source: 'Law 418-Z of Belarus on the population register: идентификационный номер',
  },
  {
    infoType: 'KZ_IIN',
    family: 'identity',
    names: [
      'ИИН',
      'жеке сәйкестендіру нөмірі',
      'индивидуальный идентификационный номер',
      'ЖСН',
      'Kazakh individual identification number',
      'ИИН клиента',
      'IIN number',
      'ЖСН ИИН',
    ],
    abbreviations: ['IIN'],
    says: 'hold a date and pass the check digit of a Kazakh IIN',
    forms: ['############'],
    check: isIin,
    passes: 0.004,
    source:
      'Law 223-III of Kazakhstan on national registers of identification numbers: ИИН, modulus 11 in two stages',
  },
  {
    infoType: 'MD_IDNP',
    family: 'identity',
    names: ['IDNP', 'cod personal IDNP', 'numărul de identificare de stat', 'IDNP cod', 'numărul IDNP'],
    says: 'pass the check digit of a Moldovan IDNP',
    forms: ['#############'],
    check: isIdnp,
    passes: 0.1,
    source: 'Agenția Servicii Publice: IDNP, weights 7, 3 and 1 mod 10',
  },
  {
    infoType: 'RU_INN',
    family: 'tax',
    names: [
      'ИНН физического лица',
      'ИНН физлица',
      'идентификационный номер налогоплательщика',
      'ИНН ФЛ',
      'ИНН сотрудника',
      'ИНН физ лица',
      'INN FL',
      'ИНН клиента',
    ],
    abbreviations: ['ИНН', 'INN', 'номер ИНН'],
    unlike: ['юридического', 'организации', 'компании'],
    says: 'pass both check digits of a Russian tax number of a person',
    forms: ['############'],
    check: isPersonalInn,
    passes: 0.012,
    source: 'ФНС, приказ ЕД-7-14/559@: ИНН, two check digits mod 11',
  },
  {
    infoType: 'RU_SNILS',
    family: 'social',
    names: [
      'СНИЛС',
      'SNILS',
      'страховой номер',
      'страховой номер лицевого счета',
      'номер СНИЛС',
      'SNILS number',
      '№ СНИЛС',
      'страховое свидетельство',
    ],
    says: 'pass the check number of a Russian SNILS',
    forms: [
      '###########',
      { pattern: '###-###-### ##', rarity: 0.002 },
      { pattern: '###-###-###-##', rarity: 0.01 },
    ],
    check: isSnils,
    passes: 0.012,
    source: 'Federal Law 27-ФЗ and Социальный фонд России: СНИЛС, check number mod 101',
  },
  {
    infoType: 'UA_RNOKPP',
    family: 'tax',
    names: [
      'ІПН',
      'RNOKPP',
      'РНОКПП',
      'реєстраційний номер облікової картки',
      'ідентифікаційний код',
      'Ukrainian tax number',
      'податковий номер',
      'РНОКПП ІПН',
      'ідентифікаційний номер',
      'ІНН фізичної особи',
      'код ДРФО',
    ],
    abbreviations: ['IPN', 'ДРФО', 'ІНН', 'ИНН', 'INN'],
    unlike: ['єдрпоу', 'edrpou'],
    says: 'hold a date and pass the check digit of a Ukrainian taxpayer number',
    forms: ['##########'],
    check: isRnokpp,
    passes: 0.1,
    source: 'Державна податкова служба України: РНОКПП, modulus 11, days since 1899-12-31',
  },
];
