import { expect } from 'chai';
import { count, formatBytes, formatCompact, formatConfidence, formatDuration, formatShare } from './words.ts';

describe('words', () => {
  it('never rounds a share to nothing or to all', () => {
    expect([0, 0.0004, 0.5, 0.997, 1].map(formatShare)).to.deep.equal(['0%', '<1%', '50%', '>99%', '100%']);
  });

  it('never says that a verdict is certain when it is not', () => {
    expect([0.6, 0.994, 0.9951, 1].map(formatConfidence)).to.deep.equal(['0.60', '0.99', '>0.99', '1.00']);
  });

  it('writes durations in the unit that fits', () => {
    expect([12.4, 3200, 42_000, 245_000, 7_500_000].map(formatDuration)).to.deep.equal([
      '12 ms',
      '3.2 s',
      '42 s',
      '4 min 5 s',
      '2 h 5 min',
    ]);
  });

  it('writes bytes by thousands, with the digits that they deserve', () => {
    expect(
      [0, 999, 1000, 1550, 9_950, 12_345_678, 999_600_000, 123_000_000_000].map(formatBytes),
    ).to.deep.equal([...['0 bytes', '999 bytes', '1.0 kB', '1.6 kB', '10 kB', '12 MB', '1.0 GB', '123 GB']]);
  });

  it('counts in words and shortens what is long', () => {
    expect([
      count(1, 'column'),
      count(1200, 'column'),
      formatCompact(9999),
      formatCompact(12_345),
    ]).to.deep.equal(['1 column', '1,200 columns', '9,999', '12.3K']);
  });
});
