import { passesMod11And2, weightedSum } from '@datawave/plugin-sdk';
import { alphanumericAt, digitAt, isOneCharacter, numberAt } from '../checks/characters.ts';
import { isFullDate, isYearMonthDay } from '../checks/dates.ts';
import type { NationalNumber } from '../national-number.ts';

const PROVINCES: ReadonlySet<number> = new Set([
  11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61,
  62, 63, 64, 65, 71, 81, 82, 83,
]);

/** ISO/IEC 7064 MOD 11-2 over a region, a date and a serial. */
function isResidentId(bare: string): boolean {
  return PROVINCES.has(numberAt(bare, 0, 2)) && isFullDate(bare, 6) && passesMod11And2(bare);
}

/** Letters count from 10, a missing first letter counts 36; A stands for ten. */
function isHkid(bare: string): boolean {
  const letters = bare.length - 7;
  let sum =
    letters === 2
      ? alphanumericAt(bare, 0) * 9 + alphanumericAt(bare, 1) * 8
      : 36 * 9 + alphanumericAt(bare, 0) * 8;
  sum += weightedSum(bare, [7, 6, 5, 4, 3, 2], letters);
  const last = bare[letters + 6] ?? '';
  const check = last === 'A' ? 10 : last.charCodeAt(0) - 48;
  return check >= 0 && check <= 10 && (sum + check) % 11 === 0;
}

const TAIWANESE_LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

/** The letter stands for a place by two digits. Second digit 1 and 2: citizens; 8 and 9 (earlier A to D): residents. */
function isTaiwanese(bare: string): boolean {
  const place = TAIWANESE_LETTERS.indexOf(bare[0] ?? '') + 10;
  let second = digitAt(bare, 1);
  if (second > 9) {
    const letter = TAIWANESE_LETTERS.indexOf(bare[1] ?? '');
    if (letter < 0 || letter > 3) return false;
    second = letter;
  } else if (second !== 1 && second !== 2 && second !== 8 && second !== 9) return false;
  const sum =
    Math.floor(place / 10) + (place % 10) * 9 + second * 8 + weightedSum(bare, [7, 6, 5, 4, 3, 2, 1, 1], 2);
  return sum % 10 === 0;
}

function isMyNumber(bare: string): boolean {
  const rest = weightedSum(bare, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest < 2 ? 0 : 11 - rest) === digitAt(bare, 11) && !isOneCharacter(bare);
}

/** Numbers given out since October 2020 are random after the sex and have no check digit. */
function isRrn(bare: string): boolean {
  const sex = digitAt(bare, 6);
  if (sex < 1 || sex > 8 || !isYearMonthDay(bare)) return false;
  const isBornIn2000s = sex === 3 || sex === 4 || sex === 7 || sex === 8;
  if (isBornIn2000s && numberAt(bare, 0, 6) >= 201_005 && numberAt(bare, 0, 2) < 50) return true;
  const foreign = sex >= 5 ? 2 : 0;
  const check = 11 - (weightedSum(bare, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11);
  return (check + foreign) % 10 === digitAt(bare, 12);
}

export const eastAsia: readonly NationalNumber[] = [
  {
    infoType: 'CN_RESIDENT_ID',
    family: 'identity',
    names: [
      '身份证',
      '身份证号',
      '身份证号码',
      '公民身份号码',
      'shenfenzheng',
      'shen fen zheng',
      'Chinese resident identity number',
      '居民身份证',
      '居民身份证号',
      '居民身份证号码',
      '身份证件号',
      '身份證號碼 大陆',
      '公民身份证号',
      '身份证编号',
      'sfzhm',
      'sfzhao',
    ],
    abbreviations: [
      'sfz',
      'sfzh',
      'id card number',
      '证件号码',
      '证件号',
      'zjhm',
      'zjh',
      '证号',
      'idcard',
      'id card no',
    ],
    says: 'hold a region, a date and the check character of a Chinese resident identity number',
    forms: ['#################*'],
    check: isResidentId,
    passes: 0.00005,
    source: 'GB 11643-1999: citizen identification number, ISO 7064 MOD 11-2',
  },
  {
    infoType: 'HK_HKID',
    family: 'identity',
    names: [
      'HKID',
      'HKID number',
      'Hong Kong identity card',
      '香港身份證',
      '香港身份證號碼',
      'HKIC',
      'HKID no',
      'HK id',
      'HK id no',
      'HK identity card',
      'HKID card number',
      'Hong Kong id',
      '香港身份證號',
      '香港身份证',
      '香港身份证号',
    ],
    abbreviations: ['身份證號碼', '身份證號'],
    says: 'pass the check character of a Hong Kong identity card number',
    forms: [
      { pattern: 'A######(*)', rarity: 0.005 },
      { pattern: 'AA######(*)', rarity: 0.005 },
      { pattern: 'A######*', rarity: 0.2 },
      { pattern: 'AA######*', rarity: 0.1 },
    ],
    check: isHkid,
    passes: 0.1,
    source: 'Immigration Department of Hong Kong: identity card number, check digit mod 11',
  },
  {
    infoType: 'JP_MY_NUMBER',
    family: 'tax',
    names: [
      'マイナンバー',
      '個人番号',
      'my number',
      'kojin bango',
      'mynumber',
      'マイナンバー番号',
      '個人番号 マイナンバー',
      'my number card',
    ],
    says: 'pass the check digit of a Japanese individual number',
    forms: ['############', '#### #### ####', '####-####-####'],
    check: isMyNumber,
    passes: 0.11,
    source: 'Ministerial Ordinance 85 of 2014 (MIC), Art. 5: 個人番号, check digit mod 11',
  },
  {
    infoType: 'KR_RRN',
    family: 'identity',
    names: [
      '주민등록번호',
      '주민번호',
      '외국인등록번호',
      'resident registration number',
      'jumin',
      'jumin number',
      'Korean resident registration',
      '주민등록',
      'jumin no',
      'juminno',
      'resident registration no',
    ],
    abbreviations: ['RRN', 'ARC'],
    says: 'hold a date and the check digit of a Korean resident registration number',
    forms: ['#############', { pattern: '######-#######', rarity: 0.02 }],
    check: isRrn,
    passes: 0.01,
    source:
      'Resident Registration Act of Korea, Enforcement Rule Art. 2: 주민등록번호, check digit mod 11 until October 2020',
  },
  {
    infoType: 'TW_NATIONAL_ID',
    family: 'identity',
    names: [
      '身分證',
      '身分證字號',
      '國民身分證統一編號',
      '統一證號',
      'Taiwan id',
      'Taiwanese national id',
      'ROC id',
      '身份證字號',
      '身分證號',
      '身份证字号',
      '身分證統一編號',
      '國民身分證',
    ],
    abbreviations: ['身分證'],
    says: 'pass the check digit of a Taiwanese identity number',
    forms: [
      { pattern: 'A#########', rarity: 0.2 },
      { pattern: 'AA########', rarity: 0.1 },
    ],
    check: isTaiwanese,
    passes: 0.045,
    source: 'Ministry of the Interior of Taiwan: 國民身分證統一編號, letters as numbers, check digit mod 10',
  },
];
