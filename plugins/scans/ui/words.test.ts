import { expect } from 'chai';
import { actorWords, rateWords } from './words.ts';

describe('words about a scan', () => {
  it('tell how much it reads a second, as far as that is known', () => {
    const words = (
      assetsPerSecond: number | null,
      rowsPerSecond: number | null,
      bytesPerSecond: number | null,
    ) =>
      rateWords({
        progress: {
          ...{ fraction: 0.5, rows: 0, bytes: 0, remainingSeconds: null },
          ...{ assetsPerSecond, rowsPerSecond, bytesPerSecond },
        },
      });
    expect(words(null, null, null)).to.equal(null);
    expect(words(3.5, null, null)).to.equal('3.5 assets a second');
    expect(words(3.5, 1200, null)).to.equal('3.5 assets and 1,200 rows a second');
    expect(words(3.5, 1200, 2_000_000)).to.equal('3.5 assets, 1,200 rows and 2.0 MB a second');
    expect(words(0.2, null, null)).to.equal('12 assets a minute');
    expect(words(0.2, 300, 2_000_000)).to.equal('12 assets a minute, 300 rows and 2.0 MB a second');
  });

  it('name people, and the platform where it acts by itself', () => {
    expect(['user:admin', 'service:nightly', 'system', 'plugin:scans'].map(actorWords)).to.deep.equal([
      'admin',
      'nightly',
      'DataWave',
      'DataWave',
    ]);
  });
});
