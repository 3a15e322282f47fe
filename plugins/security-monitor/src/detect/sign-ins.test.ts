import { expect } from 'chai';
import fc from 'fast-check';
import { DAY, entry, failed, HOUR, MINUTE, seen, succeeded } from '../../test/sightings.ts';
import { bruteForce } from './brute-force.ts';
import type { Detection, Observation } from './detection.ts';
import { EVERYWHERE, passwordSpray } from './password-spray.ts';
import { tokenReuse } from './token-reuse.ts';

const automatic = ['notify' as const];
const force = bruteForce({ enabled: true, failures: 5, minutes: 30, secondFactorFailures: 3, automatic });
const spray = passwordSpray({
  enabled: true,
  names: 5,
  minutes: 60,
  namesEverywhere: 8,
  addressesEverywhere: 4,
  automatic,
});
const HERE = 'address:192.0.2.1';

const times = (count: number, make: (index: number) => Observation): readonly Observation[] =>
  Array.from({ length: count }, (_, index) => make(index));
const severity = (detection: Detection, key: string, stream: readonly Observation[]): string | null =>
  detection.examine(key, stream)?.severity ?? null;

describe('brute force', () => {
  const tries = (count: number, apart = MINUTE) => times(count, (index) => failed(index * apart));

  it('is found from the threshold on, within the window, and not before', () => {
    expect(severity(force, 'user:ann', tries(4))).to.equal(null);
    expect(severity(force, 'user:ann', tries(5))).to.equal('medium');
    expect(severity(force, 'user:ann', tries(50, 10 * MINUTE))).to.equal(null);
  });

  it('is worse for a hundred within an hour, the way back in, and wrong second factors', () => {
    expect(severity(force, 'user:ann', tries(100, 30_000))).to.equal('high');
    expect(severity(force, 'user:admin', tries(5))).to.equal('high');
    const factors = times(3, (index) => failed(index, { reason: 'second-factor' }));
    expect(severity(force, 'user:ann', factors)).to.equal('high');
  });

  it('is least bad for a name that nobody has', () => {
    const found = force.examine('unknown:abc', tries(5));
    expect(found).to.include({ severity: 'low', isCompromised: false });
    expect(found?.accounts).to.deep.equal([]);
    expect(force.subject('unknown:abc')).to.deep.equal({ kind: 'unknown-name', id: 'unknown:abc' });
  });

  it('has got in when a success comes from where the wrong ones came from, and not when the owner comes from elsewhere', () => {
    const found = force.examine('user:ann', [...tries(5), succeeded(6 * MINUTE)]);
    expect(found).to.include({ severity: 'critical', isCompromised: true });
    const owner = succeeded(6 * MINUTE, { address: '198.51.100.1' });
    expect(force.examine('user:ann', [...tries(5), owner])).to.include({
      severity: 'medium',
      isCompromised: false,
    });
    // Whoever was in before the first wrong one did not find the password by them.
    expect(force.examine('user:ann', [succeeded(-MINUTE), ...tries(5)])).to.include({ isCompromised: false });
    // An IPv6 customer has a whole /64 to try from.
    const six = times(5, (index) => failed(index, { address: `2001:db8:0:1::${index + 1}` }));
    expect(
      force.examine('user:ann', [...six, succeeded(10, { address: '2001:db8:0:1:ffff::9' })]),
    ).to.include({ isCompromised: true });
  });

  it('has got in, too, when the second factor is found by whoever has the password', () => {
    const factors = times(3, (index) => failed(index * MINUTE, { reason: 'second-factor' }));
    const found = force.examine('user:ann', [
      ...factors,
      succeeded(6 * MINUTE, { methods: ['password', 'totp'] }),
    ]);
    expect(found).to.include({ severity: 'critical', isCompromised: true });
    expect(found?.summary).to.include('3 wrong second factors').and.include('succeeded');
    expect(found?.evidence).to.have.length(4);
  });

  it('has not got in where somebody comes by what no trying of passwords finds', () => {
    const after = (methods: readonly string[], more: readonly Observation[] = []) =>
      force.examine('user:ann', [...tries(5), ...more, succeeded(6 * MINUTE, { methods: [...methods] })])
        ?.isCompromised;
    expect(after(['password'])).to.equal(true);
    expect(after(['passkey'])).to.equal(false);
    expect(after(['password', 'totp'])).to.equal(false);
    expect(after(['password', 'totp'], [failed(5 * MINUTE, { reason: 'second-factor' })])).to.equal(true);
  });

  it('says the same of any order and of what comes twice, and no more of what was told already', () => {
    const any = fc.array(
      fc.record({
        after: fc.integer({ min: 0, max: 2 * HOUR }),
        isWrong: fc.boolean(),
        address: fc.constantFrom('192.0.2.1', '192.0.2.2'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(any, fc.func(fc.integer()), (tried, mix) => {
        const stream = tried.map(({ after, isWrong, address }) =>
          (isWrong ? failed : succeeded)(after, { address }),
        );
        const found = force.examine('user:ann', stream);
        const mixed = [...stream, ...stream].toSorted(
          (left, right) => mix(left.position) - mix(right.position),
        );
        expect(force.examine('user:ann', mixed)).to.deep.equal(found);
        expect(
          force.examine(
            'user:ann',
            stream.map((one) => ({ ...one, isSpent: true })),
          ),
        ).to.equal(null);
      }),
    );
  });

  it('never tells less of more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: HOUR }), { maxLength: 20 }),
        fc.integer({ min: 0, max: HOUR }),
        (ats, another) => {
          const stream = ats.map((after) => failed(after));
          const before = force.examine('user:ann', stream)?.evidence.length ?? 0;
          const after = force.examine('user:ann', [...stream, failed(another)])?.evidence.length ?? 0;
          expect(after).to.be.at.least(before);
        },
      ),
    );
  });

  it('looks at sign-ins alone, and only where identity recorded them', () => {
    const tried = entry('identity.sign-in.failed', {
      object: { type: 'user', id: 'unknown:f00', name: null },
      outcome: 'failed',
      reason: 'credentials',
    });
    expect(force.sightings(tried)).to.deep.equal([
      {
        key: 'unknown:f00',
        reach: 'platform',
        facts: {
          what: 'sign-in-failed',
          name: 'unknown:f00',
          address: '192.0.2.1',
          reason: 'credentials',
          requestId: 'r-1',
        },
      },
    ]);
    expect(force.sightings({ ...tried, plugin: 'somebody-else' })).to.deep.equal([]);
    expect(force.sightings(entry('identity.user.changed'))).to.deep.equal([]);
  });
});

describe('a password spray', () => {
  const names = (count: number, apart = MINUTE) =>
    times(count, (index) => failed(index * apart, { name: `user:${index}` }));

  it('is told by different names from one address, not by one name many times', () => {
    expect(severity(spray, HERE, names(4))).to.equal(null);
    expect(severity(spray, HERE, names(5))).to.equal('medium');
    expect(severity(spray, HERE, names(25, 1_000))).to.equal('high');
    expect(
      severity(
        spray,
        HERE,
        times(50, (index) => failed(index)),
      ),
    ).to.equal(null);
    expect(severity(spray, HERE, names(10, 30 * MINUTE))).to.equal(null);
  });

  it('has guessed one when a name that failed succeeds, and makes one look when others sign in from there', () => {
    const guessed = spray.examine(HERE, [
      ...names(5),
      succeeded(10 * MINUTE, { name: 'user:3' }),
      succeeded(11 * MINUTE, { name: 'user:x' }),
    ]);
    expect(guessed).to.include({ severity: 'critical', isCompromised: true });
    expect(guessed?.accounts).to.deep.equal(['user:3']);
    const owner = spray.examine(HERE, [
      ...names(5),
      succeeded(10 * MINUTE, { name: 'user:3', methods: ['passkey'] }),
    ]);
    expect(owner).to.include({ severity: 'high', isCompromised: false });
    const colleague = spray.examine(HERE, [...names(5), succeeded(10 * MINUTE, { name: 'user:x' })]);
    expect(colleague).to.include({ severity: 'high', isCompromised: false });
    expect(colleague?.accounts).to.deep.equal(['user:x']);
  });

  it('is told from many addresses by names and addresses together', () => {
    const from = (count: number, addresses: number) =>
      times(count, (index) =>
        failed(index, { name: `user:${index}`, address: `198.51.100.${index % addresses}` }),
      );
    expect(severity(spray, EVERYWHERE, from(8, 4))).to.equal('medium');
    expect(severity(spray, EVERYWHERE, from(8, 3))).to.equal(null);
    expect(severity(spray, EVERYWHERE, from(7, 7))).to.equal(null);
    expect(severity(spray, EVERYWHERE, from(40, 4))).to.equal('high');
  });

  it('puts addresses of one IPv6 customer together', () => {
    const at = (address: string) =>
      spray.sightings(entry('identity.sign-in.failed', { address, outcome: 'failed' })).map(({ key }) => key);
    expect(at('2001:db8:0:1::5')).to.deep.equal(['address:2001:db8:0:1::/64', 'everywhere']);
    expect(at('2001:db8:0:1:ffff::1')).to.deep.equal(at('2001:db8:0:1::5'));
    expect(at('::ffff:192.0.2.7')).to.deep.equal(['address:192.0.2.7', 'everywhere']);
  });
});

describe('a token that was reused', () => {
  it('is an incident by itself, and worse the second time', () => {
    const used = entry('identity.token.reused', {
      object: { type: 'session', id: 's-1', name: null },
      after: { accountId: 'user:ann' },
    });
    const [sighting] = tokenReuse().sightings(used);
    expect(sighting).to.include({ key: 'user:ann', reach: 'platform' });
    const once = seen(0, sighting?.facts ?? {});
    expect(tokenReuse().examine('user:ann', [once])).to.include({ severity: 'high', isCompromised: true });
    expect(severity(tokenReuse(), 'user:ann', [once, seen(DAY / 2, {})])).to.equal('critical');
    expect(severity(tokenReuse(), 'user:ann', [{ ...once, isSpent: true }])).to.equal(null);
  });
});
