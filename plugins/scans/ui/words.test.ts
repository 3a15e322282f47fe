import { expect } from 'chai';
import { actorWords } from './words.ts';

describe('words about a scan', () => {
  it('name people, and the platform where it acts by itself', () => {
    expect(['user:admin', 'service:nightly', 'system', 'plugin:scans'].map(actorWords)).to.deep.equal([
      'admin',
      'nightly',
      'DataWave',
      'DataWave',
    ]);
  });
});
