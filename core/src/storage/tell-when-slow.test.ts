import { expect } from 'chai';
import { tellWhenSlow } from './tell-when-slow.ts';

describe('a wait', () => {
  it('is told when it is slow, and not when it ends before, by success or by an error', async () => {
    let told = 0;
    const tell = (): void => {
      told += 1;
    };
    expect(await tellWhenSlow(() => Promise.resolve('at once'), tell, 0)).to.equal('at once');
    const failed = await tellWhenSlow(() => Promise.reject(new Error('no')), tell, 0).catch(String);
    expect(failed).to.equal('Error: no');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(told).to.equal(0);
    await tellWhenSlow(() => new Promise<void>((resolve) => setTimeout(resolve, 20)), tell, 0);
    expect(told).to.equal(1);
  });
});
