import { expect } from 'chai';
import fc from 'fast-check';
import { codeAt, otpauthUri, stepOf, toBase32 } from './totp.ts';

const SECRET = Buffer.from('12345678901234567890');

describe('one-time codes', () => {
  it('are those of RFC 6238, appendix B', () => {
    for (const [seconds, code] of [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
      [20_000_000_000, '65353130'],
    ] as const)
      expect(codeAt(SECRET, Math.floor(seconds / 30), 8)).to.equal(code);
  });

  it('are those of RFC 4226, appendix D', () => {
    const codes = [
      '755224',
      '287082',
      '359152',
      '969429',
      '338314',
      '254676',
      '287922',
      '162583',
      '399871',
      '520489',
    ];
    expect(codes.map((_, step) => codeAt(SECRET, step))).to.deep.equal(codes);
  });

  it('count for the step before and after, once, and never backwards', () => {
    const now = 1_700_000_000_000;
    const step = Math.floor(now / 30_000);
    for (const near of [step - 1, step, step + 1])
      expect(stepOf(SECRET, codeAt(SECRET, near), now, 0)).to.equal(near);
    for (const far of [step - 2, step + 2])
      expect(stepOf(SECRET, codeAt(SECRET, far), now, 0)).to.equal(null);
    expect(stepOf(SECRET, codeAt(SECRET, step), now, step)).to.equal(null);
    expect(stepOf(SECRET, codeAt(SECRET, step - 1), now, step)).to.equal(null);
  });

  it('are six digits and nothing else', () => {
    for (const code of ['', '12345', '1234567', ' 123456', '１２３４５６', '12345a'])
      expect(stepOf(SECRET, code, 0, -9)).to.equal(null);
  });

  it('are made from a secret that any app reads', () => {
    // RFC 4648, section 10, without padding.
    for (const [text, base32] of [
      ['', ''],
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const)
      expect(toBase32(Buffer.from(text))).to.equal(base32);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(toBase32(bytes))
          .to.match(/^[A-Z2-7]*$/)
          .and.have.length(Math.ceil((bytes.length * 8) / 5));
      }),
    );
    expect(otpauthUri('DataWave', 'anna b', SECRET)).to.equal(
      'otpauth://totp/DataWave:anna%20b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=DataWave&algorithm=SHA1&digits=6&period=30',
    );
  });
});
