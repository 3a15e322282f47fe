import assert from 'node:assert/strict';
import fc from 'fast-check';
import { piecesOf } from '../../test/pieces-of.ts';
import { COUNTED, NO_NEEDS, patternNeeds } from './pattern-needs.ts';

/** Patterns as rules have them; `fc.stringMatching` knows no lookbehinds, so they stand without. */
const PATTERNS: readonly RegExp[] = [
  /^\d{3}-\d{2}-\d{4}$/,
  /^(?:[\da-f]{0,4}:){2,7}[\da-f]{1,4}$/,
  /^[A-Za-z0-9][A-Za-z0-9_-]{13,40}$/,
  /^\d(?:[ -]?\d){12,18}$/,
  /^(?:[A-Z]-\d{7}-[A-Z]|\d{8}-[a-z]|\d{2}\.\d{3}\.\d{3})$/,
  /^[A-Z]{2}\d{2}(?:[A-Z\d]{11,30}|(?:[ -][A-Z\d]{4}){2,7})$/,
  /^(?:\+|00)?1[-. ]\(?[2-9]\d{2}\)? ?\d{3}[-. ]\d{4}$/,
  /^[a-z\d]+(?:[._+-][a-z\d]+)*@(?:[a-z\d-]+\.)+[a-z]{2,6}$/,
  /^x?\d+(?:-\d+)?:\d*$/,
];

describe('what a pattern needs', () => {
  it('is counted from its parts', () => {
    assert.deepEqual(patternNeeds(/(?<!\d)\d{2}:?[a-z]{3}(?:-\d{4}|\.\d{5})(?!\d)/), {
      ...NO_NEEDS,
      classes: 1 | 4,
      digits: 6,
      letters: 3,
      inner: 1,
      digitRun: 4,
      wordRun: 5,
    });
    assert.equal(patternNeeds(/\d{4}\d?\d{4}/).digitRun, 8);
    assert.equal(patternNeeds(/\d{4}[ -]?\d{4}/).digitRun, 4);
    assert.equal(patternNeeds(/(?:\d{1,3}\.){3}\d/).dots, 3);
    assert.equal(patternNeeds(/[^\d]{5}/).letters, 0);
    assert.equal(patternNeeds(/[a-z]{4}/i).letters, 4);
    assert.equal(patternNeeds(/\p{L}{4}/u).letters, 4);
    assert.equal(
      patternNeeds(/[a-z]{4}/iu).wordRun,
      0,
      'the long s and the Kelvin sign are small letters, too',
    );
    assert.equal(patternNeeds(/(ab)\1/).letters, 2);
  });

  it('is nothing for what is not understood', () => {
    for (const pattern of [/(?i:ab)1/, /[\d--3]/v, /\cA1/])
      assert.deepEqual(patternNeeds(pattern), NO_NEEDS, String(pattern));
  });

  for (const pattern of PATTERNS)
    it(`is held by the piece that holds a match of ${pattern.source}`, () => {
      const needs = patternNeeds(pattern);
      fc.assert(
        fc.property(fc.stringMatching(pattern), fc.constantFrom('', 'x=', '(', 'id:'), (match, before) => {
          const text = `word ${before}${match} word`;
          const start = text.indexOf(match, 5);
          for (const piece of piecesOf(text)) {
            if (piece.start > start || piece.end < start + match.length) continue;
            assert.equal(piece.classes & needs.classes, needs.classes);
            for (const count of COUNTED) assert.ok(piece[count] >= needs[count], count);
          }
        }),
        { numRuns: 200, seed: 11 },
      );
    });
});
