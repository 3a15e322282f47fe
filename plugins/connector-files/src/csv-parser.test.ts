import { expect } from 'chai';
import fc from 'fast-check';
import { type CsvDialect, CsvParser, type CsvRow, parseRows } from './csv-parser.ts';

const COMMA: CsvDialect = { delimiter: ',', quote: '"', escape: 'double' };
const parse = (text: string, dialect = COMMA): CsvRow[] =>
  parseRows(text, dialect, { maxCell: 1000, isWhole: true });

/** A row as RFC 4180 writes it. */
const written = (row: readonly string[]): string =>
  row
    .map((cell) => (/[",\r\n]/.test(cell) || cell === '' ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');

describe('CsvParser', () => {
  it('reads back whatever RFC 4180 can write, in pieces of any size', () => {
    const cell = fc.stringMatching(/^[a-c",\n\r ;é]{0,6}$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (rows, size, end) => {
          const text = rows.map((row) => written(row) + end).join('');
          const parser = new CsvParser(COMMA, 1000);
          const found: CsvRow[] = [];
          for (let at = 0; at < text.length; at += size)
            found.push(...parser.write(text.slice(at, at + size)));
          const last = parser.end();
          expect(last === null ? found : [...found, last]).to.deep.equal(rows);
        },
      ),
    );
  });

  it('takes any text without throwing, and the same in one piece as in many', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom<CsvDialect>(COMMA, { ...COMMA, escape: 'backslash' }, { ...COMMA, quote: '' }),
        (text, dialect) => {
          const parser = new CsvParser(dialect, 1000);
          const rows = [...text].flatMap((character) => parser.write(character));
          const last = parser.end();
          expect(last === null ? rows : [...rows, last]).to.deep.equal(parse(text, dialect));
        },
      ),
    );
  });

  it('tells an empty cell from an empty text, and skips empty lines', () => {
    expect(parse('a,,""\n\n,\n')).to.deep.equal([
      ['a', null, ''],
      [null, null],
    ]);
  });

  it('keeps quotes inside a cell and text after a closing quote', () => {
    expect(parse('it"s,"a"b,x\n')).to.deep.equal([['it"s', 'ab', 'x']]);
  });

  it('reads quotes escaped by a backslash', () => {
    expect(parse('"a\\"b",c\n', { ...COMMA, escape: 'backslash' })).to.deep.equal([['a"b', 'c']]);
  });

  it('holds no more of a cell than it may', () => {
    const parser = new CsvParser(COMMA, 10);
    for (let piece = 0; piece < 1000; piece += 1) parser.write('x'.repeat(1000));
    expect(parser.write(',y\n')).to.deep.equal([['x'.repeat(10), 'y']]);
    for (let piece = 0; piece < 1000; piece += 1)
      parser.write(piece === 0 ? `"${'x'.repeat(1000)}` : 'x'.repeat(1000));
    expect(parser.write('",y\n')).to.deep.equal([['x'.repeat(10), 'y']]);
  });

  it('says that a quote was never closed', () => {
    const parser = new CsvParser(COMMA, 10);
    parser.write('a,"b\nc');
    expect(parser.isInQuotes).to.equal(true);
  });
});
