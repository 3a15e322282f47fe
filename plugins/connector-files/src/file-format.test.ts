import { expect } from 'chai';
import fc from 'fast-check';
import { formatByContent } from './file-format.ts';

describe('The format of a file by its content', () => {
  it('is text for text in any common encoding', () => {
    expect(formatByContent(Buffer.from('name;town\nJürgen;Köln\n', 'utf8'))).to.equal('csv');
    expect(formatByContent(Buffer.from('name;town\nJürgen;Köln\n', 'latin1'))).to.equal('csv');
    expect(formatByContent(Buffer.from('\ufeffname;town\nJürgen;Köln\n', 'utf16le'))).to.equal('csv');
    expect(formatByContent(Buffer.from('{"a": 1}\n{"a": 2}\n'))).to.equal('ndjson');
  });

  it('is none for bytes that are no text, also without a NUL among them', () => {
    const noise = Buffer.from(Array.from({ length: 1024 }, (_, at) => ((at * 197) % 255) + 1));
    expect(formatByContent(noise)).to.equal(null);
    expect(formatByContent(Buffer.from('SQLite format 3\0'))).to.equal(null);
  });

  it('is never none for printable text', () => {
    const printable = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.replace(/\p{Cc}/gu, ' '));
    fc.assert(
      fc.property(
        printable,
        (text) => expect(formatByContent(Buffer.from(text))).not.to.equal(null) && undefined,
      ),
    );
  });
});
