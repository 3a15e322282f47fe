import { expect } from 'chai';
import { actorWords, formatBytes } from './words.ts';

describe('words about a scan', () => {
  it('tell bytes with the digits that they deserve', () => {
    const told = [0, 999, 1000, 1550, 9_950, 12_345_678, 999_600_000].map(formatBytes);
    expect(told).to.deep.equal(['0 bytes', '999 bytes', '1.0 kB', '1.6 kB', '10 kB', '12 MB', '1.0 GB']);
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
