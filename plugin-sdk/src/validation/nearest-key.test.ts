import { expect } from 'chai';
import { nearestKey } from './nearest-key.ts';

describe('the nearest known key', () => {
  const known = ['requires', 'optional', 'permissions', 'resources', 'id'];

  for (const [word, meant] of [
    ['require', 'requires'],
    ['permision', 'permissions'],
    ['reuqires', 'requires'],
    ['Resources', 'resources'],
    ['di', 'id'],
    ['somethingElse', undefined],
  ] as const) {
    it(`to "${word}" is ${meant ?? 'none'}`, () => {
      expect(nearestKey(word, known)).to.equal(meant);
    });
  }

  it('completes a word that was cut short', () => {
    expect(nearestKey('min-con', ['min-confidence', 'format'])).to.equal('min-confidence');
    expect(nearestKey('mi', ['min-confidence', 'format'])).to.equal(undefined);
  });
});
