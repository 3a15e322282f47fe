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

  it('is looked for in no text that is far longer than all of them', () => {
    const known = {
      *[Symbol.iterator]() {
        for (let at = 0; at < 200; at += 1) yield `key-number-${at}`;
      },
    };
    // Comparing each with it would take minutes.
    expect(nearestKey('x'.repeat(1_000_000), known)).to.equal(undefined);
  });
});
