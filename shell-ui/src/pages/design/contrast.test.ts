import { expect } from 'chai';
import { contrast } from './contrast.ts';

describe('contrast', () => {
  it('is that of the guidelines', () => {
    expect(contrast([255, 255, 255], [0, 0, 0])).to.equal(21);
    expect(contrast([119, 119, 119], [255, 255, 255])).to.be.closeTo(4.48, 0.005);
    expect(contrast([10, 20, 30], [10, 20, 30])).to.equal(1);
  });
});
