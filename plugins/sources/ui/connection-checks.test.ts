import { expect } from 'chai';
import { connectionChecks } from './connection-checks.ts';

describe('the checks of a connection', () => {
  const states = (code: string, hasSecrets = true): readonly string[] =>
    connectionChecks({ code, message: 'No.', hint: 'Do.' }, hasSecrets).map(({ state }) => state);

  it('pass up to the one that the problem is about, and are not known after it', () => {
    expect(states('DW_SOURCE_CONFIG')).to.deep.equal(['failed', 'unknown', 'unknown', 'unknown']);
    expect(states('DW_SOURCE_UNREACHABLE')).to.deep.equal(['passed', 'failed', 'unknown', 'unknown']);
    expect(states('DW_SOURCE_AUTHENTICATION')).to.deep.equal(['passed', 'passed', 'failed', 'unknown']);
    expect(states('DW_SOURCE_PERMISSION')).to.deep.equal(['passed', 'passed', 'passed', 'failed']);
    expect(states('DW_SOMETHING_ELSE')).to.deep.equal(['passed', 'failed', 'unknown', 'unknown']);
  });

  it('ask a file for no credentials', () => {
    expect(states('DW_SOURCE_NOT_FOUND', false)).to.deep.equal(['passed', 'failed', 'unknown']);
    expect(states('DW_SOURCE_PERMISSION', false)).to.deep.equal(['passed', 'passed', 'failed']);
  });

  it('say what is wrong and how it is mended, and what will not work though it is connected', () => {
    const [, failed] = connectionChecks({ code: 'DW_SOURCE_TLS', message: 'No.', hint: 'Do.' }, true);
    expect(failed?.detail).to.equal('No. Do.');
    const passed = connectionChecks({ warnings: ['no permission on schema hr'] }, true);
    expect(passed.map(({ state }) => state)).to.deep.equal([
      ...['passed', 'passed', 'passed', 'passed', 'remark'],
    ]);
    expect(passed.at(-1)?.title).to.equal('no permission on schema hr');
  });
});
