import { passesVerhoeff, weightedSum } from '@datawave/plugin-sdk';
import { digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isDate, isYearMonthDay } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

/** Starts with 2 to 9 and is no palindrome. */
const isAadhaar = (bare: string): boolean =>
  digitAt(bare, 0) >= 2 && passesVerhoeff(bare) && !isPalindrome(bare);

function isPalindrome(bare: string): boolean {
  for (let left = 0, right = bare.length - 1; left < right; left++, right--)
    if (bare.charCodeAt(left) !== bare.charCodeAt(right)) return false;
  return true;
}

/** The fourth letter tells the holder: P is a person, C a company, H a family, F a firm. */
const isPan = (bare: string): boolean => bare[3] === 'P' && numberAt(bare, 5, 9) > 0;

/** Province, then day, month and year of birth; women have 40 added to the day. */
function isNik(bare: string): boolean {
  const province = numberAt(bare, 0, 2);
  const day = numberAt(bare, 6, 8);
  return (
    province >= 11 &&
    province <= 97 &&
    isDate(null, numberAt(bare, 8, 10), day > 40 ? day - 40 : day) &&
    numberAt(bare, 12, 16) > 0
  );
}

/** Date, then where the person was born, then a serial. */
function isMyKad(bare: string): boolean {
  const birthplace = numberAt(bare, 6, 8);
  return (
    isYearMonthDay(bare) &&
    ((birthplace >= 1 && birthplace <= 16) || (birthplace >= 21 && birthplace <= 68) || birthplace >= 71)
  );
}

const NRIC_LETTERS: Readonly<Record<string, readonly [letters: string, added: number]>> = {
  S: ['JZIHGFEDCBA', 0],
  T: ['JZIHGFEDCBA', 4],
  F: ['XWUTRQPNMLK', 0],
  G: ['XWUTRQPNMLK', 4],
  M: ['KLJNPQRTUWX', 3],
};

/** Citizens S and T, foreigners F, G and, since 2022, M. */
function isNric(bare: string): boolean {
  const scheme = NRIC_LETTERS[bare[0] ?? ''];
  if (scheme === undefined) return false;
  const [letters, added] = scheme;
  const rest = (weightedSum(bare, [2, 7, 6, 5, 4, 3, 2], 1) + added) % 11;
  return letters[bare[0] === 'M' ? 10 - rest : rest] === bare[8];
}

const isThai = (bare: string): boolean =>
  digitAt(bare, 0) > 0 &&
  digitAt(bare, 0) < 9 &&
  !isOneCharacter(bare) &&
  (11 - (weightedSum(bare, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digitAt(bare, 12);

const isCnic = (bare: string): boolean =>
  digitAt(bare, 0) >= 1 && digitAt(bare, 0) <= 7 && !isOneCharacter(bare);

/** Day of the year, women have 500 added; before 2016 two digits for the year and a letter, since then four and none. */
function isNic(bare: string): boolean {
  const isOld = bare.length === 10;
  if (isOld && bare[9] !== 'V' && bare[9] !== 'X') return false;
  const year = isOld ? 1900 + numberAt(bare, 0, 2) : numberAt(bare, 0, 4);
  const day = (isOld ? numberAt(bare, 2, 5) : numberAt(bare, 4, 7)) % 500;
  return (
    year >= 1900 &&
    year <= 2035 &&
    day >= 1 &&
    day <= 366 &&
    (isOld ? numberAt(bare, 2, 3) : numberAt(bare, 4, 5)) <= 8
  );
}

/** Province of registration, sex and century, year of birth, serial. */
const isCccd = (bare: string): boolean => {
  const province = numberAt(bare, 0, 3);
  return province >= 1 && province <= 96 && numberAt(bare, 6, 12) > 0;
};

const isSssNumber = (bare: string): boolean => !isOneCharacter(bare) && numberAt(bare, 2, 9) > 0;

export const southAsia: readonly NationalNumber[] = [
  {
    infoType: 'ID_NIK',
    family: 'identity',
    names: [
      'NIK',
      'nomor induk kependudukan',
      'no KTP',
      'nomor KTP',
      'KTP number',
      'KTP',
      'no NIK',
      'nomor NIK',
      'NIK KTP',
      'no identitas KTP',
      'nomor identitas',
      'no identitas',
      'nomor kependudukan',
      'NIK siswa',
      'NIK anggota',
      'e KTP',
    ],
    says: 'hold a province and a date where an Indonesian NIK has them',
    forms: ['################'],
    check: isNik,
    passes: 0.08,
    source: 'Undang-Undang 23/2006 and Perpres 26/2009: structure of the NIK',
  },
  {
    infoType: 'IN_AADHAAR',
    family: 'identity',
    names: [
      'aadhaar',
      'aadhar',
      'aadhaar number',
      'aadhar number',
      'UIDAI',
      'आधार',
      'adhaar',
      'adhar',
      'adhaar number',
      'adhar number',
      'adhar no',
      'aadhar no',
      'aadhaar no',
      'adhaar no',
      'aadharno',
      'aadhaarno',
      'aadhaar card',
      'aadhar card',
      'adhar card',
      'aadhaar card number',
      'aadhar card number',
      'aadhar card no',
      'UIDAI number',
      'आधार संख्या',
      'आधार नंबर',
      'ஆதார் எண்',
      'ఆధార్ నంబర్',
      'আধার নম্বর',
    ],
    abbreviations: ['UID number', 'UID no'],
    says: 'pass the check digit of an Aadhaar number',
    forms: ['############', '#### #### ####', '####-####-####'],
    check: isAadhaar,
    passes: 0.1,
    source: 'UIDAI: Aadhaar, Verhoeff check digit',
  },
  {
    infoType: 'IN_PAN',
    family: 'tax',
    names: [
      'PAN number',
      'PAN no',
      'permanent account number',
      'PAN card',
      'PAN card number',
      'PAN num',
      'PAN card no',
      'income tax PAN',
      'पैन',
      'पैन नंबर',
      'panno',
    ],
    abbreviations: ['PAN'],
    unlike: ['masked', 'card'],
    says: 'have the form of an Indian permanent account number of a person',
    forms: [{ pattern: 'AAAAA####A', rarity: 0.05 }],
    check: isPan,
    passes: 0.04,
    source: 'Income Tax Department of India, Rule 114: structure of the PAN, fourth letter P for a person',
  },
  {
    infoType: 'LK_NIC',
    family: 'identity',
    names: [
      'NIC number',
      'NIC no',
      'national identity card',
      'national identity card number',
      'Sri Lankan NIC',
      'national identity card number Sri Lanka',
    ],
    abbreviations: ['NIC'],
    unlike: ['network', 'interface', 'mac'],
    says: 'hold a year and a day where a Sri Lankan identity number has them',
    forms: [
      { pattern: '#########A', rarity: 0.1 },
      { pattern: '############', needsName: true },
    ],
    check: isNic,
    passes: 0.06,
    source: 'Department for Registration of Persons of Sri Lanka: NIC numbers, old and since 2016',
  },
  {
    infoType: 'MY_NRIC',
    family: 'identity',
    names: [
      'MyKad',
      'MyKad number',
      'nombor kad pengenalan',
      'no kad pengenalan',
      'kad pengenalan',
      'NRIC',
      'new IC',
      'new IC no',
      'new IC number',
      'MyKad no',
      'MyKad IC',
      'no MyKad',
      'no KP baru',
      'nombor KP',
    ],
    abbreviations: ['IC number', 'IC no', 'no KP', 'IC', 'no IC', 'KP no', 'IC passport', 'no kad'],
    says: 'hold a date and a birthplace where a Malaysian identity number has them',
    // Timestamps without separators look the same.
    forms: [
      { pattern: '############', needsName: true },
      { pattern: '######-##-####', rarity: 0.02 },
    ],
    check: isMyKad,
    passes: 0.04,
    source: 'Jabatan Pendaftaran Negara: NRIC of MyKad, birthplace codes',
  },
  {
    infoType: 'PH_SSS',
    family: 'social',
    names: ['SSS number', 'SSS no', 'social security system number', 'SSS num', 'SSS id number'],
    abbreviations: ['SSS'],
    says: 'have the form of a Philippine SSS number',
    forms: [
      { pattern: '##-#######-#', rarity: 0.1 },
      { pattern: '##########', needsName: true },
    ],
    check: isSssNumber,
    passes: 1,
    source: 'Social Security System of the Philippines: SSS number, no published check digit',
  },
  {
    infoType: 'PK_CNIC',
    family: 'identity',
    names: [
      'CNIC',
      'CNIC number',
      'computerised national identity card',
      'NADRA',
      'NICOP',
      'CNIC no',
      'CNIC card',
      'CNIC num',
      'شناختی کارڈ نمبر',
      'شناختی کارڈ',
    ],
    abbreviations: ['NIC no', 'NIC number', 'id card no'],
    says: 'have the form of a Pakistani identity card number',
    forms: [
      { pattern: '#####-#######-#', rarity: 0.002 },
      { pattern: '#############', needsName: true },
    ],
    check: isCnic,
    passes: 0.75,
    source: 'NADRA: CNIC, first digit for the province, no published check digit',
  },
  {
    infoType: 'SG_NRIC',
    family: 'identity',
    names: [
      'NRIC',
      'NRIC FIN',
      'NRIC number',
      'FIN number',
      'Singapore NRIC',
      'NRIC no',
      'NRIC num',
      'NRIC FIN no',
      'NRIC passport',
      'FIN no',
    ],
    abbreviations: ['FIN', 'UIN', 'IC no', 'IC number'],
    says: 'pass the check letter of a Singaporean NRIC or FIN',
    forms: [{ pattern: 'A#######A', rarity: 0.05 }],
    check: isNric,
    passes: 0.01,
    source: 'Immigration & Checkpoints Authority of Singapore: NRIC and FIN, check letter mod 11',
  },
  {
    infoType: 'TH_NATIONAL_ID',
    family: 'identity',
    names: [
      'เลขประจำตัวประชาชน',
      'เลขบัตรประชาชน',
      'Thai national id',
      'Thai id',
      'citizen id thailand',
      'เลขที่บัตรประชาชน',
      'เลขบัตร ปชช',
      'เลขประจำตัว ปชช',
      'หมายเลขบัตรประชาชน',
      'Thai citizen id',
      'เลข 13 หลัก',
    ],
    abbreviations: ['citizen id', 'บัตรประชาชน', 'PID'],
    says: 'pass the check digit of a Thai identity number',
    forms: ['#############', { pattern: '#-####-#####-##-#', rarity: 0.002 }, '# #### ##### ## #'],
    check: isThai,
    passes: 0.11,
    source: 'Department of Provincial Administration of Thailand: identity number, modulus 11',
  },
  {
    infoType: 'VN_CCCD',
    family: 'identity',
    names: [
      'CCCD',
      'căn cước công dân',
      'số CCCD',
      'CMND',
      'chứng minh nhân dân',
      'số CMND',
      'số CMT',
      'CMND CCCD',
      'CCCD CMND',
      'căn cước',
      'số căn cước',
      'thẻ căn cước',
      'so cccd',
      'so cmnd',
      'so cmt',
      'can cuoc',
      'số định danh',
      'số định danh cá nhân',
      'chứng minh thư',
    ],
    abbreviations: ['CMT'],
    says: 'hold a province where a Vietnamese citizen number has it',
    forms: [
      { pattern: '############', needsName: true },
      { pattern: '#########', needsName: true },
    ],
    check: (bare) => bare.length === 9 || isCccd(bare),
    passes: 0.1,
    source: 'Nghị định 137/2015/NĐ-CP: số định danh cá nhân, province, sex and year',
  },
];
