import type { Facts } from '../detect/detection.ts';

/** An observation as the timeline of an incident has it; `at` in milliseconds since 1970. */
export interface Observed {
  readonly at: number;
  readonly facts: Facts;
}

/** From where something came. */
export interface Origin {
  readonly address: string;
  /** What people call the place; null where nobody knows it. */
  readonly place: string | null;
  readonly count: number;
  /** ISO 8601. */
  readonly lastAt: string;
}

/** What the observations of an incident amount to, for whoever looks at them. */
export interface Behaviour {
  /** How many came when: `at` is the beginning of a stretch of `stretchMs`, ISO 8601. */
  readonly pace: readonly { readonly at: string; readonly count: number; readonly records: number }[];
  readonly stretchMs: number;
  /** The most frequent first; at most 20. */
  readonly origins: readonly Origin[];
  /** Names that were tried or accounts that acted. */
  readonly names: number;
  /** Rows that were taken out, where the entries state them. */
  readonly records: number;
}

const MINUTE_MS = 60_000;
/** Lengths of a stretch that people can read off an axis. */
const STRETCHES = [1, 5, 15, 60, 6 * 60, 24 * 60, 7 * 24 * 60].map((minutes) => minutes * MINUTE_MS);
const MOST_STRETCHES = 48;
const MOST_ORIGINS = 20;

/** Adds up what was observed, in order of time. */
export function behaviourOf(observed: readonly Observed[]): Behaviour {
  const [first, last] = [observed.at(0)?.at ?? 0, observed.at(-1)?.at ?? 0];
  const stretchMs =
    STRETCHES.find((length) => (last - first) / length < MOST_STRETCHES - 1) ??
    Math.ceil((last - first) / (MOST_STRETCHES - 1));
  const start = Math.floor(first / stretchMs) * stretchMs;
  const length = observed.length === 0 ? 0 : Math.floor((last - start) / stretchMs) + 1;
  const pace = Array.from({ length }, (_, index) => ({
    at: start + index * stretchMs,
    count: 0,
    records: 0,
  }));
  const origins = new Map<string, { place: string | null; count: number; lastAt: number }>();
  const names = new Set<string>();
  let records = 0;
  for (const { at, facts } of observed) {
    const stretch = pace[Math.floor((at - start) / stretchMs)];
    const rows = typeof facts['records'] === 'number' ? facts['records'] : 0;
    records += rows;
    if (stretch !== undefined) {
      stretch.count += 1;
      stretch.records += rows;
    }
    if (typeof facts['name'] === 'string') names.add(facts['name']);
    const { address, place } = facts;
    if (typeof address !== 'string') continue;
    const known = origins.get(address);
    origins.set(address, {
      place: typeof place === 'string' ? place : (known?.place ?? null),
      count: (known?.count ?? 0) + 1,
      lastAt: at,
    });
  }
  return {
    ...{ stretchMs, names: names.size, records },
    pace: pace.map(({ at, ...sums }) => ({ at: new Date(at).toISOString(), ...sums })),
    origins: [...origins]
      .map(([address, { lastAt, ...known }]) => ({
        address,
        ...known,
        lastAt: new Date(lastAt).toISOString(),
      }))
      .sort((one, other) => other.count - one.count || (one.address < other.address ? -1 : 1))
      .slice(0, MOST_ORIGINS),
  };
}
