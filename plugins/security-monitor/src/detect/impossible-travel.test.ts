import { expect } from 'chai';
import fc from 'fast-check';
import { entry, HOUR, succeeded } from '../../test/sightings.ts';
import { greatCircleKm } from '../place/great-circle.ts';
import { Places } from '../place/places.ts';
import { impossibleTravel } from './impossible-travel.ts';

const places = new Places(
  [
    { cidr: '198.51.100.0/24', place: 'Berlin', latitude: 52.52, longitude: 13.405, isRelay: false },
    { cidr: '198.51.100.128/25', isRelay: true },
    { cidr: '2001:db8::/32', place: 'Sydney', latitude: -33.8688, longitude: 151.2093, isRelay: false },
  ],
  null,
);
const config = {
  enabled: true,
  kmPerHour: 900,
  minimumKm: 500,
  networks: [],
  automatic: ['notify' as const],
};
const travel = impossibleTravel(config, places);
const BERLIN = { place: 'Berlin', latitude: 52.52, longitude: 13.405, radiusKm: 10 };
const MUNICH = { place: 'Munich', latitude: 48.1374, longitude: 11.5755, radiusKm: 10 };
const SYDNEY = { place: 'Sydney', latitude: -33.8688, longitude: 151.2093, radiusKm: 10 };
const points = fc.record({
  latitude: fc.double({ min: -90, max: 90, noNaN: true }),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }),
});

describe('the great circle', () => {
  it('is as long as atlases say', () => {
    expect(greatCircleKm(BERLIN, SYDNEY)).to.be.closeTo(16_094, 20);
    expect(greatCircleKm(BERLIN, MUNICH)).to.be.closeTo(504, 2);
    expect(greatCircleKm({ latitude: 0, longitude: 179 }, { latitude: 0, longitude: -179 })).to.be.closeTo(
      222.4,
      0.1,
    );
  });

  it('is the same both ways, nothing to where one is, and never more than half way round', () => {
    fc.assert(
      fc.property(points, points, (from, to) => {
        const km = greatCircleKm(from, to);
        expect(km).to.be.closeTo(greatCircleKm(to, from), 1e-6).and.to.be.within(0, 20_016);
        expect(greatCircleKm(from, from)).to.equal(0);
      }),
    );
  });
});

describe('impossible travel', () => {
  it('is two sign-ins that nobody travels between', () => {
    const found = travel.examine('user:ann', [succeeded(0, BERLIN), succeeded(2 * HOUR, SYDNEY)]);
    expect(found).to.include({ severity: 'high', isCompromised: true });
    expect(found?.summary).to.match(/^Sign-ins 160\d\d km apart within 120 minutes: Berlin, then Sydney\.$/);
    expect(travel.examine('user:ann', [succeeded(0, BERLIN), succeeded(24 * HOUR, SYDNEY)])).to.equal(null);
  });

  it('is no journey between neighbours, nor one that the accuracy of the places explains', () => {
    expect(travel.examine('user:ann', [succeeded(0, BERLIN), succeeded(1, MUNICH)])).to.equal(null);
    const vague = { ...MUNICH, latitude: 41.9, longitude: 12.5, radiusKm: 700 };
    expect(travel.examine('user:ann', [succeeded(0, BERLIN), succeeded(1, vague)])).to.equal(null);
    expect(
      travel.examine('user:ann', [succeeded(0, BERLIN), succeeded(1, { ...vague, radiusKm: 10 })]),
    ).not.to.equal(null);
  });

  it('is less sure where both used a passkey', () => {
    const passkey = { methods: ['passkey'] };
    const found = travel.examine('user:ann', [
      succeeded(0, { ...BERLIN, ...passkey }),
      succeeded(1, { ...SYDNEY, ...passkey }),
    ]);
    expect(found).to.include({ severity: 'medium', isCompromised: false });
  });

  it('takes what was told already as the beginning of a journey, and tells no journey twice', () => {
    const [from, to] = [succeeded(0, BERLIN), succeeded(HOUR, SYDNEY)];
    expect(travel.examine('user:ann', [{ ...from, isSpent: true }, to])).not.to.equal(null);
    expect(
      travel.examine('user:ann', [
        { ...from, isSpent: true },
        { ...to, isSpent: true },
      ]),
    ).to.equal(null);
  });

  it('looks only at sign-ins from where one knows to be: the most specific network counts', () => {
    const from = (address: string) =>
      travel.sightings(entry('identity.sign-in.succeeded', { address })).map(({ facts }) => facts['place']);
    expect(from('198.51.100.5')).to.deep.equal(['Berlin']);
    expect(from('::ffff:198.51.100.5')).to.deep.equal(['Berlin']);
    expect(from('198.51.100.200')).to.deep.equal([]);
    expect(from('2001:db8::7')).to.deep.equal(['Sydney']);
    expect(from('192.0.2.1')).to.deep.equal([]);
    expect(from('not an address')).to.deep.equal([]);
  });
});
