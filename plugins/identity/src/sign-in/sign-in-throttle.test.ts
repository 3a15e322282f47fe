import { DEFAULT_WORKSPACE, type ExecutionScope } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import fc from 'fast-check';
import { addressKey } from './address-key.ts';
import { pauseFor, SignInThrottle } from './sign-in-throttle.ts';

describe('what counts as one address', () => {
  it('is a whole /64 of IPv6, however it is written', () => {
    for (const address of [
      '2001:db8::1',
      '2001:DB8:0:0:ffff::2',
      '2001:0db8:0000:0000:1:2:3:4',
      '2001:db8::1%eth0',
    ])
      expect(addressKey(address), address).to.equal('2001:db8:0:0::/64');
    expect(addressKey('2001:db8:0:1::1')).not.to.equal(addressKey('2001:db8::1'));
  });

  it('is an IPv4 address, also where IPv6 carries it', () => {
    expect(addressKey('::ffff:192.0.2.7')).to.equal('192.0.2.7');
    expect(addressKey('192.0.2.7')).to.equal('192.0.2.7');
  });

  it('is found for every address', () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(addressKey(address)).to.match(/^[0-9a-f.:]+(::\/64)?$/);
      }),
    );
  });
});

describe('the pause for a name that is guessed at from everywhere', () => {
  it('begins late, grows, and never becomes a lock', () => {
    expect([0, 20, 21, 24, 1_000_000].map(pauseFor)).to.deep.equal([0, 0, 250, 1_000, 4_000]);
  });

  it('is made by so many at a time that there is room for everybody else', async () => {
    const gone = new AbortController();
    const scope: ExecutionScope = {
      workspace: DEFAULT_WORKSPACE,
      principal: { id: 'anonymous', kind: 'user', displayName: 'Anonymous', roles: [] },
      requestId: 'guess',
      signal: gone.signal,
    };
    // Pauses ask the database nothing.
    const throttle = new SignInThrottle(Object.create(null));
    const hold = (): Promise<unknown> =>
      throttle.hold(scope, { waitSeconds: 0, pauseMs: 600_000 }).catch((error: unknown) => error);
    const pausing = Array.from({ length: 64 }, hold);
    expect(await hold()).to.have.property('code', 'DW_AUTH_BUSY');
    gone.abort();
    for (const one of await Promise.all(pausing)) expect(one).to.have.property('name', 'AbortError');
    expect(await hold(), 'there is room again').to.have.property('name', 'AbortError');
  });
});
