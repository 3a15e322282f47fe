import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTextScanner } from '../src/detection.ts';
import { compileRules, type RuleIndex } from '../src/rules/compile-rules.ts';
import { parsePieceClasses, pieceClasses } from '../src/scan/character-classes.ts';
import { countPiece } from '../src/scan/piece.ts';
import { shippedSpanRules } from './shipped-span-rules.ts';

const index = compileRules(shippedSpanRules);
const classes = pieceClasses();

/** Runs every rule whose trigger a piece meets, whatever its pattern says of such pieces and whatever came before. */
const plainIndex: RuleIndex = {
  ...index,
  forPiece: (piece, codes) => ({
    free: index.rules.filter(({ rule: { trigger } }) => {
      if (trigger.labels !== undefined) return false;
      const required = parsePieceClasses(trigger.requires ?? '');
      const length = piece.end - piece.start;
      return (
        (piece.classes & required) === required &&
        countPiece(codes, classes, piece.start, piece.end).digits >= (trigger.minDigits ?? 0) &&
        length >= (trigger.minLength ?? 0) &&
        length <= (trigger.maxLength ?? Number.POSITIVE_INFINITY) + 256
      );
    }),
    needingContext: [],
    isRaisedBy: () => false,
    isAlone: false,
  }),
};
const scannerOf = (rules: RuleIndex) =>
  createTextScanner({
    sets: () => shippedSpanRules,
    rules: () => rules,
    model: () => ({ model: null, problem: null }),
  });
const quick = scannerOf(index);
const plain = scannerOf(plainIndex);

const VALUES = [
  'jo.doe@example.org',
  '+49 30 1234567',
  '(212) 555-0187',
  '4111 1111 1111 1111',
  'DE89 3704 0044 0532 0130 00',
  '203.0.113.77',
  '2001:db8::8a2e:370:7334',
  '00:1B:44:11:3A:B7',
  'https://example.org/a?b=c',
  'www.example.com',
  '536-90-4399',
  'password=tr0ub4dor',
  '131052-308T',
  'c.e.service.CacheLoader',
  'pool-3-thread-11',
  '1700944793217',
  '2024-05-01 12:00:01.123',
];
const WORDS = [
  'tax id',
  'passport number',
  'ssn',
  'iban',
  'card',
  'phone',
  'born',
  'device',
  'MRN',
  'version',
];
const fragment = fc.oneof(
  fc.constantFrom(...VALUES, ...WORDS),
  fc.stringMatching(/^[A-Z]{0,3}[\d.-]{1,14}[A-Za-z]{0,2}$/),
  fc.string({ maxLength: 8 }),
);

describe('the span rules, run only where they may find something', () => {
  it('find what they find when all are run everywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fragment, fc.constantFrom(' ', ' ', ', ', '\n', '"', ': ', '')), { maxLength: 8 }),
        (parts) => {
          // Twice over: what came before is answered for in another way.
          const text = `${parts.flat().join('')} | ${parts.flat().join('')}`;
          assert.deepEqual(
            quick.scan(text, 0, text.length, { minConfidence: 0 }),
            plain.scan(text, 0, text.length, { minConfidence: 0 }),
          );
        },
      ),
      { numRuns: 300, seed: 9 },
    );
  }).timeout(60_000);
});
