import type { Config } from '../config.generated.ts';
import { greatCircleKm } from '../place/great-circle.ts';
import type { Places } from '../place/places.ts';
import { type Detection, type Facts, inOrder, type Observation, textFact } from './detection.ts';
import { isUnknownName, signInEntry } from './sign-in-entry.ts';

const HOUR_MS = 60 * 60_000;
/** Half way round the earth, in kilometres. */
const FURTHEST_KM = 20_038;
/** Two sign-ins in one moment are still a moment apart. */
const LEAST_MS = 1_000;

interface Journey {
  readonly from: Observation;
  readonly to: Observation;
  readonly km: number;
  readonly kmPerHour: number;
}

/** Two sign-ins to one account from places too far apart for the time between. */
export function impossibleTravel(config: Config['travel'], places: Places): Detection {
  return {
    id: 'impossible-travel',
    // With more time than this between them every journey is possible.
    spanMs: (FURTHEST_KM / config.kmPerHour) * HOUR_MS,
    sightings(entry) {
      const tried = signInEntry(entry);
      if (tried === null || !tried.hasSucceeded || isUnknownName(tried.name)) return [];
      const place = entry.address === null ? null : places.of(entry.address);
      if (place === null) return [];
      const { title, latitude, longitude, radiusKm } = place;
      const facts: Facts = { ...tried.facts, place: title, latitude, longitude, radiusKm };
      return [{ key: tried.name, reach: 'platform', facts }];
    },
    subject: (key) => ({ kind: 'account', id: key }),
    examine(key, observations) {
      const journeys = journeysOf(inOrder(observations)).filter(
        ({ km, kmPerHour, from, to }) =>
          km >= config.minimumKm && kmPerHour > config.kmPerHour && !(from.isSpent && to.isSpent),
      );
      const fastest = journeys.toSorted((left, right) => right.kmPerHour - left.kmPerHour).at(0);
      if (fastest === undefined) return null;
      const { km, from, to } = fastest;
      const minutes = Math.max(1, Math.round((to.at - from.at) / 60_000));
      // A passkey answers no page but the right one, and is copied by nobody: most likely an address is placed wrong.
      const isSure = !journeys.every((each) => usesPasskey(each.to) && usesPasskey(each.from));
      return {
        severity: isSure ? 'high' : 'medium',
        summary: `Sign-ins ${Math.round(km)} km apart within ${minutes === 1 ? 'a minute' : `${minutes} minutes`}: ${placeOf(from)}, then ${placeOf(to)}.`,
        evidence: [...new Set(journeys.flatMap((each) => [each.from.position, each.to.position]))],
        accounts: [key],
        isCompromised: isSure,
      };
    },
  };
}

function journeysOf(ordered: readonly Observation[]): readonly Journey[] {
  return ordered.slice(1).flatMap((to, index) => {
    const from = ordered[index];
    if (from === undefined) return [];
    const apart = greatCircleKm(pointOf(from), pointOf(to));
    const km = Math.max(0, apart - numberFact(from, 'radiusKm') - numberFact(to, 'radiusKm'));
    return [{ from, to, km, kmPerHour: km / (Math.max(LEAST_MS, to.at - from.at) / HOUR_MS) }];
  });
}

const numberFact = ({ facts }: Observation, name: string): number => {
  const fact = facts[name];
  return typeof fact === 'number' ? fact : 0;
};
const pointOf = (one: Observation) => ({
  latitude: numberFact(one, 'latitude'),
  longitude: numberFact(one, 'longitude'),
});
const placeOf = (one: Observation): string => textFact(one, 'place') || textFact(one, 'address');
const usesPasskey = ({ facts }: Observation): boolean =>
  Array.isArray(facts['methods']) && facts['methods'].includes('passkey');
