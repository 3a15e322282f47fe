import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hashText } from '../names/hash.ts';
import { collectPhrases, contextPhrase, createPhraseBook } from '../rules/phrase-book.ts';
import { createTextWindows } from './text-window.ts';
import { wordCodes } from './word-codes.ts';
import { createWordReader } from './word-reader.ts';

const PHRASES = [
  ...['badge', 'tax id', 'id', 'health insurance number', 'insurance', 'number', 'straße', 'über uns', 'a1'],
  ...['form 10', 'form 10 b'],
];
const book = createPhraseBook(PHRASES.map(contextPhrase));
/** Numbers begin phrases, too. */
const numbered = createPhraseBook([...PHRASES, '24 hours', '10'].map(contextPhrase));
const folded = wordCodes();
const cues = new Set(['card', 'plz', 'für', 'a1'].map((word) => hashText(word === 'für' ? 'fur' : word)));
const windows = createTextWindows();
const part = fc.oneof(
  fc.constantFrom(
    'badge',
    'TAX id',
    'tax',
    'Id',
    'Health Insurance Number',
    'insurance',
    'number',
    'Straße',
    'über',
    'uns',
    'a1',
    'card',
    'PLZ',
    'für',
    '4711',
    'form',
    '10',
    '24 hours',
    '張伟',
    'discard',
    'x'.repeat(90),
    ' '.repeat(70),
    '.'.repeat(200),
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const separator = fc.constantFrom(' ', ', ', '-', '', ': ');

describe('the reader of words', () => {
  it('finds the phrases that a look at every word finds, wherever it is asked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(part, separator), { maxLength: 30 }),
        fc.array(fc.tuple(fc.nat(700), fc.nat(40)), { maxLength: 12 }),
        (parts, places) => {
          const text = parts.flat().join('');
          windows.look(text, 0, text.length, (window) => {
            for (const known of [book, numbered]) {
              const reader = createWordReader(known, folded, cues);
              reader.open(window);
              for (const [at, size] of places) {
                const start = Math.min(at, text.length);
                const end = Math.min(text.length, start + size);
                assert.deepEqual(
                  reader.phrasesAround(start, end),
                  collectPhrases(window, folded, known, start, end, 80, 40),
                );
              }
            }
          });
        },
      ),
      { numRuns: 1_000, seed: 5 },
    );
  });

  it('finds cues as whole words', () => {
    const text = 'The Card, a discard and A1 für PLZ';
    windows.look(text, 0, text.length, (window) => {
      const reader = createWordReader(book, folded, cues);
      reader.open(window);
      const has = (word: string): boolean =>
        reader.hasCue(text.indexOf(word), text.indexOf(word) + word.length);
      assert.deepEqual(['Card', 'discard', 'A1', 'für', 'PLZ', 'LZ'].map(has), [
        true,
        false,
        false,
        true,
        true,
        false,
      ]);
      assert.ok(!reader.hasCue(0, 6));
    });
  });
});
