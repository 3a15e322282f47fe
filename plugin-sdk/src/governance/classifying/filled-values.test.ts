import { expect } from 'chai';
import fc from 'fast-check';
import { filledValues } from './filled-values.ts';

const column = (values: readonly string[], counts = values.map(() => 1)) => ({
  values,
  counts,
  nullCount: 0,
  distinctCount: values.length,
  truncated: false,
});

describe('the values of a column as rules look at them', () => {
  it('lose padding, invisible characters and full-width forms', () => {
    expect(
      filledValues(
        column(['  ada@example.org ', '\u200Eada\u200B@example.com\uFEFF', '１２３-４５-６７８９']),
      ).values,
    ).to.deep.equal(['ada@example.org', 'ada@example.com', '123-45-6789']);
  });

  it('have the digits of every script as plain ones', () => {
    expect(filledValues(column(['٠١٢-٣٤٥', '۶۷۸۹', '०१२३४५६७८९', '๐๙', '１２'])).values).to.deep.equal([
      '012-345',
      '6789',
      '0123456789',
      '09',
      '12',
    ]);
    for (let code = 0x80; code <= 0x1_ffff; code++) {
      const digit = String.fromCodePoint(code);
      if (!/\p{Nd}/u.test(digit)) continue;
      const [value] = filledValues(column([digit])).values;
      expect(value, digit).to.match(/^\d$/);
      const before = filledValues(column([String.fromCodePoint(code - 1)])).values[0] ?? '';
      expect(value, digit).to.equal(/^[0-8]$/.test(before) ? String(Number(before) + 1) : '0');
    }
  });

  it('are distinct as they are meant: padding makes no further one', () => {
    expect(filledValues(column(['Ada', ' Ada ', 'Ada\u200B'], [3, 2, 1]))).to.deep.equal({
      values: ['Ada'],
      filledRows: 6,
      wereDecimals: false,
    });
  });

  it('leave out blanks and placeholders, with the rows that hold them', () => {
    const filled = filledValues(
      column(['N/A', '', 'Ada', ' null ', '0000-00-00', '<NA>'], [5, 7, 2, 1, 1, 1]),
    );
    expect(filled).to.deep.equal({ values: ['Ada'], filledRows: 2, wereDecimals: false });
  });

  it('lose the quotation marks around them, and only those', () => {
    const filled = filledValues(column(['"a@example.org"', '"', '""', '"a" and "b"', '5"', '" "']));
    expect(filled.values).to.deep.equal(['a@example.org', '"', '""', '"a" and "b"', '5"']);
  });

  it('are whole numbers again where all of them end in .0', () => {
    expect(filledValues(column(['30115.0', 'nan', '10117.00']))).to.include({ wereDecimals: true });
    expect(filledValues(column(['30115.0', 'nan', '10117.00'])).values).to.deep.equal(['30115', '10117']);
  });

  it('stay decimal numbers where one of them is', () => {
    expect(filledValues(column(['1.0', '2.5'])).values).to.deep.equal(['1.0', '2.5']);
    expect(filledValues(column(['2.5', '1.0'])).wereDecimals).to.equal(false);
  });

  it('are emoji and scripts from right to left as they were', () => {
    expect(filledValues(column(['👩‍🔬', 'عادة', 'שלום'])).values.slice(1)).to.deep.equal(['عادة', 'שלום']);
  });

  it('are never more than the distinct ones, whatever stands there', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => {
        const filled = filledValues(column(values));
        expect(filled.values.length).to.be.at.most(values.length);
        expect(filled.values.every((value) => value !== '')).to.equal(true);
      }),
    );
  });
});
