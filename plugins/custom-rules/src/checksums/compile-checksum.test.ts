import { expect } from 'chai';
import type { ChecksumBlock, ChecksumName } from './checksum-block.ts';
import { compileChecksum } from './compile-checksum.ts';

const test = (checksum: ChecksumName, settings: Partial<ChecksumBlock> = {}) =>
  compileChecksum({ kind: 'checksum', checksum, minLength: 2, ...settings });

/** Published numbers: from the standards, their registries, or the papers that define the code. */
const VECTORS: readonly (readonly [
  title: string,
  checksum: ChecksumName,
  settings: Partial<ChecksumBlock>,
  right: readonly string[],
  wrong: readonly string[],
])[] = [
  [
    'Luhn’s own example and test cards',
    'luhn',
    {},
    ['79927398713', '4111 1111 1111 1111', '5555-5555-5555-4444', '378282246310005'],
    ['79927398710', '4111 1111 1111 1112', '79927398713a', 'ABCDEF'],
  ],
  [
    'IBAN, ISO 13616',
    'mod-97-10',
    { rotate: 4 },
    [
      'GB82 WEST 1234 5698 7654 32',
      'DE89 3704 0044 0532 0130 00',
      'FR14 2004 1010 0505 0001 3M02 606',
      'no9386011117947',
    ],
    ['GB82 WEST 1234 5698 7654 33', 'DE98 3704 0044 0532 0130 00'],
  ],
  [
    'LEI, ISO 17442',
    'mod-97-10',
    {},
    ['5493001KJTIIGC8Y1R12', '529900T8BM49AURSDO55', '79444'],
    ['5493001KJTIIGC8Y1R21', '529900T8BM49AURSDO56'],
  ],
  [
    'ORCID and ISNI, MOD 11-2',
    'mod-11-2',
    {},
    ['0000-0002-1825-0097', '0000-0001-5109-3700', '0000-0002-1694-233X', '07940'],
    ['0000-0002-1825-0079', '0000-0002-1694-2330', '0000-0002-1694-X332'],
  ],
  ['ISBT 128, MOD 37-2', 'mod-37-2', {}, ['G123498654321H'], ['G123498654321K', 'G123489654321H']],
  [
    'Croatian OIB and German tax number, MOD 11,10',
    'mod-11-10',
    {},
    ['69435151530', '36574261809', '86095742719', '07945'],
    ['69435151531', '36574261890', '86095742791'],
  ],
  [
    'Global Release Identifier, MOD 37,36',
    'mod-37-36',
    {},
    ['A1-2425G-ABC1234002-M'],
    ['A1-2425G-ABC1234002-N', 'A1-2425G-ABC1234020-M'],
  ],
  [
    'Verhoeff',
    'verhoeff',
    {},
    ['2363', '123451', '758722', '84736430954837284567892'],
    ['2364', '123415', '84736430954837284567829'],
  ],
  ['Damm', 'damm', {}, ['5724', '112946', '0'.repeat(4)], ['5742', '5720', '112964']],
  [
    'ISBN-10',
    'weighted',
    { weights: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], modulus: 11 },
    ['0-306-40615-2', '0-8044-2957-X', '1-55404-295-X'],
    ['0-306-40615-3', '0-8044-X957-2'],
  ],
  [
    'EAN-13',
    'weighted',
    { weights: [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1], modulus: 10 },
    ['4006381333931', '978-0-306-40615-7'],
    ['4006381333932', '400638133393'],
  ],
  [
    'Dutch BSN',
    'weighted',
    { weights: [9, 8, 7, 6, 5, 4, 3, 2, -1], modulus: 11 },
    ['111222333', '123456782'],
    ['111222334'],
  ],
  [
    'Polish PESEL',
    'weighted',
    { weights: [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], modulus: 10 },
    ['44051401359', '02070803628'],
    ['44051401358'],
  ],
  [
    'NHS number',
    'weighted',
    { weights: [10, 9, 8, 7, 6, 5, 4, 3, 2, 1], modulus: 11 },
    ['943 476 5919'],
    ['943 476 5918'],
  ],
  [
    'a remainder other than none',
    'weighted',
    { weights: [1, 1, 1], modulus: 7, remainder: 3 },
    ['111', '235'],
    ['112'],
  ],
];

describe('a block of check digits', () => {
  for (const [title, checksum, settings, right, wrong] of VECTORS) {
    it(`tells right from wrong: ${title}`, () => {
      const isRight = test(checksum, settings);
      for (const value of right) expect(isRight(value), value).to.equal(true);
      for (const value of wrong) expect(isRight(value), value).to.equal(false);
    });
  }

  it('passes over what it is told to, also beyond ASCII, and nothing else', () => {
    const spaced = test('luhn', { ignore: '–\u00a0x' });
    expect(spaced('4111–1111\u00a01111x1111')).to.equal(true);
    expect(spaced('4111-1111-1111-1111')).to.equal(false);
    expect(test('luhn', { ignore: '' })('79927398713')).to.equal(true);
  });

  it('reads no value beyond its bounds', () => {
    for (const checksum of ['luhn', 'mod-97-10', 'mod-37-36', 'verhoeff', 'damm'] as const) {
      const isRight = test(checksum);
      expect(isRight('0'.repeat(1_000_000)), checksum).to.equal(false);
      expect(isRight(''), checksum).to.equal(false);
      expect(isRight('\u0660\u0661\u0662\u0663'), checksum).to.equal(false);
      expect(isRight('😀😀😀'), checksum).to.equal(false);
    }
    expect(compileChecksum({ kind: 'checksum', checksum: 'luhn' })('18')).to.equal(false);
  });
});
