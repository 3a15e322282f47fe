import { expect } from 'chai';
import fc from 'fast-check';
import { withoutFormula } from '../../without-formula.ts';
import { toCsv, toTsv } from './delimited.ts';

/** Reads what RFC 4180 calls records. */
function parse(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (isQuoted) {
      if (sign !== '"') field += sign;
      else if (text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === delimiter || sign === '\n') {
      rows.at(-1)?.push(field);
      field = '';
      if (sign === '\n') rows.push([]);
    } else if (sign !== '\r') field += sign;
  }
  rows.at(-1)?.push(field);
  return rows;
}

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('"', ',', ';', '\t', '\n', '\r', '=', '+', '-', '@', 'a', '1', "'") }),
);
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(anyText, { minLength: width, maxLength: width }), { minLength: 1 }));

describe('rows as text', () => {
  it('are read back as they were, but for the guard against formulas', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const guarded = rows.map((row) => row.map(withoutFormula));
        expect(parse(toCsv(rows).slice(0, -2), ',')).to.deep.equal(guarded);
        expect(parse(toTsv(rows), '\t')).to.deep.equal(guarded);
      }),
    );
  });

  it('never begin with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const safe = withoutFormula(text);
        expect(safe).to.satisfy((shown: string) => !/^[=+@\t\r\n＝＋－＠]|^-(?![\d.,]+$)/.test(shown));
        // Where semicolons part cells, quotes that stand in the middle of one are letters like others.
        for (const cell of toCsv([['x', text]]).split(/[;\t\r\n]/))
          expect(cell).to.satisfy((shown: string) => !/^[\s"]*[=+\-@＝＋－＠]/.test(shown));
        expect(safe.replaceAll("'", '')).to.equal(text.replaceAll("'", ''));
      }),
    );
  });

  it('leave numbers numbers', () => {
    for (const number of ['-5', '-1,234.5', '0', '12']) expect(withoutFormula(number)).to.equal(number);
    for (const formula of ['=1+1', '-2+3', '+49 30', '@SUM(A1)', '＝1', '-'])
      expect(withoutFormula(formula)).to.equal(`'${formula}`);
    expect(withoutFormula('\t=1')).to.equal("'\t'=1");
  });
});
