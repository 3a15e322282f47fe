import assert from 'node:assert/strict';
import fc from 'fast-check';
import { piecesOf } from '../../test/pieces-of.ts';
import { LONGEST_SHAPE } from '../scan/shape-symbols.ts';
import { shapeMatch } from './shape-match.ts';

/** Patterns with all that the reader of patterns knows. */
const PATTERNS: readonly RegExp[] = [
  /(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)/,
  /(?<![\w.])[\w.]{1,8}@(?:[a-z\d-]{1,9}\.){1,4}[a-z]{2,5}(?![\w-])/,
  /(?<![\p{L}\d@._/:-])(?:www\.)?(?:[a-z]{1,9}\.){1,3}(?:com|org)(?![\p{L}\d@_(-]|\.[\p{L}\d])/iu,
  /(?<![\w:])(?:[\da-f]{1,4}:){2,7}[\da-f]{1,4}(?![\w:])/i,
  /\b[A-Z]{2}\d{2}(?: ?[\dA-Z]{4}){1,4}\b/,
  /\B\d+/,
  /^\d+x?|y$/,
  /(?=\D*\d)[a-z\d]{4,9}(?!\.\d|$)/,
  /(?<=[:=])x*(\d)\1+/,
  /(?:ab?|c)*d{0,2}\d/,
  /(?<=^|\d)k(?!\d+)/iu,
];
const text = fc.string({
  unit: fc.constantFrom(
    ...'0123456789abcdefkxyzwABCDKZ@.-_+/:()#=!%&*éſK ',
    'com',
    'www.',
    'org',
    '00',
    '12',
  ),
  minLength: 1,
  maxLength: 34,
});

describe('whether a pattern may match in a shape', () => {
  for (const pattern of PATTERNS) {
    const mayMatch = shapeMatch(pattern);
    const everywhere = new RegExp(pattern.source, `${pattern.flags}g`);

    it(`is never denied where it does: ${pattern.source}`, () => {
      fc.assert(
        fc.property(text, (sample) => {
          for (const piece of piecesOf(sample)) {
            if (piece.length > LONGEST_SHAPE) continue;
            const value = sample.slice(piece.start, piece.end);
            if ([...value.matchAll(everywhere)].some(([match]) => match !== ''))
              assert.ok(mayMatch(piece.symbols, piece.length), JSON.stringify(value));
          }
        }),
        { numRuns: 1_000, seed: 3 },
      );
    });
  }

  it('is denied by what stands beside, by lengths and by signs', () => {
    const may = (pattern: RegExp, value: string): boolean =>
      piecesOf(value).some((piece) => shapeMatch(pattern)(piece.symbols, piece.length));
    assert.ok(may(/(?<!\d)\d{6}(?!\d)/, '123456'));
    assert.ok(!may(/(?<!\d)\d{6}(?!\d)/, '1234567'));
    assert.ok(!may(/\b\d{6}\b/, '1234567'));
    assert.ok(!may(/(?:[\da-f]{2}[:-]){5}[\da-f]{2}/, 'pool-3-thread-11'));
    assert.ok(may(/(?:[\da-f]{2}[:-]){5}[\da-f]{2}/, '00-1b-44-11-3a-b7'));
    assert.ok(!may(/^\d{3}$/, '1234'));
  });
});
