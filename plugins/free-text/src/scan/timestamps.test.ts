import assert from 'node:assert/strict';
import { monthStampEnd, timestampEnd } from './timestamps.ts';

const skipped = (text: string, at = 0): string => {
  const isMonth = /[A-Z]/.test(text[at] ?? '');
  const codes = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return text.slice(at, (isMonth ? monthStampEnd : timestampEnd)(codes, at, text.length));
};

describe('moments in logs', () => {
  for (const moment of [
    '2024-05-01 12:00:01',
    '2024-05-01T12:00:01.123Z',
    '2024-05-01T12:00:01,123+02:00',
    '2024/05/01 12:00:01',
    '01/May/2024:12:00:01 +0200',
    '05/31/2024 12:00:01',
    'May  1 12:00:01',
    'May 11 12:00:01',
    '12:00:01',
    '12:00:01.250',
  ])
    it(`are passed over: ${moment}`, () => {
      assert.equal(skipped(`${moment} said`), moment);
      assert.equal(skipped(`[${moment}] said`, 1), moment);
      assert.equal(skipped(moment), moment);
    });

  for (const [moment, behind] of [
    ['2024-05-01T12:00:01', 'Z'],
    ['12:00:01', '+0200'],
    ['12:00:01', ' +0200'],
    ['12:00:01 ', '+0200'],
    ['12:00:01:', ' 7'],
  ] as const)
    it(`end with their text, though the memory behind it still holds another: ${moment}|${behind}`, () => {
      const codes = Uint16Array.from(`${moment}${behind}`, (sign) => sign.charCodeAt(0));
      const alone = Uint16Array.from(moment, (sign) => sign.charCodeAt(0));
      const end = timestampEnd(alone, 0, moment.length);
      assert.equal(timestampEnd(codes, 0, moment.length), end);
      assert.ok(end <= moment.length);
    });

  it('are passed over up to a colon and a blank', () => {
    assert.equal(skipped('2024-05-01 12:00:01,123: said'), '2024-05-01 12:00:01,123');
  });

  for (const [text, at] of [
    ['00:1B:44:11:3A:B7', 0],
    ['12:00:01:02:03:04', 0],
    ['2001:12:00:01', 5],
    ['1980-01-02', 0],
    ['12:00:01-555', 0],
    ['Max 11 12:00:01', 0],
    ['12 11 12:00:0', 0],
    ['a12:00:01', 1],
  ] as const)
    it(`are not seen in ${text}`, () => {
      assert.equal(skipped(text, at), '');
    });
});
