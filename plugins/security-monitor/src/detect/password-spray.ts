import type { Config } from '../config.generated.ts';
import { densestWindow, distinctScale } from './densest-window.ts';
import { type Detection, type Finding, inOrder, type Observation, textFact } from './detection.ts';
import { blockOf, canBeGuessed, hasFailed, hasSucceeded, signInEntry } from './sign-in-entry.ts';

const MINUTE_MS = 60_000;
const ADDRESS = 'address:';
/** Under which failures from all addresses are looked at together. */
export const EVERYWHERE = 'everywhere';
/** So many times the threshold is no forgotten password of a few colleagues behind one address any more. */
const MANY_TIMES = 5;
const MOST_ACCOUNTS = 50;

const nameOf = (one: Observation): string => textFact(one, 'name');

/** Failed sign-ins for many names: from one address, or from many at once. */
export function passwordSpray(config: Config['passwordSpray']): Detection {
  const windowMs = config.minutes * MINUTE_MS;
  return {
    id: 'password-spray',
    spanMs: windowMs,
    sightings(entry) {
      const tried = signInEntry(entry);
      if (tried === null || tried.block === null) return [];
      const { facts } = tried;
      const here = { key: `${ADDRESS}${tried.block}`, reach: 'platform', facts } as const;
      return tried.hasSucceeded ? [here] : [here, { key: EVERYWHERE, reach: 'platform', facts }];
    },
    subject: (key) =>
      key === EVERYWHERE
        ? { kind: 'platform', id: 'sign-ins' }
        : { kind: 'address', id: key.slice(ADDRESS.length) },
    examine(key, observations) {
      const ordered = inOrder(observations);
      const failures = ordered.filter((one) => hasFailed(one) && !one.isSpent);
      const { weight: names, inside } = densestWindow(failures, windowMs, distinctScale(nameOf));
      return key === EVERYWHERE
        ? fromEverywhere(config, names, inside)
        : fromOneAddress(config, windowMs, { ordered, inside, names });
    },
  };
}

function fromEverywhere(
  config: Config['passwordSpray'],
  names: number,
  inside: readonly Observation[],
): Finding | null {
  const addresses = new Set(inside.map(blockOf)).size;
  if (names < config.namesEverywhere || addresses < config.addressesEverywhere) return null;
  return {
    severity: names >= config.namesEverywhere * MANY_TIMES ? 'high' : 'medium',
    summary: `Sign-ins for ${names} names failed within ${config.minutes} minutes, from ${addresses} addresses.`,
    evidence: inside.map(({ position }) => position),
    accounts: [],
    isCompromised: false,
  };
}

function fromOneAddress(
  config: Config['passwordSpray'],
  windowMs: number,
  {
    ordered,
    inside,
    names,
  }: { ordered: readonly Observation[]; inside: readonly Observation[]; names: number },
): Finding | null {
  const [first, last] = [inside.at(0), inside.at(-1)];
  if (names < config.names || first === undefined || last === undefined) return null;
  const successes = ordered.filter(
    (one) => hasSucceeded(one) && !one.isSpent && one.at >= first.at && one.at <= last.at + windowMs,
  );
  const tried = new Set(inside.map(nameOf));
  // Somebody who signs in from there may be a colleague behind the same address; a name that failed before was guessed.
  const isGuessed = (one: Observation): boolean => tried.has(nameOf(one)) && canBeGuessed(one, inside);
  const guessed = successes.some(isGuessed);
  const within = `Sign-ins for ${names} names failed from one address within ${config.minutes} minutes`;
  return {
    severity: guessed
      ? 'critical'
      : successes.length > 0 || names >= config.names * MANY_TIMES
        ? 'high'
        : 'medium',
    summary: guessed
      ? `${within}, and one of them then succeeded.`
      : successes.length > 0
        ? `${within}; others signed in from there meanwhile.`
        : `${within}.`,
    evidence: [...inside, ...successes].map(({ position }) => position),
    accounts: [...new Set(successes.filter((one) => !guessed || isGuessed(one)).map(nameOf))].slice(
      0,
      MOST_ACCOUNTS,
    ),
    isCompromised: guessed,
  };
}
