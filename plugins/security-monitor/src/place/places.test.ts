import { expect } from 'chai';
import { Reader } from 'mmdb-lib';
import { writePlaces } from '../../test/write-places.ts';
import { Places } from './places.ts';

describe('places', () => {
  const database = new Reader<never>(
    writePlaces([
      {
        network: '1.2.0.0/16',
        city: 'Brisbane',
        country: 'Australia',
        latitude: -27.5,
        longitude: 153.0,
        radiusKm: 50,
      },
      { network: '80.0.0.0/8', country: 'Germany', latitude: 51.2, longitude: 9.5 },
    ]),
  );

  it('are read from a database in MaxMind’s format, with how exact it is', () => {
    const places = new Places([], database);
    expect(places.areKnown).to.equal(true);
    expect(places.of('1.2.3.4')).to.deep.equal({
      latitude: -27.5,
      longitude: 153,
      radiusKm: 50,
      title: 'Brisbane, Australia',
    });
    expect(places.of('80.1.2.3')).to.deep.equal({
      latitude: 51.2,
      longitude: 9.5,
      radiusKm: 100,
      title: 'Germany',
    });
    expect(places.of('9.9.9.9')).to.equal(null);
  });

  it('are those of one’s own networks first, and nowhere for a relay', () => {
    const places = new Places(
      [
        { cidr: '1.2.3.0/24', place: 'Our office', latitude: 10, longitude: 20, isRelay: false },
        { cidr: '1.2.4.5', isRelay: true },
      ],
      database,
    );
    expect(places.of('1.2.3.4')?.title).to.equal('Our office');
    expect(places.of('1.2.4.5')).to.equal(null);
    expect(places.of('1.2.4.6')?.title).to.equal('Brisbane, Australia');
  });

  it('are not known without either, nor from relays alone', () => {
    expect(new Places([], null).areKnown).to.equal(false);
    expect(new Places([{ cidr: '10.0.0.0/8', isRelay: true }], null).areKnown).to.equal(false);
  });

  it('refuse what is no network, and one with half a place', () => {
    for (const network of [
      { cidr: '10.0.0.0/33', isRelay: true },
      { cidr: 'office', isRelay: true },
      { cidr: '10.0.0.0/8', latitude: 1, isRelay: false },
    ])
      expect(() => new Places([network], null))
        .to.throw()
        .with.property('code', 'DW_SECURITY_MONITOR_NETWORK');
  });
});
