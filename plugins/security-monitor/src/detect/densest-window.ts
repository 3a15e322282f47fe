import type { Observation } from './detection.ts';

/** What a window of a length weighs, when observations come into it on one side and leave it on the other. */
export interface Scale {
  add(observation: Observation): void;
  remove(observation: Observation): void;
  readonly weight: number;
}

/** Counts. */
export const countingScale = (): Scale => summingScale(() => 1);

/** Adds up. */
export function summingScale(weigh: (observation: Observation) => number): Scale {
  let weight = 0;
  return {
    add: (one) => {
      weight += weigh(one);
    },
    remove: (one) => {
      weight -= weigh(one);
    },
    get weight() {
      return weight;
    },
  };
}

/** Counts what is different. */
export function distinctScale(nameOf: (observation: Observation) => string): Scale {
  const counts = new Map<string, number>();
  return {
    add: (one) => {
      counts.set(nameOf(one), (counts.get(nameOf(one)) ?? 0) + 1);
    },
    remove: (one) => {
      const left = (counts.get(nameOf(one)) ?? 0) - 1;
      if (left > 0) counts.set(nameOf(one), left);
      else counts.delete(nameOf(one));
    },
    get weight() {
      return counts.size;
    },
  };
}

/** The heaviest stretch of observations that lie no further apart than a length; the earliest of several. */
export function densestWindow(
  ordered: readonly Observation[],
  lengthMs: number,
  scale: Scale,
): { readonly weight: number; readonly inside: readonly Observation[] } {
  let best = { weight: 0, from: 0, to: 0 };
  let from = 0;
  for (const [index, one] of ordered.entries()) {
    scale.add(one);
    for (
      let oldest = ordered[from];
      oldest !== undefined && one.at - oldest.at > lengthMs;
      oldest = ordered[from]
    ) {
      scale.remove(oldest);
      from += 1;
    }
    if (scale.weight > best.weight) best = { weight: scale.weight, from, to: index + 1 };
  }
  return { weight: best.weight, inside: ordered.slice(best.from, best.to) };
}
