import { canonicalize } from '@tufjs/canonical-json';
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalMetadata, readCanonical } from './canonical-json.ts';

const plainText = fc
  .string({ unit: 'grapheme' })
  .filter((text) => [...text].every((character) => character >= ' '));
const metadataValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((number) => (Object.is(number, -0) ? 0 : number)),
    plainText,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(plainText, tie('value'), { maxKeys: 5 }),
  ),
})).value;

describe('the canonical form of metadata', () => {
  it('is the one that TUF signs', () => {
    fc.assert(fc.property(metadataValue, (value) => canonicalMetadata(value) === canonicalize(value)));
  });

  it('is read back as what was written, whatever the order of its keys', () => {
    fc.assert(
      fc.property(metadataValue, (value) => {
        const text = canonicalMetadata(value);
        expect(canonicalMetadata(readCanonical(Buffer.from(text)))).to.equal(text);
      }),
    );
    expect(canonicalMetadata({ b: 1, a: [true, null, 'ü"\\'] })).to.equal(
      '{"a":[true,null,"ü\\"\\\\"],"b":1}',
    );
  });

  it('is one: no other bytes are read as the same value', () => {
    fc.assert(
      fc.property(metadataValue, fc.nat(), fc.integer({ min: 1, max: 255 }), (value, position, flip) => {
        const bytes = Buffer.from(canonicalMetadata(value));
        const changed = Buffer.from(bytes);
        changed[position % bytes.length] = (bytes[position % bytes.length] ?? 0) ^ flip;
        let read: unknown;
        try {
          read = readCanonical(changed);
        } catch {
          return true;
        }
        return canonicalMetadata(read) !== canonicalMetadata(value);
      }),
      { numRuns: 1000 },
    );
  });

  for (const text of [
    '{"a":1 }',
    '{"b":1,"a":1}',
    '{"a":1,"a":1}',
    '1.5',
    '1e3',
    '-0',
    '9007199254740993',
    '"\\u0041"',
    '"\\n"',
    '"\\ud800"',
    '\ufeff1',
    '1\n',
  ])
    it(`does not take ${JSON.stringify(text)}`, () => {
      expect(() => readCanonical(Buffer.from(text))).to.throw();
    });

  it('does not take what is no UTF-8, or nested without end', () => {
    expect(() => readCanonical(Buffer.from([0x22, 0xff, 0x22]))).to.throw();
    expect(() => readCanonical(Buffer.from('['.repeat(100) + ']'.repeat(100)))).to.throw('nested');
  });
});
