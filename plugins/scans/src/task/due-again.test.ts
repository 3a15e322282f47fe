import { expect } from 'chai';
import { DueAgain } from './due-again.ts';

describe('what is due again', () => {
  it('has its turn once in a while, and at once after it was forgotten', () => {
    const due = new DueAgain(10);
    expect([0, 1, 9, 10, 19, 20].map((now) => due.take('a', now))).to.deep.equal([
      ...[true, false, false],
      ...[true, false, true],
    ]);
    expect(due.take('b', 20)).to.equal(true);
    due.forget('a');
    expect([due.take('a', 21), due.take('b', 21)]).to.deep.equal([true, false]);
  });

  it('is held no longer than that, however many there are', () => {
    const due = new DueAgain(10);
    for (let now = 0; now < 1000; now++) {
      due.take(`key ${now}`, now);
      expect(due.size).to.be.at.most(10);
    }
  });
});
