import { expect } from 'chai';
import { findUnlocked } from './check-lock.ts';

describe('the lock file', () => {
  it('is complete when every dependency is found beside its package or above', () => {
    const packages = {
      '': { dependencies: { a: '1' } },
      'plugins/x': { dependencies: { b: '1' } },
      'node_modules/a': { optionalDependencies: { b: '1', '@c/d': '1' } },
      'node_modules/a/node_modules/b': {},
      'node_modules/b': {},
      'node_modules/@c/d': {},
    };
    expect(findUnlocked({ packages })).to.deep.equal([]);
  });

  it('is not when an optional package of another platform is left out', () => {
    const packages = { 'node_modules/a': { optionalDependencies: { 'a-win32': '1' } } };
    expect(findUnlocked({ packages })).to.deep.equal(['node_modules/a needs a-win32']);
  });
});
