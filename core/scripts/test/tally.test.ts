import { expect } from 'chai';
import { closingLine, tally } from './tally.ts';

const mocha = { passed: 7, failed: 1, skipped: ['needs redis-server'], leaked: [] };

describe('the tally of a test run', () => {
  it('counts every check as a test', () => {
    expect(closingLine(tally([true, true, false], mocha, false))).to.equal('9 passed, 2 failed, 1 skipped');
  });

  it('counts a skip as a failure on a build server', () => {
    expect(closingLine(tally([true], mocha, true))).to.equal('8 passed, 2 failed, 0 skipped');
  });

  it('counts a crash of the test process as a failure', () => {
    expect(closingLine(tally([true], undefined, true))).to.equal('1 passed, 1 failed, 0 skipped');
  });

  it('counts a test process that does not end as a failure', () => {
    const leaking = { passed: 1, failed: 0, skipped: [], leaked: ['TCPSocketWrap'] };
    expect(closingLine(tally([], leaking, false))).to.equal('1 passed, 1 failed, 0 skipped');
  });
});
