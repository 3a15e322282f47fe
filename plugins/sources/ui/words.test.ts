import { expect } from 'chai';
import { daysWords, healthWords, stateVerb, windowWords } from './words.ts';

describe('words for sources', () => {
  it('name days as people do', () => {
    expect(daysWords([1, 2, 3, 4, 5])).to.equal('Mon to Fri');
    expect(daysWords([7, 6])).to.equal('Sat, Sun');
    expect(daysWords([1, 3, 5])).to.equal('Mon, Wed, Fri');
    expect(daysWords([7, 1, 2, 3, 4, 5, 6])).to.equal('every day');
  });

  it('say when hours end on the next day', () => {
    const window = { days: [1], from: '22:00', to: '06:00', timeZone: 'UTC' };
    expect(windowWords(window)).to.equal('Mon, 22:00 to 06:00 the next day (UTC)');
    expect(windowWords({ ...window, to: '23:00' })).to.equal('Mon, 22:00 to 23:00 (UTC)');
    expect(windowWords({ ...window, to: '22:00' })).to.equal('Mon, from 22:00 for 24 hours (UTC)');
  });

  it('tell a source that is slow from one that fails, and both from one that refuses', () => {
    expect(healthWords({ state: 'degraded', failures: 0, isRefused: false })).to.equal('slow');
    expect(healthWords({ state: 'degraded', failures: 1, isRefused: false })).to.equal('failing');
    expect(healthWords({ state: 'unreachable', failures: 1, isRefused: true })).to.equal(
      'refuses credentials',
    );
    expect(stateVerb('maintenance', 'active')).to.equal('End maintenance');
  });
});
