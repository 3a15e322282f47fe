import { expect } from 'chai';
import { formatBytes, formatDuration } from './amounts.ts';
import { count } from './count.ts';
import { useLanguage } from './language.ts';
import { formatCompact, formatConfidence, formatNumber, formatShare } from './numbers.ts';
import { remainingWords } from './remaining-words.ts';
import { formatDate, formatDateTime, formatRelative } from './times.ts';

describe('formats', () => {
  afterEach(() => useLanguage('en'));

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

  it('writes numbers, shares and times as the chosen language does', () => {
    useLanguage('de', { 'just now': 'gerade eben' });
    const now = new Date('2026-01-31T12:00:00Z');
    const written = [
      ...[formatNumber(12_345.6), formatCompact(12_345_678), formatShare(0.97), formatConfidence(0.996)],
      ...[formatBytes(3_240_000), formatDuration(3200), formatDate('2026-01-31T12:00:00'), formatDate('x')],
      ...[formatRelative(now, now), formatRelative(new Date(now.getTime() - 7_200_000), now)],
      formatDateTime('2026-01-31T13:05:00'),
    ];
    // Between a number and its unit stands a space that does not break.
    expect(written.map((text) => text.replaceAll('\u00a0', ' '))).to.deep.equal([
      ...['12.345,6', '12,3 Mio.', '97 %', '>0,99'],
      ...['3,2 MB', '3,2 s', '31.01.2026', '–'],
      ...['gerade eben', 'vor 2 Stunden', '31.01.2026, 13:05'],
    ]);
  });

  it('says how long work will take yet', () => {
    expect([
      remainingWords({ likely: 3, low: 1, high: 5 }),
      remainingWords({ likely: 240, low: 180, high: 360 }),
      remainingWords({ likely: 5400, low: 3600, high: 7200 }),
    ]).to.deep.equal([
      'a few seconds left',
      'about 4 minutes left (3 to 6)',
      'about 1.5 hours left (1 to 2)',
    ]);
  });
});
