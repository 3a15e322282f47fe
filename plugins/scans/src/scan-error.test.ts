import { expect } from 'chai';
import { toStoredError } from './scan-error.ts';

describe('an error as it is stored', () => {
  it('says what kind it is, and nothing that stood in a message, a name or what was thrown', () => {
    const value = 'ada@example.org';
    expect(toStoredError(new RangeError(value)).message).to.equal('An unexpected RangeError ended it.');
    for (const error of [Object.assign(new TypeError('x'), { name: value }), value, { message: value }, null])
      expect(toStoredError(error).message).to.equal('An unexpected error ended it.');
  });
});
