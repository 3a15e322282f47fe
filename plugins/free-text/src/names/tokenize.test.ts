import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTokenizer, tokenText } from './tokenize.ts';

/** The same as a pattern. */
const TOKEN =
  /[\p{L}\p{M}]+(?:(?:['’](?!s(?![\p{L}\p{M}]))|-)[\p{L}\p{M}]+)*\d*|\d+[\p{L}\p{M}]{0,3}(?![\p{L}\p{M}])|\d+|['’]s(?![\p{L}\p{M}])|[^\s\p{L}\p{M}\d]/gu;

const part = fc.oneof(
  fc.constantFrom(
    ...[
      "'",
      '’',
      '-',
      's',
      "'s",
      '12',
      '7',
      'abcd',
      'é',
      'e\u0301',
      '\n',
      '\r',
      ' ',
      '\u00a0',
      '\ufeff',
      '٣',
    ],
    ...['𝒜', '👩‍👩‍👧', '\ud800', '\udc00', '張', 'O’Brien', 'Ab-c', '1st', '12abcd', '.', '_', 'ﬁ', '가'],
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

describe('cutting text into tokens', () => {
  const tokenizer = createTokenizer();

  it('is the same as by a pattern', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), fc.nat(8), fc.nat(8), (parts, before, after) => {
        const text = parts.join('');
        const from = Math.min(before, text.length);
        const to = Math.max(from, text.length - after);
        const codes = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
        const tokens = tokenizer.cut({ text, codes, from, to });
        const stretch = text.slice(from, to);
        let past = 0;
        const expected = Array.from(stretch.matchAll(TOKEN), ({ 0: token, index }) => {
          const gap = stretch.slice(past, index);
          past = index + token.length;
          return [from + index, token, /[\n\r]/.test(gap) ? 1 : 0];
        });
        const found = Array.from({ length: tokens.length }, (_, index) => [
          tokens.starts[index],
          tokenText(tokens, index),
          tokens.afterBreak[index],
        ]);
        assert.deepEqual(found, expected);
      }),
      { numRuns: 3_000, seed: 4 },
    );
  });
});
