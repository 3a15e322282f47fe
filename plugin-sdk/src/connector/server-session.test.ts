import { expect } from 'chai';
import { directEnvironment } from '../testing/connector-fixture.ts';
import { serverSessionOptions } from './server-session.ts';

describe('options of a session with a server', () => {
  const poolOf = (poolSize: number, maxConnections?: number): number =>
    serverSessionOptions(
      'settings',
      { poolSize, connectTimeoutMs: 5 },
      { ...directEnvironment, ...(maxConnections === undefined ? {} : { maxConnections }) },
    ).poolSize;

  it('bound the pool by what the environment allows, but leave a connection', () => {
    expect([poolOf(4), poolOf(4, 9), poolOf(4, 2), poolOf(4, 0)]).to.deep.equal([4, 4, 2, 1]);
  });
});
