import { DataWaveError } from '@datawave/plugin-sdk';
import ipaddr from 'ipaddr.js';
import type { CityResponse, Reader } from 'mmdb-lib';
import type { Config } from '../config.generated.ts';
import type { Coordinates } from './great-circle.ts';

/** Where an address is, as far as one can know. */
export interface Place extends Coordinates {
  /** What people call it; null where it has no name. */
  readonly title: string | null;
  /** Kilometres around the coordinates within which it is. */
  readonly radiusKm: number;
}

interface Network {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly length: number;
  /** Null: what comes from there may be anywhere. */
  readonly place: Place | null;
}

/** One's own networks are known to the building. */
const OWN_RADIUS_KM = 10;
/** What a database without a radius means by a city. */
const USUAL_RADIUS_KM = 100;

/** Says where addresses are: by a table of networks, then by a database of places. Nothing is asked of anybody else. */
export class Places {
  readonly #networks: readonly Network[];
  readonly #database: Reader<CityResponse> | null;

  /**
   * @param database - as it was read from a file; null where there is none
   * @throws DataWaveError DW_SECURITY_MONITOR_NETWORK for what is no network, or one with half a place
   */
  constructor(networks: Config['travel']['networks'], database: Reader<CityResponse> | null) {
    this.#networks = networks.map(parse).sort((left, right) => right.length - left.length);
    this.#database = database;
  }

  /** Whether anything is known of any place. */
  get areKnown(): boolean {
    return this.#database !== null || this.#networks.some(({ place }) => place !== null);
  }

  /** Null where nobody knows, or where an address says nothing. */
  of(address: string): Place | null {
    const plain = address.replace(/%.*$/, '');
    if (!ipaddr.isValid(plain)) return null;
    const parsed = ipaddr.process(plain);
    const own = this.#networks.find(
      (network) => network.address.kind() === parsed.kind() && parsed.match(network.address, network.length),
    );
    return own === undefined ? this.#inDatabase(parsed.toString()) : own.place;
  }

  #inDatabase(address: string): Place | null {
    const found = this.#database?.get(address) ?? null;
    const { latitude, longitude, accuracy_radius: radius } = found?.location ?? {};
    if (typeof latitude !== 'number' || typeof longitude !== 'number') return null;
    const names = [found?.city?.names?.en, found?.country?.names?.en].filter(
      (name) => typeof name === 'string',
    );
    return {
      ...{ latitude, longitude, radiusKm: typeof radius === 'number' ? radius : USUAL_RADIUS_KM },
      title: names.length === 0 ? null : names.join(', ').slice(0, 200),
    };
  }
}

function parse(given: Config['travel']['networks'][number]): Network {
  const { cidr, place, latitude, longitude, isRelay } = given;
  const text = cidr.includes('/') ? cidr : `${cidr}/${cidr.includes(':') ? 128 : 32}`;
  if (!ipaddr.isValidCIDR(text)) throw invalidNetwork(cidr, 'it is no network in CIDR notation');
  const [address, length] = ipaddr.parseCIDR(text);
  if (isRelay === true) return { address, length, place: null };
  if (latitude === undefined || longitude === undefined)
    throw invalidNetwork(cidr, 'it has neither both latitude and longitude nor isRelay: true');
  return { address, length, place: { latitude, longitude, title: place ?? null, radiusKm: OWN_RADIUS_KM } };
}

const invalidNetwork = (cidr: string, what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_MONITOR_NETWORK',
    message: `The network "${cidr}" cannot be used: ${what}.`,
    hint: 'Correct travel.networks in the settings of security-monitor.',
  });
